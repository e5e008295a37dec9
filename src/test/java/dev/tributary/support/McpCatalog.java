package dev.tributary.support;

import java.util.ArrayList;
import java.util.List;

/** Everything in the schema mcp as lines of text, for comparing two databases. */
public final class McpCatalog {
    private static final List<String> QUERIES = List.of("""
            SELECT 'column ' || c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                   || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
            FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relnamespace = 'mcp'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 1""", """
            SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
                   || CASE WHEN convalidated THEN '' ELSE ' (not validated)' END
            FROM pg_constraint WHERE connamespace = 'mcp'::regnamespace ORDER BY 1""", """
            SELECT 'index ' || indexrelid::regclass || ' ' || pg_get_indexdef(indexrelid)
                   || CASE WHEN indisvalid THEN '' ELSE ' (invalid)' END
            FROM pg_index JOIN pg_class AS c ON c.oid = indrelid WHERE c.relnamespace = 'mcp'::regnamespace ORDER BY 1""", """
            SELECT 'trigger ' || pg_get_triggerdef(t.oid) FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
            WHERE c.relnamespace = 'mcp'::regnamespace AND NOT t.tgisinternal ORDER BY 1""", """
            SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc
            WHERE pronamespace = 'mcp'::regnamespace AND prokind = 'f' ORDER BY 1""", """
            SELECT 'type ' || t.typname || ' ' || string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
            FROM pg_type AS t JOIN pg_enum AS e ON e.enumtypid = t.oid
            WHERE t.typnamespace = 'mcp'::regnamespace GROUP BY t.typname ORDER BY 1""");

    private McpCatalog() {}

    /** Columns, constraints, indexes, triggers, functions and enums, each in a line. */
    public static List<String> of(Postgres.Database database) {
        List<String> lines = new ArrayList<>();
        QUERIES.forEach(query -> lines.addAll(database.query(query)));
        return lines;
    }
}
