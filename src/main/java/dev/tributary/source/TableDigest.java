package dev.tributary.source;

import dev.tributary.catalog.Identifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A digest of the rows of a table: the SHA-256 of each row, added up modulo 2^256. It does not depend on the order of the
 * rows or on their rowids, and tells every other difference: a value, its storage class, a row missing or doubled.
 *
 * <p>A row is written unambiguously: each value with its storage class, TEXT and BLOB with their length in bytes, REAL
 * with all its digits. SQLite does the writing, so one string a row crosses into Java.
 *
 * @param rows how many rows went in
 * @param hex 64 hexadecimal digits
 */
public record TableDigest(long rows, String hex) {
    private static final int BITS = 256;
    private static final int COLUMNS_PER_CALL = 100; // SQLite's concat() takes at most 127 arguments
    private static final int WORDS = BITS / Long.SIZE;

    /**
     * Digests these columns of a table, in this order.
     *
     * @param database the alias under which the table's file is attached
     * @param condition an SQL condition on the rows, which may use the alias {@code t}; empty for all rows
     */
    public static TableDigest of(
            Connection connection, String database, String table, List<String> columns, String condition)
            throws SQLException {
        String sql = "SELECT " + rowText("t", columns) + " FROM " + Identifier.quote(database, table) + " AS t"
                + (condition.isEmpty() ? "" : " WHERE " + condition);
        long[] sum = new long[WORDS];
        long rows = 0;
        MessageDigest sha256 = sha256();
        try (Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery(sql)) {
            while (all.next()) {
                add(sum, sha256.digest(all.getBytes(1)));
                rows++;
            }
        }
        return new TableDigest(rows, hex(sum));
    }

    /** The SHA-256 of a text, for fingerprints of statements. */
    public static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The first digits, enough for a person to compare. */
    public String brief() {
        return hex.substring(0, 12);
    }

    /**
     * An SQL expression that writes out a row unambiguously: two rows give the same text only if every value has the same
     * storage class and the same bytes.
     *
     * @param alias the row's alias in the statement
     */
    public static String rowText(String alias, List<String> columns) {
        List<String> calls = new ArrayList<>();
        for (int from = 0; from < columns.size(); from += COLUMNS_PER_CALL) {
            List<String> parts = columns.subList(from, Math.min(columns.size(), from + COLUMNS_PER_CALL)).stream()
                    .map(column -> valueExpression(alias + "." + Identifier.quote(column)))
                    .toList();
            calls.add("concat(" + String.join(", ", parts) + ")");
        }
        return String.join(" || ", calls);
    }

    private static String valueExpression(String value) {
        return "CASE typeof(" + value + ")"
                + " WHEN 'text' THEN concat('T', octet_length(" + value + "), ':', " + value + ")"
                + " WHEN 'integer' THEN concat('I', " + value + ", ';')"
                + " WHEN 'real' THEN concat('R', quote(" + value + "), ';')"
                + " WHEN 'blob' THEN concat('B', octet_length(" + value + "), ':', hex(" + value + "))"
                + " ELSE 'N' END";
    }

    private static void add(long[] sum, byte[] digest) {
        long carry = 0;
        for (int word = WORDS - 1; word >= 0; word--) {
            long value = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                value = value << Byte.SIZE | Byte.toUnsignedLong(digest[word * Long.BYTES + i]);
            }
            long partial = sum[word] + value;
            long total = partial + carry;
            carry = Long.compareUnsigned(partial, value) < 0 || Long.compareUnsigned(total, partial) < 0 ? 1 : 0;
            sum[word] = total;
        }
    }

    private static String hex(long[] sum) {
        StringBuilder digits = new StringBuilder();
        for (long word : sum) {
            digits.append(HexFormat.of().toHexDigits(word));
        }
        return digits.toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
