package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import dev.tributary.support.PostgresRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What server and role lack is said before anything changes, with the statement that an administrator must run. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PreconditionsTest {
    private static final String CONTROL = "/usr/share/postgresql/17/extension/vector.control";

    private static Database asRole(Database database, String... privileges) {
        String role = "role_of_" + database.name();
        database.execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + database.password() + "'");
        for (String privilege : privileges) {
            database.execute(privilege.formatted(role));
        }
        return database.as(role);
    }

    /** Refused by diagnose and by migrate alike, and nothing is there that was not there before. */
    private static Fault refused(Database database, Database as) {
        String before = everything(database);
        List<Fault> problems = Tributary.mcp(as.dataSource()).diagnose().problems();
        assertThat(problems).isNotEmpty();
        assertThatThrownBy(() -> Tributary.mcp(as.dataSource()).migrate())
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.what()).isEqualTo(problems.get(0).what());
                    assertThat(fault.effect()).isEqualTo("nothing changed");
                });
        assertThat(everything(database)).isEqualTo(before);
        return problems.get(0);
    }

    private static String everything(Database database) {
        return database.catalog().asText()
                + database.query("SELECT nspname FROM pg_namespace ORDER BY 1")
                + database.query("SELECT extname FROM pg_extension ORDER BY 1");
    }

    @Test
    void another_version_of_the_server_is_refused_before_anything_else_is_looked_at() throws SQLException {
        try (Connection connection = Postgres.fresh().connect()) {
            assertThat(Preconditions.problems(connection, 17)).isEmpty();
            for (int wanted : List.of(16, 18)) {
                assertThat(Preconditions.problems(connection, wanted))
                        .singleElement()
                        .satisfies(problem -> {
                            assertThat(problem.what()).startsWith("the server is PostgreSQL 17");
                            assertThat(problem.next()).isEqualTo("use a server of version " + wanted);
                        });
            }
        }
    }

    @Test
    void an_extension_that_only_a_superuser_may_create_is_asked_of_an_administrator() {
        Database database = Postgres.fresh();
        Database role = asRole(database, "GRANT CREATE ON DATABASE " + database.name() + " TO %s");

        Fault fault = refused(database, role);

        assertThat(fault.what()).isEqualTo("the extension vector is missing, and this role may not create it");
        assertThat(fault.next())
                .isEqualTo("an administrator runs, in this database: CREATE EXTENSION \"vector\" WITH SCHEMA public;");
        database.execute(fault.next().substring(fault.next().indexOf("CREATE")));
        assertThat(Tributary.mcp(role.dataSource()).migrate().applied()).startsWith("001");
        assertThat(Tributary.mcp(role.dataSource()).verify().ok()).isTrue();
    }

    @Test
    void an_extension_that_the_server_does_not_have_is_named_with_its_package()
            throws IOException, InterruptedException {
        Database database = Postgres.fresh();
        inContainer("mv", CONTROL, CONTROL + ".away");
        try {
            Fault fault = refused(database, database);
            assertThat(fault.what()).isEqualTo("the extension vector is not installed on the server");
            assertThat(fault.why()).contains("the package is called pgvector");
            assertThat(fault.next()).contains("CREATE EXTENSION \"vector\" WITH SCHEMA public;");
        } finally {
            inContainer("mv", CONTROL + ".away", CONTROL);
        }
        assertThat(Tributary.mcp(database.dataSource()).migrate().applied()).startsWith("001");
    }

    @Test
    void a_role_that_may_not_create_the_schema_is_told_what_an_administrator_runs() {
        Database database = Postgres.fresh();
        database.execute(
                "CREATE EXTENSION vector WITH SCHEMA public",
                "CREATE EXTENSION \"uuid-ossp\" WITH SCHEMA public",
                "CREATE EXTENSION pg_trgm WITH SCHEMA public",
                "CREATE EXTENSION pgcrypto WITH SCHEMA public");
        Database role = asRole(database);

        Fault fault = refused(database, role);

        assertThat(fault.what()).isEqualTo("the schema mcp is missing, and this role may not create it");
        database.execute(fault.next().substring(fault.next().indexOf("CREATE")));
        Tributary.mcp(role.dataSource()).migrate();
        assertThat(Tributary.mcp(role.dataSource()).verify().ok()).isTrue();
    }

    @Test
    void forced_row_level_security_stops_a_role_that_it_binds_and_not_one_that_sees_all_rows() {
        Database database = Postgres.fresh();
        database.execute(
                "CREATE EXTENSION vector WITH SCHEMA public",
                "CREATE EXTENSION \"uuid-ossp\" WITH SCHEMA public",
                "CREATE EXTENSION pg_trgm WITH SCHEMA public",
                "CREATE EXTENSION pgcrypto WITH SCHEMA public");
        Database role = asRole(database, "CREATE SCHEMA mcp AUTHORIZATION %s");
        role.execute(InitialSchema.statements().stream()
                .skip(4)
                .map(SchemaStatement::sql)
                .toArray(String[]::new));
        PostgresRows.fill(database, 200);
        role.execute("ALTER TABLE mcp.api_keys FORCE ROW LEVEL SECURITY");

        Fault fault = refused(database, role);

        assertThat(fault.what()).contains("row-level security hides rows", "api_keys");
        database.execute(fault.next().substring(fault.next().indexOf("ALTER")));
        Tributary.mcp(role.dataSource()).migrate();
        assertThat(Tributary.mcp(role.dataSource()).verify().ok()).isTrue();
        assertThat(
                        database.query(
                                "SELECT count(*), count(*) FILTER (WHERE jsonb_exists(metadata, 'legacy_type')) FROM mcp.api_keys"))
                .containsExactly("200 | 200");
    }

    private static void inContainer(String... command) throws IOException, InterruptedException {
        assertThat(Postgres.server().execInContainer(command).getExitCode()).isZero();
    }
}
