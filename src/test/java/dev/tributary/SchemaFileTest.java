package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.migrate.History;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.migrate.Target;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceSettings;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** schema.sql of a target is what a fresh file holds after the last version; its diff is how a change is reviewed. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SchemaFileTest {
    private static final String WRITE = "mvn test -Dtest=SchemaFileTest -Dschema.write=true";
    private static final String HEADER = """
            -- Generated, never edited: what a fresh file holds after the last version, tables and their indexes by name.
            -- tributary_ledger is in it, because Tributary makes it; flyway_schema_history is not, because Flyway does.
            -- Made again by: %s
            """.formatted(WRITE);

    @TempDir
    Path folder;

    static List<Target> targets() {
        return Target.ALL;
    }

    private static Path file(Target target) {
        return Path.of("db", target.name(), "schema.sql");
    }

    @ParameterizedTest
    @MethodSource("targets")
    void the_file_is_the_catalog_after_the_last_version(Target target) throws SQLException, IOException {
        String schema = asText(fresh(target));
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(file(target), schema);
        }
        assertThat(file(target)).as("make it with: " + WRITE).exists();
        assertThat(Files.readString(file(target)))
                .as("%s is not what the migrations make; run: %s; and read its diff", file(target), WRITE)
                .isEqualTo(schema);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void the_file_makes_the_same_catalog_when_it_is_run(Target target) throws SQLException, IOException {
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            statement.executeUpdate(Files.readString(file(target)));
            assertThat(SqliteCatalog.read(memory, "main")).isEqualTo(fresh(target));
        }
    }

    /** The catalog of a new file without Flyway's table. */
    private Catalog fresh(Target target) throws SQLException {
        Path db = folder.resolve("fresh.db");
        new SqliteMigration(target, db, RunSettings.defaults().withSources(SourceSettings.declinedByUser()))
                .migrate(MigrationListener.NONE);
        try (ManagedConnection connection = SqliteFiles.openReadOnly(db, false)) {
            Catalog all = SqliteCatalog.read(connection, "main");
            List<Table> tables = all.tables().stream()
                    .filter(table -> !table.name().equals(History.TABLE))
                    .toList();
            assertThat(tables).hasSize(all.tables().size() - 1);
            return new Catalog(tables, all.views(), all.triggers());
        }
    }

    private static String asText(Catalog catalog) {
        StringBuilder text = new StringBuilder(HEADER);
        for (Table table : catalog.tables()) {
            text.append('\n').append(table.sql()).append(";\n");
            for (Index index : table.createdIndexes()) {
                text.append(index.sql().orElseThrow()).append(";\n");
            }
        }
        catalog.views().forEach(view -> text.append('\n').append(view.sql()).append(";\n"));
        catalog.triggers()
                .forEach(trigger -> text.append('\n').append(trigger.sql()).append(";\n"));
        return text.toString();
    }
}
