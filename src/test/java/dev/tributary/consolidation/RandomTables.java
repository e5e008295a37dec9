package dev.tributary.consolidation;

import dev.tributary.catalog.Identifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes up a table that a copy has to cope with: its statement for each side, its indexes, and values for its columns. */
final class RandomTables {
    private static final List<String> TYPES = List.of(
            "",
            "",
            "BLOB",
            "TEXT",
            "TEXT COLLATE NOCASE",
            "VARCHAR(9) COLLATE RTRIM",
            "INTEGER",
            "BIGINT",
            "REAL",
            "FLOAT",
            "NUMERIC",
            "DATETIME",
            "BOOLEAN");
    private static final List<String> NAMES = List.of(
            "rowid",
            "oid",
            "_rowid_",
            "key",
            "index",
            "quoted \"name\"",
            "a b",
            "Ä",
            "x;--",
            "'",
            "t",
            "s",
            "d",
            "select");
    private static final String LETTERS = "aAbB1 0.\u00e9\n";

    private final Random random;
    private final List<String> columns = new ArrayList<>();
    private final List<String> declared = new ArrayList<>();
    private final List<String> key = new ArrayList<>();
    private final List<String> generated = new ArrayList<>();
    private final String options;
    private final boolean rowidKey;

    RandomTables(Random random) {
        this.random = random;
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        int width = 2 + random.nextInt(8);
        boolean wantRowidKey = random.nextInt(4) == 0;
        for (int i = 0; i < width; i++) {
            String name = random.nextInt(3) == 0 ? names.remove(0) : "c" + i;
            columns.add(name);
            boolean integerKey = wantRowidKey && i == 0;
            declared.add(
                    Identifier.quote(name) + ' ' + (integerKey ? "INTEGER" : pick(TYPES) + (i < 3 ? " NOT NULL" : "")));
        }
        int keys = wantRowidKey ? 1 : 1 + random.nextInt(Math.min(3, width - 1));
        key.addAll(columns.subList(0, keys));
        Collections.shuffle(key, random);
        if (random.nextInt(4) == 0) {
            String how = random.nextBoolean() ? "VIRTUAL" : "STORED";
            generated.add("made AS (hex(" + Identifier.quote(columns.get(width - 1)) + ")) " + how);
        }
        options = !wantRowidKey && random.nextInt(3) == 0 ? " WITHOUT ROWID" : "";
        rowidKey = options.isEmpty()
                && key.size() == 1
                && declared.stream().anyMatch(each -> each.startsWith(Identifier.quote(key.get(0)) + " INTEGER"));
    }

    String key() {
        return Identifier.list("", key);
    }

    List<String> columns() {
        return columns;
    }

    /** The table, with its columns in an order that is never the same. */
    String create() {
        List<String> all = new ArrayList<>(declared);
        all.addAll(generated);
        Collections.shuffle(all, random);
        return "CREATE TABLE t (" + String.join(", ", all) + ", PRIMARY KEY (" + key() + "))" + options;
    }

    List<String> indexes() {
        List<String> indexes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String column = Identifier.quote(pick(columns));
            indexes.add("CREATE " + (random.nextInt(4) == 0 ? "UNIQUE " : "") + "INDEX i" + i + " ON t (" + column
                    + pick(List.of("", " DESC", " COLLATE BINARY", " COLLATE NOCASE")) + ")"
                    + (random.nextInt(4) == 0 ? " WHERE " + column + " IS NOT NULL" : ""));
        }
        return indexes;
    }

    /** A row that a unique key may refuse; then it is not one of the rows. */
    String insert() {
        return "INSERT OR IGNORE INTO t (" + Identifier.list("", columns) + ") VALUES ("
                + columns.stream().map(this::valueFor).collect(Collectors.joining(", ")) + ")";
    }

    /** Whether a column is the rowid by another name, which can hold nothing but integers. */
    boolean isRowid(String column) {
        return rowidKey && column.equals(key.get(0));
    }

    String valueFor(String column) {
        return isRowid(column) ? Integer.toString(random.nextInt(50) - 10) : value();
    }

    /** A value as an SQL literal; the same ones come again and again, so that keys meet and neighbours are close. */
    private String value() {
        return switch (random.nextInt(12)) {
            case 0 -> "NULL";
            case 1 -> Integer.toString(random.nextInt(5) - 2);
            case 2 -> Long.toString(random.nextLong() | 1);
            case 3 -> random.nextInt(5) - 2 + ".0";
            case 4 -> Double.toString((random.nextInt(1_000) - 500) / 8.0);
            case 5 -> finite();
            case 6 -> pick(List.of("9e999", "-9e999", "5e-324", "1e15", "9007199254740993", "-9223372036854775808"));
            case 7 -> "'" + (random.nextInt(5) - 2) + pick(List.of("", ".0", " ", "x")) + "'";
            case 8 -> "x'" + hex() + "'";
            case 9 -> "CAST(x'" + hex() + "' AS TEXT)";
            default -> Identifier.literal(word());
        };
    }

    private String finite() {
        double number = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(number) ? Double.toString(number) : "0.5";
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    private String hex() {
        StringBuilder hex = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            hex.append(pick(List.of("00", "31", "61", "41", "c3", "28", "ff", "20")));
        }
        return hex.toString();
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
