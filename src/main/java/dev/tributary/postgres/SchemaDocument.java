package dev.tributary.postgres;

import dev.tributary.catalog.Column;
import dev.tributary.catalog.ForeignKey;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.Table;
import dev.tributary.document.DatabaseDocument;
import dev.tributary.document.DatabaseDocument.DocumentedFunction;
import dev.tributary.document.DatabaseDocument.DocumentedTable;
import dev.tributary.document.DatabaseDocument.DocumentedView;
import dev.tributary.document.DatabaseDocument.Text;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The schema mcp with its comments, as a document. Partitions are their table's, and a tool's own tables are left out. */
public final class SchemaDocument {
    private static final String TABLES = """
            FROM pg_class AS c
            WHERE c.relnamespace = to_regnamespace('mcp') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND c.relname NOT IN ('flyway_schema_history', 'schema_migrations')""";

    private final Connection connection;
    private final List<String> undescribed = new ArrayList<>();

    private SchemaDocument(Connection connection) {
        this.connection = connection;
    }

    /** Reads the catalog only, in a READ ONLY transaction that it ends; the connection must not be inside one. */
    public static DatabaseDocument read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try {
                // names of other schemas are to be written out, whatever the role's search path is
                statement.execute("SET LOCAL search_path = mcp, public");
                SchemaDocument document = new SchemaDocument(connection);
                return new DatabaseDocument(
                        document.tables(), document.views(), document.functions(), document.undescribed);
            } finally {
                statement.execute("ROLLBACK");
            }
        }
    }

    private interface Row<T> {
        T from(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Row<T> read) throws SQLException {
        List<T> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                found.add(read.from(row));
            }
        }
        return found;
    }

    /** What is said about a thing; what nothing is said about is remembered. */
    private Text text(String kind, String name, String comment) {
        if (comment.isEmpty()) {
            undescribed.add(kind + " " + name);
        }
        return new Text(comment, "", "");
    }

    private record Part<T>(String table, T value, String comment) {}

    private List<DocumentedTable> tables() throws SQLException {
        List<Part<Column>> columns = query("""
                SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                       pg_get_expr(d.adbin, d.adrelid), coalesce(array_position(k.conkey, a.attnum), 0), a.attgenerated <> '',
                       coalesce(col_description(c.oid, a.attnum), '')
                FROM (SELECT c.oid, c.relname %s) AS c
                JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
                LEFT JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'p'
                ORDER BY c.relname, a.attnum""".formatted(TABLES), SchemaDocument::column);
        List<Part<Index>> indexes = query("""
                SELECT t.relname, c.relname, i.indisunique,
                       CASE WHEN i.indisprimary THEN 'PRIMARY_KEY'
                            WHEN EXISTS (SELECT FROM pg_constraint WHERE conindid = c.oid AND conrelid = t.oid) THEN 'UNIQUE_CONSTRAINT'
                            ELSE 'CREATED' END,
                       ARRAY(SELECT pg_get_indexdef(c.oid, n, true) FROM generate_series(1, i.indnkeyatts) AS n),
                       pg_get_expr(i.indpred, i.indrelid, true), pg_get_indexdef(c.oid),
                       coalesce(obj_description(c.oid, 'pg_class'), '')
                FROM (SELECT c.oid, c.relname %s) AS t
                JOIN pg_index AS i ON i.indrelid = t.oid JOIN pg_class AS c ON c.oid = i.indexrelid
                ORDER BY t.relname, c.relname""".formatted(TABLES), SchemaDocument::index);
        List<Part<ForeignKey>> keys = query("""
                SELECT t.relname, ARRAY(SELECT attname FROM unnest(k.conkey) WITH ORDINALITY AS u (n, i)
                                        JOIN pg_attribute ON attrelid = k.conrelid AND attnum = u.n ORDER BY u.i),
                       r.relname, ARRAY(SELECT attname FROM unnest(k.confkey) WITH ORDINALITY AS u (n, i)
                                        JOIN pg_attribute ON attrelid = k.confrelid AND attnum = u.n ORDER BY u.i),
                       CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT'
                                          WHEN 'r' THEN 'RESTRICT' ELSE 'NO ACTION' END
                FROM (SELECT c.oid, c.relname %s) AS t
                JOIN pg_constraint AS k ON k.conrelid = t.oid AND k.contype = 'f' AND k.conparentid = 0
                JOIN pg_class AS r ON r.oid = k.confrelid
                ORDER BY t.relname, k.conname""".formatted(TABLES), SchemaDocument::foreignKey);
        return query(
                "SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class'), '') " + TABLES + " ORDER BY c.relname",
                row -> documented(row.getString(1), row.getString(2), columns, indexes, keys));
    }

    private DocumentedTable documented(
            String name,
            String comment,
            List<Part<Column>> columns,
            List<Part<Index>> indexes,
            List<Part<ForeignKey>> keys) {
        Text text = text("table", name, comment);
        List<Text> texts = columns.stream()
                .filter(part -> part.table().equals(name))
                .map(part -> text("column", name + "." + part.value().name(), part.comment()))
                .toList();
        Map<String, String> said = new HashMap<>();
        indexes.stream()
                .filter(part -> part.table().equals(name))
                .forEach(part -> said.put(
                        part.value().name(),
                        text("index", part.value().name(), part.comment()).description()));
        return new DocumentedTable(
                new Table(name, of(name, columns), of(name, indexes), of(name, keys), false, ""),
                "",
                text,
                texts,
                said);
    }

    private static <T> List<T> of(String table, List<Part<T>> parts) {
        return parts.stream()
                .filter(part -> part.table().equals(table))
                .map(Part::value)
                .toList();
    }

    private static Part<Column> column(ResultSet row) throws SQLException {
        return new Part<>(
                row.getString(1),
                new Column(
                        row.getString(2),
                        row.getString(3),
                        row.getBoolean(4),
                        Optional.ofNullable(row.getString(5)),
                        row.getInt(6),
                        row.getBoolean(7)),
                row.getString(8));
    }

    private static Part<Index> index(ResultSet row) throws SQLException {
        return new Part<>(
                row.getString(1),
                new Index(
                        row.getString(2),
                        row.getString(1),
                        row.getBoolean(3),
                        Index.Origin.valueOf(row.getString(4)),
                        texts(row.getArray(5)),
                        Optional.ofNullable(row.getString(6)),
                        Optional.of(row.getString(7))),
                row.getString(8));
    }

    private static Part<ForeignKey> foreignKey(ResultSet row) throws SQLException {
        return new Part<>(
                row.getString(1),
                new ForeignKey(texts(row.getArray(2)), row.getString(3), texts(row.getArray(4)), row.getString(5)),
                "");
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private List<DocumentedView> views() throws SQLException {
        return query(
                "SELECT relname, coalesce(obj_description(oid, 'pg_class'), ''), pg_get_viewdef(oid) FROM pg_class"
                        + " WHERE relnamespace = to_regnamespace('mcp') AND relkind IN ('v', 'm') ORDER BY relname",
                row -> new DocumentedView(
                        row.getString(1), text("view", row.getString(1), row.getString(2)), row.getString(3)));
    }

    private List<DocumentedFunction> functions() throws SQLException {
        return query(
                "SELECT proname || '(' || pg_get_function_identity_arguments(oid) || ')', pg_get_function_result(oid),"
                        + " coalesce(obj_description(oid, 'pg_proc'), '') FROM pg_proc"
                        + " WHERE pronamespace = to_regnamespace('mcp') AND prokind = 'f' ORDER BY 1",
                row -> new DocumentedFunction(
                        row.getString(1), row.getString(2), text("function", row.getString(1), row.getString(3))));
    }
}
