package dev.tributary.rename;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A second name for a table: a view of all its columns, and INSTEAD OF triggers that write to the table.
 *
 * <p>The conflict clause of the outer statement (OR REPLACE, OR IGNORE ..) governs the statements of a trigger, so the
 * table's own constraints decide, under the rule that the caller asked for. A column that an INSERT leaves out arrives as
 * NULL, exactly like an explicit NULL, so the default is applied to both.
 *
 * @param name the second name
 * @param table the table as it is now
 * @see <a href="https://www.sqlite.org/lang_createtrigger.html">SQLite: CREATE TRIGGER</a>
 */
record WritableView(String name, Table table) {
    /** The statements that make it, in order. */
    List<String> statements() {
        return List.of(view(), insert(), update(), delete());
    }

    /** Whether a trigger of one of our views was made by this class. */
    static boolean isTriggerOfOurs(Catalog.Definition trigger) {
        return Stream.of("insert", "update", "delete")
                .anyMatch(what -> Identifier.same(trigger.name(), trigger(trigger.table(), what)));
    }

    private static String trigger(String view, String what) {
        return "tributary_" + view + "_" + what;
    }

    private String view() {
        return "CREATE VIEW " + Identifier.quote(name) + " AS " + Catalog.Definition.SECOND_NAME + "\nSELECT "
                + table.columns().stream()
                        .map(column -> Identifier.quote(column.name()) + " AS " + Identifier.quote(column.name()))
                        .collect(Collectors.joining(",\n       "))
                + "\n  FROM " + Identifier.quote(table.name());
    }

    private String insert() {
        return head("insert")
                + computed(column -> "NEW." + column + " IS NOT NULL", "INSERT into")
                + "  INSERT INTO " + Identifier.quote(table.name()) + " ("
                + Identifier.list("", table.columnNames()) + ")\n  VALUES ("
                + table.columns().stream()
                        .filter(column -> !column.generated())
                        .map(this::inserted)
                        .collect(Collectors.joining(",\n          "))
                + ");\nEND";
    }

    private String inserted(Column column) {
        String value = "NEW." + Identifier.quote(column.name());
        Optional<String> other = defaultOf(column);
        return other.map(text -> "coalesce(" + value + ", " + DefaultValue.expression(text) + ")")
                .orElse(value);
    }

    /** The default that an INSERT through the view applies: none for the rowid's column, which SQLite numbers. */
    private Optional<String> defaultOf(Column column) {
        boolean rowid = table.rowidColumn()
                .filter(each -> Identifier.same(each, column.name()))
                .isPresent();
        return rowid ? Optional.empty() : column.defaultValue().filter(DefaultValue::appliesTo);
    }

    /** Columns in which an explicit NULL becomes the default, because it cannot be told from a column left out. */
    List<String> columnsWhereNullIsReplaced() {
        return table.columns().stream()
                .filter(column -> !column.generated() && defaultOf(column).isPresent())
                .map(Column::name)
                .toList();
    }

    /** Columns that the database computes, and that nobody may write. */
    List<String> computedColumns() {
        return table.columns().stream()
                .filter(Column::generated)
                .map(Column::name)
                .toList();
    }

    private String update() {
        return head("update")
                + computed(column -> "NEW." + column + " IS NOT OLD." + column, "UPDATE")
                + "  UPDATE " + Identifier.quote(table.name()) + "\n     SET "
                + table.columnNames().stream()
                        .map(Identifier::quote)
                        .map(column -> column + " = NEW." + column)
                        .collect(Collectors.joining(",\n         "))
                + "\n   WHERE " + thatRow() + ";\nEND";
    }

    private String delete() {
        return head("delete") + "  DELETE FROM " + Identifier.quote(table.name()) + "\n   WHERE " + thatRow()
                + ";\nEND";
    }

    private String head(String what) {
        return "CREATE TRIGGER " + Identifier.quote(trigger(name, what)) + " INSTEAD OF "
                + what.toUpperCase(Locale.ROOT) + " ON " + Identifier.quote(name) + "\nBEGIN\n";
    }

    private interface Condition {
        String on(String quotedColumn);
    }

    /** The table itself refuses a value for a computed column; the view would drop it silently. */
    private String computed(Condition written, String verb) {
        List<String> guards = new ArrayList<>();
        for (String column : computedColumns()) {
            String message = "cannot " + verb + " generated column \"" + column + "\"";
            guards.add("  SELECT RAISE(ABORT, " + Identifier.literal(message) + ") WHERE "
                    + written.on(Identifier.quote(column)) + ";\n");
        }
        return String.join("", guards);
    }

    /** A condition that only the row of OLD fulfils, or one of several that nothing tells apart. */
    private String thatRow() {
        if (table.rowidColumn().isPresent() || keyIsNeverNull()) {
            return table.key().stream()
                    .map(Identifier::quote)
                    .map(column -> column + " = OLD." + column)
                    .collect(Collectors.joining(" AND "));
        }
        List<String> conditions = new ArrayList<>(table.key().stream()
                .map(Identifier::quote)
                .map(column -> column + " IS OLD." + column)
                .toList());
        String everyValue =
                table.columnNames().stream().map(WritableView::sameValue).collect(Collectors.joining(" AND "));
        conditions.add(
                table.key().isEmpty()
                        ? everyValue
                        : "("
                                + table.key().stream()
                                        .map(column -> Identifier.quote(column) + " IS NOT NULL AND ")
                                        .collect(Collectors.joining())
                                + "1 OR " + everyValue + ")");
        String all = String.join(" AND ", conditions);
        return table.rowidName()
                .map(rowid -> rowid + " = (SELECT " + rowid + " FROM " + Identifier.quote(table.name()) + " WHERE "
                        + all + " LIMIT 1)")
                .orElse(all);
    }

    private boolean keyIsNeverNull() {
        return !table.key().isEmpty()
                && (table.withoutRowid()
                        || table.columns().stream()
                                .filter(column -> column.keyPosition() > 0)
                                .allMatch(Column::notNull));
    }

    /** Equal without affinity and collation, and of one storage class: 1 is not 1.0, and 'a' is not 'A'. */
    private static String sameValue(String name) {
        String column = Identifier.quote(name);
        return "+" + column + " IS +OLD." + column + " COLLATE BINARY AND typeof(" + column + ") = typeof(OLD." + column
                + ")";
    }
}
