package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Container.ExecResult;

/** What the files in db/mcp say the schema is after its versions, and what it is. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpCatalogFilesTest {
    private static final String HOW = "by: mvn test -Dtest=McpCatalogFilesTest -Dschema.write=true";

    @Test
    void the_catalog_of_the_initial_schema_is_what_its_statements_make() throws IOException {
        Database database = Postgres.fresh().withInitialSchema();
        agree(
                "catalog/V001.txt",
                "# What the initial schema is, in the server's own words: V001 compares every object that exists with this.\n"
                        + "# Generated from initial-schema.sql " + HOW + "\n"
                        + database.catalog().asText());
        assertThat(PostgresCatalog.parse(database.catalog().asText())).isEqualTo(database.catalog());
    }

    @Test
    void the_catalog_and_the_schema_file_of_the_last_version_are_what_the_migrations_make()
            throws IOException, InterruptedException {
        Database database = Postgres.fresh();
        Tributary.mcp(database.dataSource()).migrate();
        String last = Target.MCP.ledger().last().number();
        SortedMap<PostgresObject, String> ours =
                new TreeMap<>(database.catalog().objects());
        ours.keySet().removeIf(object -> isATools(object.name()) || isATools(object.table()));
        agree(
                "catalog/V" + last + ".txt",
                "# What the schema is after version " + last + ": 'verify' compares with this. Generated " + HOW + "\n"
                        + new PostgresCatalog(ours).asText());
        agree(
                "schema.sql",
                "-- The schema after the last version, for reading and for its diffs; nothing runs it. Generated " + HOW
                        + "\n" + dump(database));
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
        if (Boolean.getBoolean("schema.write")) {
            Files.writeString(file, made);
        }
        assertThat(Files.readString(file))
                .as("regenerate " + file + " " + HOW + ", and read its diff")
                .isEqualTo(made);
    }
}
