package dev.tributary.postgres;

import dev.tributary.catalog.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Who else uses a server, as far as this role may see it. A value; making it changed nothing.
 *
 * @param free connections that this role could still open
 * @param inSchema sessions, other than the one that looks, that hold a lock on an object of the schema now
 * @param longTransactions transactions that have been open for more than a minute: a step that locks waits for them
 */
public record Sessions(long free, List<String> inSchema, List<String> longTransactions) {
    public Sessions {
        inSchema = List.copyOf(inSchema);
        longTransactions = List.copyOf(longTransactions);
    }

    private static final String WHO = """
            'process ' || a.pid || ' (role ' || coalesce(a.usename, '') || ', '
              || coalesce(nullif(a.application_name, ''), 'no application name') || ')'""";

    /** Looks at the activity of the whole server; reads only. */
    public static Sessions read(Connection connection) throws SQLException {
        return new Sessions(
                Query.number(connection, """
                        SELECT current_setting('max_connections')::bigint
                               - current_setting('superuser_reserved_connections')::bigint
                               - (SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend')"""),
                Query.texts(connection, """
                        SELECT DISTINCT %s FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
                          JOIN pg_catalog.pg_class c ON c.oid = l.relation
                          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                         WHERE n.nspname = 'mcp' AND a.pid <> pg_backend_pid()
                           AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                         ORDER BY 1""".formatted(WHO)),
                Query.texts(connection, """
                        SELECT %s || ', open since ' || to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')
                               || ' UTC' FROM pg_catalog.pg_stat_activity a
                         WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
                           AND a.xact_start < clock_timestamp() - interval '1 minute'
                         ORDER BY a.xact_start""".formatted(WHO)));
    }
}
