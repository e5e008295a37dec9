package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What in a live schema is broken, at stake, or open to anybody. Reads only. */
final class SchemaRisks {
    private static final long COUNTED_UP_TO_BYTES = 256L << 20;

    private final Connection connection;

    SchemaRisks(Connection connection) {
        this.connection = connection;
    }

    /** Indexes whose build was broken off, each with its table. */
    List<String> invalidIndexes() throws SQLException {
        return Query.texts(connection, """
                SELECT c.relname || ' on ' || t.relname
                  FROM pg_catalog.pg_index i
                  JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                  JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'mcp' AND NOT i.indisvalid
                 ORDER BY 1""");
    }

    /** Constraints that were never proven for the rows that were there. */
    List<String> unvalidated() throws SQLException {
        return Query.texts(connection, """
                SELECT c.conname || ' on ' || t.relname
                  FROM pg_catalog.pg_constraint c
                  JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
                 WHERE n.nspname = 'mcp' AND NOT c.convalidated
                 ORDER BY 1""");
    }

    /** Rows of every table: counted where that is quick and this role sees them all, else estimated by the server. */
    List<Diagnosis.TableRows> rows() throws SQLException {
        record Found(String table, boolean countable, long estimate) {}
        List<Found> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT t.relname,
                               has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(t.oid, 'SELECT') AND NOT row_security_active(t.oid)
                               AND coalesce((SELECT sum(pg_relation_size(relid)) FROM pg_partition_tree(t.oid)),
                                            pg_relation_size(t.oid)) <= %d,
                               coalesce((SELECT sum(greatest(p.reltuples, 0)) FROM pg_partition_tree(t.oid)
                                           JOIN pg_catalog.pg_class p ON p.oid = relid WHERE isleaf),
                                        greatest(t.reltuples, 0))
                          FROM pg_catalog.pg_class t
                          JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
                         WHERE n.nspname = 'mcp' AND t.relkind IN ('r', 'p') AND NOT t.relispartition
                           AND t.relname NOT IN ('flyway_schema_history', 'schema_migrations', 'schema_adoption')
                         ORDER BY 1""".formatted(COUNTED_UP_TO_BYTES))) {
            while (row.next()) {
                tables.add(new Found(row.getString(1), row.getBoolean(2), row.getLong(3)));
            }
        }
        List<Diagnosis.TableRows> rows = new ArrayList<>();
        for (Found found : tables) {
            long count = found.countable()
                    ? Query.number(connection, "SELECT count(*) FROM " + Identifier.quote("mcp", found.table()))
                    : found.estimate();
            rows.add(new Diagnosis.TableRows(found.table(), count, found.countable()));
        }
        return rows;
    }

    /** What PUBLIC may write, and functions that a caller's search path can hijack. */
    List<Diagnosis.RiskyGrant> grants() throws SQLException {
        List<Diagnosis.RiskyGrant> risks = new ArrayList<>();
        List<String> writable = Query.texts(connection, """
                SELECT c.relname
                  FROM pg_catalog.pg_class c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'mcp' AND c.relkind IN ('r', 'p')
                   AND EXISTS (SELECT FROM aclexplode(c.relacl)
                                WHERE grantee = 0 AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'))
                 ORDER BY 1""");
        if (!writable.isEmpty()) {
            risks.add(new Diagnosis.RiskyGrant(
                    "anybody who can connect may write " + writable.size() + " tables, such as " + writable.get(0)
                            + "; take it back once the service's own role has its grants",
                    "REVOKE SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA mcp FROM PUBLIC;"
                            + " REVOKE USAGE ON SCHEMA mcp FROM PUBLIC;"));
        }
        for (String function : Query.texts(connection, """
                SELECT p.oid::regprocedure::text
                  FROM pg_catalog.pg_proc p
                  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                 WHERE n.nspname = 'mcp' AND p.prosecdef
                   AND NOT EXISTS (SELECT FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search_path=%')
                 ORDER BY 1""")) {
            risks.add(new Diagnosis.RiskyGrant(
                    "the function " + function + " runs with its owner's rights and the caller's search path",
                    "ALTER FUNCTION " + function + " SET search_path = pg_catalog, mcp, pg_temp;"));
        }
        return risks;
    }
}
