package dev.tributary.verify;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The queries of a file in {@code db/<target>/checks}: each a line {@code -- warn: what a returned row means}, followed
 * by one SELECT of a row's key and of what was found there. A query that returns no row is satisfied.
 */
public final class Checks {
    /** No checks at all. */
    public static final Checks NONE = new Checks(List.of());

    private static final String MARK = "-- warn: ";
    private static final int EXAMPLES = 3;
    private static final Pattern NO_COLUMN = Pattern.compile("no such column: ([^)]+)");

    private final List<Check> all;

    private Checks(List<Check> all) {
        this.all = all;
    }

    private record Check(String meaning, String sql) {}

    /**
     * A check that found something.
     *
     * @param meaning what it means
     * @param rows how many rows it found; none where it could not be asked
     * @param examples the first few, key and value
     */
    public record Finding(String meaning, long rows, List<String> examples) {
        public Finding {
            examples = List.copyOf(examples);
        }

        /** The finding in one line. */
        public String asText() {
            if (rows == 0) {
                return meaning;
            }
            return meaning.replaceFirst("\\.$", "") + ": " + rows + (rows == 1 ? " row, " : " rows, such as ")
                    + String.join(", ", examples);
        }
    }

    /**
     * Reads the text of a checks file.
     *
     * @throws IllegalArgumentException when a mark is not followed by exactly one SELECT, or a query has no mark: a check
     *     that never runs is worse than none
     */
    public static Checks parse(String text) {
        List<Check> checks = new ArrayList<>();
        String[] parts = text.split("(?m)^" + MARK);
        if (!withoutComments(parts[0]).isBlank()) {
            throw new IllegalArgumentException("a query stands before the first line '" + MARK + "..'");
        }
        for (int i = 1; i < parts.length; i++) {
            int end = parts[i].indexOf('\n');
            String meaning = end < 0 ? parts[i] : parts[i].substring(0, end).strip();
            String sql = end < 0 ? "" : withoutComments(parts[i].substring(end)).strip();
            if (!sql.regionMatches(true, 0, "SELECT", 0, 6) || sql.indexOf(';') != sql.length() - 1) {
                throw new IllegalArgumentException(
                        "the check '" + meaning + "' is not followed by one SELECT that ends in ;");
            }
            checks.add(new Check(meaning, sql.substring(0, sql.length() - 1)));
        }
        return new Checks(checks);
    }

    public int size() {
        return all.size();
    }

    /**
     * Runs every query on the main database of a connection. Tables differ from installation to installation: a query about
     * a column that is not there is not asked, and says so.
     */
    public List<Finding> run(Connection connection) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        for (Check check : all) {
            long rows = 0;
            List<String> examples = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet found = statement.executeQuery(check.sql())) {
                while (found.next()) {
                    rows++;
                    if (examples.size() < EXAMPLES) {
                        examples.add(found.getString(1) + " = " + found.getString(2));
                    }
                }
            } catch (SQLException e) {
                Matcher missing = NO_COLUMN.matcher(String.valueOf(e.getMessage()));
                if (!missing.find()) {
                    throw e;
                }
                findings.add(new Finding(
                        "Not asked, because there is no column " + missing.group(1) + ": " + check.meaning(),
                        0,
                        List.of()));
            }
            if (rows > 0) {
                findings.add(new Finding(check.meaning(), rows, examples));
            }
        }
        return findings;
    }

    private static String withoutComments(String sql) {
        return sql.lines().filter(line -> !line.stripLeading().startsWith("--")).collect(Collectors.joining("\n"));
    }
}
