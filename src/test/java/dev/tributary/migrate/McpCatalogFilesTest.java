package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Container.ExecResult;

/** What the files in db/mcp say the schema is after its versions, and what it is. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpCatalogFilesTest {
    private static final boolean WRITE = Boolean.getBoolean("schema.write");
    /** From this version on the months are not compared: which there should be, the day says. */
    private static final String MONTHS_BY_RULE = "011";

    private static final String MONTH = ".*_\\d{4}_\\d\\d";
    private static final String HOW = "by: mvn test -Dtest=McpCatalogFilesTest -Dschema.write=true";

    @Test
    void the_catalog_of_the_initial_schema_is_what_its_statements_make() throws IOException {
        Database database = Postgres.fresh().withInitialSchema();
        agree(
                "catalog/V001.txt",
                "# What the initial schema is, in the server's own words: V001 compares every object that exists with this.\n"
                        + "# Generated from initial-schema.sql " + HOW + "\n"
                        + withoutBodies(database.catalog()).asText());
        assertThat(PostgresCatalog.parse(database.catalog().asText())).isEqualTo(database.catalog());
    }

    @Test
    void the_catalogs_of_the_later_versions_are_what_their_migrations_change_and_the_schema_file_is_the_last_one()
            throws IOException, InterruptedException {
        Database database = Postgres.fresh();
        String schema = "";
        PostgresCatalog before = InitialSchema.expected();
        Set<String> functionsOfTheService = before.objects().keySet().stream()
                .filter(object -> object.kind() == Kind.FUNCTION)
                .map(PostgresObject::name)
                .collect(Collectors.toSet());
        for (LedgerFile.Version version : Target.MCP.ledger().versions()) {
            boolean onRequest = PostgresHistory.isOnRequest(version);
            if (onRequest && schema.isEmpty()) {
                schema = dump(database);
            }
            migrateTo(database, version.number(), onRequest);
            SortedMap<PostgresObject, String> ours =
                    new TreeMap<>(database.catalog().objects());
            ours.keySet().removeIf(object -> isATools(object.name()) || isATools(object.table()));
            // how the service's own functions were written down is not known
            ours.keySet()
                    .removeIf(object -> object.kind() == Kind.BODY && functionsOfTheService.contains(object.name()));
            if (version.number().compareTo(MONTHS_BY_RULE) >= 0) {
                ours.keySet().removeIf(object -> object.name().matches(MONTH) && object.kind() != Kind.INDEX);
            }
            PostgresCatalog after = new PostgresCatalog(ours);
            assertThat(before.changedBy(before.changesTo(after))).isEqualTo(after);
            if (!before.equals(after)) {
                agree(
                        "catalog/V" + version.number() + ".txt",
                        "# What " + version.file()
                                + " makes, changes and (-) takes away: 'verify' compares with this. Generated " + HOW
                                + "\n" + before.changesTo(after));
            }
            if (!WRITE) { // what was just written is not on the class path yet
                assertThat(Tributary.mcp(database.dataSource()).verify().differences())
                        .as("at version " + version.number())
                        .isEmpty();
            }
            before = after;
        }
        agree(
                "schema.sql",
                "-- The schema after the last version that nobody has to ask for, for reading and for its diffs; nothing runs it."
                        + " Generated " + HOW + "\n" + schema);
    }

    private static void migrateTo(Database database, String version, boolean onRequest) {
        PostgresHooks hooks = new PostgresHooks();
        PostgresSettings asked = onRequest ? PostgresSettings.defaults().switching() : PostgresSettings.defaults();
        Configuration settings = new PostgresMigration(database.dataSource(), asked)
                .flyway(hooks)
                .getConfiguration();
        Flyway.configure().configuration(settings).target(version).load().migrate();
    }

    private static PostgresCatalog withoutBodies(PostgresCatalog catalog) {
        SortedMap<PostgresObject, String> objects = new TreeMap<>(catalog.objects());
        objects.keySet().removeIf(object -> object.kind() == Kind.BODY);
        return new PostgresCatalog(objects);
    }

    private static boolean isATools(String name) {
        return name.startsWith("flyway_schema_history") || name.startsWith("schema_migrations");
    }

    /** pg_dump's text without its own remarks, which change with its version. */
    private static String dump(Database database) throws IOException, InterruptedException {
        ExecResult dump = Postgres.server()
                .execInContainer(
                        "pg_dump",
                        "--username=" + database.user(),
                        "--schema-only",
                        "--schema=mcp",
                        "--no-owner",
                        "--exclude-table=mcp.flyway_schema_history",
                        "--exclude-table=mcp.schema_migrations",
                        "--exclude-table=mcp.*_[0-9][0-9][0-9][0-9]_[0-9][0-9]",
                        database.name());
        assertThat(dump.getExitCode()).as(dump.getStderr()).isZero();
        return dump.getStdout()
                        .lines()
                        .filter(line -> !line.startsWith("--") && !line.startsWith("\\") && !line.startsWith("SET "))
                        .filter(line -> !line.startsWith("SELECT pg_catalog.set_config"))
                        .collect(Collectors.joining("\n"))
                        .replaceAll("\n{3,}", "\n\n")
                        .strip()
                + "\n";
    }

    private static void agree(String name, String made) throws IOException {
        Path file = Path.of("db/mcp", name);
        if (WRITE) {
            Files.writeString(file, made);
        }
        assertThat(Files.readString(file))
                .as("regenerate " + file + " " + HOW + ", and read its diff")
                .isEqualTo(made);
    }
}
