package dev.tributary.support;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything in the schema mcp as lines of text, for comparing two databases. Which months there are depends on the rows and
 * on the day, and the server numbers what it derives for each of them. So the months of a table are compared with one
 * another: what all of them have is one line, and what some of them lack is a line for each that has it. What a partition
 * has from its table goes by the name that it has there.
 */
public final class McpCatalog {
    /** The tables, each with the table whose month it is and a name that is the same for all of its months. */
    private static final String NAMED = """
            WITH named AS (
              SELECT c.*, month.of, coalesce('each month of ' || month.of, c.relname) AS named
                FROM pg_class AS c
                LEFT JOIN LATERAL (SELECT parent.relname AS of FROM pg_inherits AS i JOIN pg_class AS parent ON parent.oid = i.inhparent
                                    WHERE i.inhrelid = c.oid AND c.relispartition AND c.relname ~ '_\\d{4}_\\d\\d$') AS month ON true
               WHERE c.relnamespace = 'mcp'::regnamespace AND c.relkind IN ('r', 'p', 'm')
            )
            """;

    /** Each returns the table and the month that a line is of, NULL where it is of none, and the line. */
    private static final List<String> QUERIES =
            List.of(NAMED + """
            SELECT c.of, c.relname, 'column ' || c.named || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
                   || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
            FROM named AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relkind IN ('r', 'p')""", NAMED + """
            SELECT coalesce(c.of, f.of), CASE WHEN c.of IS NULL THEN f.relname ELSE c.relname END,
                   'constraint mcp.' || c.named || ' ' || coalesce(above.conname, o.conname) || ' '
                   || replace(pg_get_constraintdef(o.oid), ' REFERENCES mcp.' || f.relname || '(', ' REFERENCES mcp.' || f.named || '(')
                   || CASE WHEN o.convalidated THEN '' ELSE ' (not validated)' END
            FROM pg_constraint AS o JOIN named AS c ON c.oid = o.conrelid
            JOIN (SELECT oid, relname, named, of FROM named UNION ALL SELECT 0, '', '', NULL) AS f ON f.oid = o.confrelid
            LEFT JOIN pg_constraint AS above ON above.oid = o.conparentid""", NAMED + """
            SELECT c.of, c.relname,
                   CASE WHEN c.relispartition
                        THEN 'index mcp.' || c.named || ' ' || coalesce(above.relname, x.relname || ', its own,')
                             || CASE WHEN i.indisunique THEN ' UNIQUE' ELSE '' END || substring(pg_get_indexdef(x.oid) FROM ' USING .*')
                        ELSE 'index mcp.' || x.relname || ' ' || pg_get_indexdef(x.oid) END
                   || CASE WHEN i.indisvalid THEN '' ELSE ' (invalid)' END
            FROM pg_index AS i JOIN named AS c ON c.oid = i.indrelid JOIN pg_class AS x ON x.oid = i.indexrelid
            LEFT JOIN pg_inherits AS h ON h.inhrelid = x.oid LEFT JOIN pg_class AS above ON above.oid = h.inhparent""", NAMED + """
            SELECT c.of, c.relname,
                   'trigger ' || replace(pg_get_triggerdef(t.oid), ' ON mcp.' || c.relname || ' ', ' ON mcp.' || c.named || ' ')
                   || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' (' || t.tgenabled::text || ')' END
            FROM pg_trigger AS t JOIN named AS c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal""", NAMED + """
            SELECT of, relname, 'month of ' || of FROM named WHERE of IS NOT NULL""", """
            SELECT NULL, NULL, 'function ' || pg_get_functiondef(oid) FROM pg_proc
            WHERE pronamespace = 'mcp'::regnamespace AND prokind = 'f'""", """
            SELECT NULL, NULL, 'type ' || t.typname || ' ' || string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
            FROM pg_type AS t JOIN pg_enum AS e ON e.enumtypid = t.oid
            WHERE t.typnamespace = 'mcp'::regnamespace GROUP BY t.typname""");

    private McpCatalog() {}

    /** Columns, constraints, indexes, triggers, functions and enums, each in a line. */
    public static List<String> of(Postgres.Database database) {
        List<String> lines = new ArrayList<>();
        Map<String, Set<String>> months = new HashMap<>();
        Map<String, Map<String, Set<String>>> having = new HashMap<>();
        for (String query : QUERIES) {
            for (String row : database.query(query)) {
                String[] parts = row.split(" \\| ", 3);
                String table = parts[0];
                if (table.equals("null")) {
                    lines.add(parts[2]);
                } else {
                    months.computeIfAbsent(table, any -> new TreeSet<>()).add(parts[1]);
                    having.computeIfAbsent(table, any -> new HashMap<>())
                            .computeIfAbsent(parts[2], any -> new TreeSet<>())
                            .add(parts[1]);
                }
            }
        }
        having.forEach((table, each) -> each.forEach((line, those) -> {
            if (those.equals(months.get(table))) {
                lines.add(line);
            } else {
                those.forEach(month -> lines.add(line + " (not each: " + month + ")"));
            }
        }));
        Collections.sort(lines);
        return lines;
    }
}
