package dev.tributary.postgres;

import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the server and the role must bring, looked at before anything changes. Reads only. */
final class Preconditions {
    private static final int SERVER = 17;
    private static final List<String> EXTENSIONS = List.of("uuid-ossp", "pgcrypto", "pg_trgm", "vector");

    private final Connection connection;
    private final int wanted;
    private final List<Fault> problems = new ArrayList<>();

    private Preconditions(Connection connection, int wanted) {
        this.connection = connection;
        this.wanted = wanted;
    }

    /** Everything that would stop a migration, each with the statement that an administrator must run. */
    static List<Fault> problems(Connection connection) throws SQLException {
        return problems(connection, SERVER);
    }

    /** The same for another version of the server. */
    static List<Fault> problems(Connection connection, int server) throws SQLException {
        Preconditions look = new Preconditions(connection, server);
        look.server();
        if (look.problems.isEmpty()) {
            look.extensions();
            look.privileges();
            look.owners();
            look.hiddenRows();
        }
        return look.problems;
    }

    private void server() throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version != wanted) {
            problems.add(new Fault(
                    "the server is PostgreSQL " + connection.getMetaData().getDatabaseProductVersion(),
                    "these migrations are made for and tested with version " + wanted + " only",
                    "use a server of version " + wanted));
        }
    }

    private void extensions() throws SQLException {
        for (String extension : EXTENSIONS) {
            boolean[] state = row("""
                    SELECT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = %1$s),
                           EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = %1$s),
                           (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user)
                           OR EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions WHERE name = %1$s AND trusted)
                              AND has_database_privilege(current_database(), 'CREATE')
                    """.formatted("'" + extension + "'"), 3);
            String create = "CREATE EXTENSION \"" + extension + "\" WITH SCHEMA public;";
            if (!state[0] && !state[1]) {
                problems.add(new Fault(
                        "the extension " + extension + " is not installed on the server",
                        "the schema needs it" + ("vector".equals(extension) ? "; the package is called pgvector" : ""),
                        "install it on the server, then in this database, as a superuser: " + create));
            } else if (!state[0] && !state[2]) {
                problems.add(new Fault(
                        "the extension " + extension + " is missing, and this role may not create it",
                        "creating it needs " + ("vector".equals(extension) ? "a superuser" : "CREATE on the database"),
                        "an administrator runs, in this database: " + create));
            }
        }
    }

    private void privileges() throws SQLException {
        boolean[] state = row("""
                SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'mcp'),
                       has_database_privilege(current_database(), 'CREATE'),
                       coalesce((SELECT has_schema_privilege(oid, 'CREATE') AND has_schema_privilege(oid, 'USAGE')
                                   FROM pg_catalog.pg_namespace WHERE nspname = 'mcp'), false)
                """, 3);
        String role = text("SELECT quote_ident(current_user)");
        if (!state[0] && !state[1]) {
            problems.add(new Fault(
                    "the schema mcp is missing, and this role may not create it",
                    "creating it needs CREATE on the database",
                    "an administrator runs: CREATE SCHEMA mcp AUTHORIZATION " + role + ";"));
        } else if (state[0] && !state[2]) {
            problems.add(new Fault(
                    "this role may not create anything in the schema mcp",
                    "it lacks CREATE on it",
                    "its owner or an administrator runs: GRANT USAGE, CREATE ON SCHEMA mcp TO " + role + ";"));
        }
    }

    /** To change a table one must own it: a member of the owner's role does. */
    private void owners() throws SQLException {
        String foreign = """
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'mcp' AND c.relkind IN ('r', 'p', 'v', 'm')
                  AND NOT pg_has_role(c.relowner, 'USAGE')""";
        String count = text("SELECT count(*) " + foreign);
        if (!"0".equals(count)) {
            String owner = text("SELECT quote_ident(pg_get_userbyid(c.relowner)) " + foreign + " LIMIT 1");
            problems.add(new Fault(
                    "this role does not own " + count + " tables of the schema mcp, such as "
                            + text("SELECT c.relname " + foreign + " ORDER BY c.relname LIMIT 1"),
                    "only an owner may change a table, and a member of the owner's role counts as one",
                    "migrate as " + owner + ", or an administrator runs: GRANT " + owner + " TO "
                            + text("SELECT quote_ident(current_user)") + ";"));
        }
    }

    /** What this role does not see, it would not map; the server says so with an error, and we say it before we begin. */
    private void hiddenRows() throws SQLException {
        String hidden = text("""
                SELECT string_agg(c.relname, ', ' ORDER BY c.relname)
                  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_catalog.pg_roles r ON r.rolname = current_user
                 WHERE n.nspname = 'mcp' AND c.relkind IN ('r', 'p') AND c.relrowsecurity AND c.relforcerowsecurity
                   AND NOT r.rolsuper AND NOT r.rolbypassrls""");
        if (hidden != null) {
            problems.add(new Fault(
                    "row-level security hides rows of these tables from this role: " + hidden,
                    "it is forced on their owner too (FORCE ROW LEVEL SECURITY), and a change of the visible rows only would"
                            + " look like a finished one",
                    "an administrator runs: ALTER ROLE " + text("SELECT quote_ident(current_user)") + " BYPASSRLS;"));
        }
    }

    private boolean[] row(String sql, int columns) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            boolean[] values = new boolean[columns];
            for (int i = 0; i < columns; i++) {
                values[i] = row.getBoolean(i + 1);
            }
            return values;
        }
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
