package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets one database of a server take the place of another: its name, owner, privileges and settings. Works on a connection to
 * a third one.
 */
public final class DatabaseSwap {
    private static final String PROPERTIES = """
            SELECT format('OWNER %I ENCODING %L LOCALE_PROVIDER %s LC_COLLATE %L LC_CTYPE %L%s', pg_get_userbyid(datdba),
                          pg_encoding_to_char(encoding),
                          CASE datlocprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END, datcollate, datctype,
                          CASE datlocprovider WHEN 'i' THEN format(' ICU_LOCALE %L', datlocale)
                                              WHEN 'b' THEN format(' BUILTIN_LOCALE %L', datlocale) ELSE '' END)
            FROM pg_catalog.pg_database WHERE datname = ?""";

    /** A list of names is stored as such a list, and each of its names is a value of its own. */
    private static final String SETTINGS = """
            SELECT CASE WHEN s.setrole = 0 THEN 'ALTER DATABASE ' ELSE format('ALTER ROLE %I IN DATABASE ', pg_get_userbyid(s.setrole)) END
                   || '{database} SET ' || (SELECT string_agg(quote_ident(part), '.' ORDER BY n)
                                            FROM unnest(string_to_array(v.name, '.')) WITH ORDINALITY AS p (part, n))
                   || ' TO ' || CASE WHEN v.name IN ('search_path', 'temp_tablespaces', 'local_preload_libraries', 'session_preload_libraries')
                                     THEN (SELECT string_agg(quote_literal(btrim(btrim(part), '"')), ', ' ORDER BY n)
                                           FROM unnest(string_to_array(v.value, ',')) WITH ORDINALITY AS p (part, n))
                                     ELSE quote_literal(v.value) END
            FROM pg_catalog.pg_db_role_setting AS s JOIN pg_catalog.pg_database AS d ON d.oid = s.setdatabase,
                 unnest(s.setconfig) AS c,
                 LATERAL (SELECT split_part(c, '=', 1) AS name, substr(c, strpos(c, '=') + 1) AS value) AS v
            WHERE d.datname = ?""";

    private static final String SESSIONS = """
            SELECT 'process ' || a.pid || ' (role ' || coalesce(a.usename, '') || ', '
                   || coalesce(nullif(a.application_name, ''), 'no application name') || ')'
            FROM pg_catalog.pg_stat_activity AS a
            WHERE a.datname = ? AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend' ORDER BY a.pid""";

    private final Connection third;

    /** A connection to a database that is neither of the two, outside a transaction. */
    public DatabaseSwap(Connection third) {
        this.third = third;
    }

    /** What a new database is made with to be like that one; nothing when there is no such database. */
    public List<String> properties(String database) throws SQLException {
        return texts(PROPERTIES, database);
    }

    /** Who is connected to it. */
    public List<String> sessions(String database) throws SQLException {
        return texts(SESSIONS, database);
    }

    /** Databases whose name begins so, and to which nobody is connected. */
    public List<String> named(String beginning) throws SQLException {
        return texts(
                "SELECT datname FROM pg_catalog.pg_database AS d WHERE starts_with(datname, ?) AND NOT EXISTS"
                        + " (SELECT FROM pg_catalog.pg_stat_activity AS a WHERE a.datid = d.oid) ORDER BY 1",
                beginning);
    }

    /** Gives a database the owner, privileges and settings of another one. */
    public void copyPrivileges(String from, String to) throws SQLException {
        List<String> statements = new ArrayList<>(Roles.database(third, from, to));
        statements.addAll(texts(SETTINGS, from));
        try (Statement statement = third.createStatement()) {
            for (String each : statements) {
                statement.execute(each.replace("{database}", Identifier.quote(to)));
            }
        }
    }

    /**
     * Gives the new one the old one's name, and the old one another, in one transaction.
     *
     * @param aside the old one's new name; the old one need not exist when this is empty
     */
    public void swap(String newOne, String database, String aside) throws SQLException {
        try (Statement statement = third.createStatement()) {
            statement.execute("BEGIN");
            try {
                statement.execute("SET LOCAL lock_timeout = '5s'");
                if (!aside.isEmpty()) {
                    rename(statement, database, aside);
                }
                rename(statement, newOne, database);
                statement.execute("COMMIT");
            } catch (SQLException e) {
                statement.execute("ROLLBACK");
                throw e;
            }
        }
    }

    private static void rename(Statement statement, String from, String to) throws SQLException {
        statement.execute("ALTER DATABASE " + Identifier.quote(from) + " RENAME TO " + Identifier.quote(to));
    }

    private List<String> texts(String sql, String... parameters) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement query = third.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
        }
        return texts;
    }
}
