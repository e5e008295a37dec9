package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.migrate.LedgerFile;
import dev.tributary.migrate.Target;
import dev.tributary.postgres.UndoSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** LEDGER.md of mcp lists its files and nothing else; that Flyway resolves the same, every run of the target looks at. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpLedgerTest {
    private static final List<LedgerFile.Version> VERSIONS = Target.MCP.ledger().versions();

    @Test
    void the_ledger_lists_the_files_in_their_order_without_gaps_each_with_its_why() throws IOException {
        List<String> files = new ArrayList<>();
        for (Path folder : List.of(Path.of("db/mcp/migrations"), Path.of("src/main/java/db/mcp/migrations"))) {
            if (Files.exists(folder)) {
                try (Stream<Path> found = Files.list(folder)) {
                    found.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("V"))
                            .forEach(files::add);
                }
            }
        }
        assertThat(VERSIONS.stream().map(LedgerFile.Version::file))
                .containsExactlyElementsOf(files.stream().sorted().toList());
        for (int i = 0; i < VERSIONS.size(); i++) {
            assertThat(VERSIONS.get(i).number()).isEqualTo(String.format("%03d", i + 1));
            assertThat(VERSIONS.get(i).why()).endsWith(".");
        }
    }

    /** docs/mcp.md, "The way back", says how one is written. */
    @Test
    void every_version_has_its_way_back_and_says_why_it_is_as_it_is() throws IOException {
        Path folder = Path.of("db/mcp/undo");
        try (Stream<Path> found = Files.list(folder)) {
            assertThat(found.map(file -> file.getFileName().toString()).sorted())
                    .as("the files in " + folder)
                    .containsExactlyElementsOf(VERSIONS.stream()
                            .map(version -> version.scriptName() + ".sql")
                            .toList());
        }
        for (LedgerFile.Version version : VERSIONS) {
            assertThat(Files.readString(folder.resolve(version.scriptName() + ".sql")))
                    .as(version.scriptName())
                    .startsWith("-- ");
        }
    }

    @Test
    void a_way_back_in_Java_belongs_to_a_version_and_can_be_made() throws IOException, ReflectiveOperationException {
        try (Stream<Path> found = Files.list(Path.of("src/main/java/db/mcp/undo"))) {
            for (Path file : found.toList()) {
                String name = file.getFileName().toString().replace(".java", "");
                assertThat(VERSIONS.stream().map(LedgerFile.Version::scriptName))
                        .contains(name);
                assertThat(Class.forName("db.mcp.undo." + name)
                                .asSubclass(UndoSteps.class)
                                .getConstructor()
                                .newInstance()
                                .before(false))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void every_Java_version_has_a_checksum_so_that_an_edit_is_noticed() throws ReflectiveOperationException {
        for (LedgerFile.Version version : VERSIONS) {
            if (version.isJava()) {
                JavaMigration migration = Class.forName("db.mcp.migrations." + version.scriptName())
                        .asSubclass(JavaMigration.class)
                        .getConstructor()
                        .newInstance();
                assertThat(migration.getChecksum()).as(version.file()).isNotNull();
            }
        }
    }
}
