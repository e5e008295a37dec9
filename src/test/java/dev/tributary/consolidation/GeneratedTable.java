package dev.tributary.consolidation;

import dev.tributary.catalog.Identifier;
import dev.tributary.support.ArbitraryValues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A table with its rows, as a property test makes it up and shrinks it.
 *
 * @param columns in the order in which the rows hold their values
 * @param keys how many of the first columns are the primary key
 * @param form how its rows are stored
 * @param indexed columns with an index of their own; counted round
 * @param order seeds the order of the columns in the source's statement
 * @param otherOrder whether they come in another order in the target
 * @param rows SQL literals; a row that a key refuses is not one of them
 */
record GeneratedTable(
        List<Column> columns,
        int keys,
        Form form,
        List<Integer> indexed,
        long order,
        boolean otherOrder,
        List<List<String>> rows) {
    static final int MAX_COLUMNS = 6;
    static final int MAX_ROWS = 12;

    private static final List<String> TYPES = List.of(
            "TEXT",
            "",
            "BLOB",
            "INTEGER",
            "REAL",
            "NUMERIC",
            "TEXT COLLATE NOCASE",
            "VARCHAR(9) COLLATE RTRIM",
            "BIGINT",
            "FLOAT",
            "DATETIME",
            "BOOLEAN");
    private static final List<String> NAMES =
            List.of("c", "key", "rowid", "a b", "quoted \"name\"", "Ä", "s", "d", "'");

    enum Form {
        ROWID,
        ROWID_IS_KEY,
        WITHOUT_ROWID
    }

    record Column(String name, String type, boolean notNull) {}

    static Arbitrary<GeneratedTable> any() {
        Arbitrary<Column> column = Combinators.combine(
                        Arbitraries.of(NAMES), Arbitraries.of(TYPES), Arbitraries.of(false, true))
                .as(Column::new);
        return column.list()
                .ofMinSize(2)
                .ofMaxSize(MAX_COLUMNS)
                .flatMap(columns -> Combinators.combine(
                                Arbitraries.integers().between(1, Math.min(3, columns.size())),
                                Arbitraries.of(Form.class),
                                Arbitraries.integers()
                                        .between(0, MAX_COLUMNS)
                                        .list()
                                        .ofMaxSize(3),
                                Arbitraries.longs().between(0, 1_000),
                                Arbitraries.of(true, false),
                                ArbitraryValues.literals()
                                        .list()
                                        .ofSize(columns.size())
                                        .list()
                                        .ofMaxSize(MAX_ROWS))
                        .as((keys, form, indexed, order, otherOrder, rows) ->
                                new GeneratedTable(named(columns), keys, form, indexed, order, otherOrder, rows)));
    }

    /** Names must differ, also where SQLite folds their case. */
    private static List<Column> named(List<Column> columns) {
        List<Column> named = new ArrayList<>();
        for (Column column : columns) {
            boolean taken = named.stream().anyMatch(other -> Identifier.same(other.name(), column.name()));
            named.add(taken ? new Column(column.name() + named.size(), column.type(), column.notNull()) : column);
        }
        return named;
    }

    /** The source's table and its indexes. */
    List<String> source() {
        return statements(order);
    }

    /** The target's: of the same columns. */
    List<String> target() {
        return statements(otherOrder ? order + 1 : order);
    }

    private List<String> statements(long order) {
        List<String> statements = new ArrayList<>();
        List<String> declared = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            String type = i == 0 && form == Form.ROWID_IS_KEY ? "INTEGER" : column.type();
            // a key column without NOT NULL may hold NULLs, by which no row can be told
            declared.add(quoted(i) + " " + type + (column.notNull() || i < keyWidth() ? " NOT NULL" : ""));
        }
        Collections.shuffle(declared, new Random(order));
        statements.add("CREATE TABLE t (" + String.join(", ", declared) + ", PRIMARY KEY (" + key() + "))"
                + (form == Form.WITHOUT_ROWID ? " WITHOUT ROWID" : ""));
        for (int i = 0; i < indexed.size(); i++) {
            statements.add("CREATE INDEX i" + i + " ON t (" + quoted(indexed.get(i)) + ")");
        }
        return statements;
    }

    List<String> inserts() {
        return rows.stream().map(row -> insert("t", row)).toList();
    }

    /** An INSERT of one more row: one that is there, but for the value of its key's first column. */
    String insert(String into, int like, String first) {
        List<String> row = new ArrayList<>(rows.get(like % rows.size()));
        row.set(0, first);
        return insert(into, row);
    }

    private String insert(String into, List<String> row) {
        List<String> values = new ArrayList<>(row);
        values.set(0, fitting(0, row.get(0)));
        return "INSERT OR IGNORE INTO " + into + " ("
                + columns.stream()
                        .map(column -> Identifier.quote(column.name()))
                        .collect(Collectors.joining(", "))
                + ") VALUES (" + String.join(", ", values) + ")";
    }

    /** A value that the column may hold: the rowid by another name takes nothing but integers. */
    String fitting(int column, String value) {
        boolean integerKey = form == Form.ROWID_IS_KEY
                || form == Form.ROWID && keys == 1 && columns.get(0).type().equals("INTEGER");
        boolean rowid = integerKey && column % columns.size() == 0;
        return rowid ? "coalesce(CAST(" + value + " AS INTEGER), 7)" : value;
    }

    String key() {
        return columns.subList(0, keyWidth()).stream()
                .map(column -> Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
    }

    String quoted(int column) {
        return Identifier.quote(columns.get(column % columns.size()).name());
    }

    private int keyWidth() {
        return form == Form.ROWID_IS_KEY ? 1 : keys;
    }
}
