package dev.tributary.plan;

import dev.tributary.catalog.Affinity;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Table;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL conditions that compare a row {@code s} of a source with a row {@code d} of the target.
 *
 * <p>Plain equality is no proof: a NOCASE column makes 'abc' equal 'ABC', 1 equals 1.0, and affinity makes '1' equal 1.
 * The unary plus takes the affinity away, COLLATE BINARY the collation, IS makes NULL equal only NULL, and the storage
 * classes are compared too wherever the target's column could hold two numbers that compare equal.
 *
 * @see <a href="https://www.sqlite.org/datatype3.html#comparison_expressions">SQLite: comparison expressions</a>
 */
public final class RowEquality {
    private RowEquality() {}

    /** Both rows hold exactly the same values in these columns of the target's table. */
    public static String identical(Table target, List<String> columns) {
        return columns.stream().map(column -> sameValue(target, column)).collect(Collectors.joining(" AND "));
    }

    /** Both rows have the same key, compared as the target's own key compares. */
    public static String sameKey(List<String> key) {
        return sameKey("d", key);
    }

    /** The same for a target row that goes by another alias. */
    public static String sameKey(String alias, List<String> key) {
        return key.stream()
                .map(column -> alias + "." + Identifier.quote(column) + " = s." + Identifier.quote(column))
                .collect(Collectors.joining(" AND "));
    }

    /** One column holds exactly the same value in both rows. */
    public static String sameValue(Table target, String column) {
        String name = Identifier.quote(column);
        String value = "+d." + name + " IS +s." + name + " COLLATE BINARY";
        boolean text = target.column(column)
                .map(Column::affinity)
                .filter(Affinity.TEXT::equals)
                .isPresent();
        return text ? value : "(" + value + " AND typeof(d." + name + ") = typeof(s." + name + "))";
    }

    /** The row's key as SQL literals, for people: {@code 'T-17'}. */
    public static String keyLiteral(String alias, List<String> key) {
        return key.stream()
                .map(column -> "quote(" + alias + "." + Identifier.quote(column) + ")")
                .collect(Collectors.joining(" || ', ' || "));
    }
}
