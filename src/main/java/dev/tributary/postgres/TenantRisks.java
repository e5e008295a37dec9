package dev.tributary.postgres;

import dev.tributary.catalog.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What in a live schema mixes up tenants, goes unnoticed, or has no label yet. Reads only. */
final class TenantRisks {
    /** Above this a look at all rows takes too long for a start of the service. */
    private static final long READ_UP_TO_BYTES = 256L << 20;

    private final Connection connection;

    TenantRisks(Connection connection) {
        this.connection = connection;
    }

    /** Tables with a tenant_id whose rows every tenant can see: deployed without row-level security, and left so. */
    List<String> withoutRowSecurity() throws SQLException {
        return Query.texts(connection, """
                SELECT c.relname FROM pg_catalog.pg_class AS c
                  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
                 WHERE c.relnamespace = to_regnamespace('mcp') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
                   AND NOT c.relrowsecurity
                 ORDER BY 1""");
    }

    /** Triggers that are disabled on a month only; of a whole table the catalog tells. */
    List<Diagnosis.DisabledTrigger> disabledOnPartitions() throws SQLException {
        List<Diagnosis.DisabledTrigger> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT c.relname, g.tgname
                          FROM pg_catalog.pg_trigger AS g
                          JOIN pg_catalog.pg_class AS c ON c.oid = g.tgrelid
                          JOIN pg_catalog.pg_trigger AS p ON p.oid = g.tgparentid
                         WHERE c.relnamespace = to_regnamespace('mcp') AND c.relispartition AND NOT g.tgisinternal
                           AND g.tgenabled = 'D' AND p.tgenabled <> 'D'
                         ORDER BY 1, 2""")) {
            while (row.next()) {
                found.add(new Diagnosis.DisabledTrigger(row.getString(1), row.getString(2)));
            }
        }
        return found;
    }

    /** Texts without a label, from version 014 on; those of most rows first. Of large tables only how to ask. */
    List<String> unmapped() throws SQLException {
        String view = "mcp." + TypedColumns.UNMAPPED;
        List<String> readable =
                Query.texts(connection, """
                SELECT (sum(pg_relation_size(g.tgrelid)) <= %1$d)::text FROM pg_catalog.pg_trigger AS g
                 WHERE g.tgname = '%2$s' AND g.tgrelid IN (SELECT oid FROM pg_catalog.pg_class WHERE relnamespace = to_regnamespace('mcp'))
                HAVING count(*) > 0
                   AND EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = to_regnamespace('mcp') AND relname = '%3$s'
                                  AND has_schema_privilege(relnamespace, 'USAGE') AND has_table_privilege(oid, 'SELECT'))
                   AND bool_and(has_table_privilege(g.tgrelid, 'SELECT') AND NOT row_security_active(g.tgrelid))""".formatted(READ_UP_TO_BYTES, TypedColumns.TRIGGER, TypedColumns.UNMAPPED));
        if (readable.isEmpty()) {
            return List.of();
        }
        if (readable.equals(List.of("false"))) {
            return List.of("the tables are large; to see what has no label: SELECT * FROM " + view + ";");
        }
        return Query.texts(
                connection,
                "SELECT format('%s row(s) of %s.%s are %L: %s', row_count, table_name, column_name, text_value,"
                        + " add_mapping) FROM " + view
                        + " ORDER BY row_count DESC, table_name, column_name, text_value LIMIT "
                        + TypedColumns.SHOWN);
    }
}
