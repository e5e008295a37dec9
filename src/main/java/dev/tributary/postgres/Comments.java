package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.postgres.LiveStep.Weight;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the tables, columns, functions, views and indexes of mcp are for: {@code db/mcp/comments.txt}. */
public final class Comments {
    private static final PostgresCatalog FILE = PostgresCatalog.parse(InitialSchema.text("/db/mcp/comments.txt"));

    /** The objects of the schema that can have a comment, by the names under which catalogs list them. */
    static final String OBJECTS = """
            SELECT CASE WHEN c.relkind IN ('r', 'p') THEN 'table' WHEN c.relkind IN ('v', 'm') THEN 'view' ELSE 'index' END AS kind,
                   coalesce((SELECT t.relname FROM pg_index AS i JOIN pg_class AS t ON t.oid = i.indrelid
                              WHERE i.indexrelid = c.oid), '')::text AS of_table,
                   c.relname::text AS name, 'pg_class'::regclass AS class, c.oid AS object, 0 AS part
            FROM pg_class AS c
            WHERE c.relnamespace = to_regnamespace('mcp') AND c.relkind IN ('r', 'p', 'v', 'm', 'i', 'I') AND NOT c.relispartition
            UNION ALL
            SELECT 'column', c.relname, a.attname, 'pg_class'::regclass, c.oid, a.attnum
            FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = to_regnamespace('mcp') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
            UNION ALL
            SELECT 'function', '', p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
                   'pg_proc'::regclass, p.oid, 0
            FROM pg_proc AS p WHERE p.pronamespace = to_regnamespace('mcp')""";

    private Comments() {}

    /** What the file says. */
    static PostgresCatalog file() {
        return FILE;
    }

    /**
     * Gives everything that has no comment the one of the file, in one transaction that no reader or writer waits for. A
     * comment that is there stays: a person wrote it.
     */
    public static List<LiveStep> add() {
        String missing = "SELECT o.class, o.object, o.part, w.comment FROM (VALUES\n  "
                + FILE.objects().entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining(",\n  "))
                + "\n) AS w (kind, of_table, name, comment) JOIN (" + OBJECTS + ") AS o USING (kind, of_table, name)"
                + " WHERE NOT EXISTS (SELECT FROM pg_description AS d WHERE d.classoid = o.class AND d.objoid = o.object"
                + " AND d.objsubid = o.part)";
        return List.of(new LiveStep.Once(
                "comment on what has no comment",
                Weight.BLOCKS_NOBODY,
                List.of(),
                "NOT EXISTS (" + missing + ")",
                List.of("""
                        DO $comments$
                        DECLARE
                          each RECORD;
                        BEGIN
                          FOR each IN
                            SELECT CASE WHEN i.type LIKE '%% column' THEN 'COLUMN' ELSE upper(i.type) END AS kind, i.identity, m.comment
                            FROM (%s) AS m, pg_identify_object(m.class, m.object, m.part) AS i
                            ORDER BY m.class, m.object, m.part
                          LOOP
                            EXECUTE format('COMMENT ON %%s %%s IS %%L', each.kind, each.identity, each.comment);
                          END LOOP;
                        END
                        $comments$""".formatted(missing))));
    }

    private static String row(PostgresObject object, String comment) {
        return "(" + Identifier.literal(object.kind().name().toLowerCase(Locale.ROOT)) + ", "
                + Identifier.literal(object.table()) + ", " + Identifier.literal(object.name()) + ", "
                + Identifier.literal(comment) + ")";
    }
}
