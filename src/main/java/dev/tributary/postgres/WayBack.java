package dev.tributary.postgres;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The way back from one version: {@code db/mcp/undo/V00N__x.sql}, which is one transaction together with the row of
 * Flyway's history that it takes out, and what has to be done before it.
 *
 * <p>A SELECT among its statements says what would be lost, as (what, rows): it is asked before anything is done, and
 * again at its place in the transaction, behind the LOCK TABLE that keeps others from adding to it.
 *
 * @param version three digits
 * @param before what {@link UndoSteps} declares; empty for most
 * @param statements of the file, in their order
 */
public record WayBack(String version, Optional<UndoSteps> before, List<String> statements) {
    /** The SQLSTATE by which the transaction says that it would lose rows. */
    static final String WOULD_LOSE = "TR001";

    private static final Pattern LOCK = Pattern.compile(
            "LOCK TABLE\\s+(.+?)\\s+IN ACCESS EXCLUSIVE MODE", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Set<String> CANNOT_BE_ASKED_YET = Set.of(
            "42P01", // undefined_table
            "42703", // undefined_column
            "42883", // undefined_function
            "42704"); // undefined_object

    public WayBack {
        statements = List.copyOf(statements);
    }

    /**
     * Rows, or values in them, that are nowhere else.
     *
     * @param version whose way back would lose them
     */
    public record Loss(String version, String what, long rows) {
        /** Such as {@code 3 rows of mcp.embedding_searches}. */
        public String asText() {
            return rows + (rows == 1 ? " row of " : " rows of ") + what;
        }
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException when it does not split into statements
     */
    public static WayBack parse(String version, String sql, Optional<UndoSteps> before) {
        return new WayBack(version, before, SqlScript.split(sql));
    }

    /**
     * What would be lost now.
     *
     * @return empty when that cannot be told before a later version is undone
     */
    public Optional<List<Loss>> losses(Connection connection) throws SQLException {
        List<Loss> losses = new ArrayList<>();
        for (String select : statements.stream().filter(WayBack::isSelect).toList()) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(select)) {
                while (row.next()) {
                    if (row.getLong(2) > 0) {
                        losses.add(new Loss(version, row.getString(1), row.getLong(2)));
                    }
                }
            } catch (SQLException e) {
                if (CANNOT_BE_ASKED_YET.contains(String.valueOf(e.getSQLState()))) {
                    return Optional.empty();
                }
                throw e;
            }
        }
        return Optional.of(losses);
    }

    /** Everything that it does, in order; a rerun after a crash goes on where it stopped. */
    public List<LiveStep> steps(boolean loseRows) {
        List<LiveStep> steps = new ArrayList<>();
        boolean marked = false;
        for (LiveStep step : before.map(each -> each.before(loseRows)).orElse(List.of())) {
            if (!marked && (step instanceof LiveStep.Once || step instanceof LiveStep.Backfill)) {
                steps.add(UndoMark.set(version)); // from here on it is neither the one version nor the other
                marked = true;
            }
            steps.add(step);
        }
        steps.add(new LiveStep.Once(
                "undo version " + version,
                LiveStep.Weight.BLOCKS_WRITERS,
                locked(),
                isUndone(),
                transaction(loseRows)));
        return List.copyOf(steps);
    }

    private List<String> transaction(boolean loseRows) {
        List<String> sql = new ArrayList<>();
        for (String statement : statements) {
            if (!isSelect(statement)) {
                sql.add(statement);
            } else if (!loseRows) {
                sql.add(guard(statement));
            }
        }
        sql.add("DELETE FROM mcp.flyway_schema_history WHERE " + isRow());
        sql.add(UndoMark.REMOVE);
        return sql;
    }

    private List<String> locked() {
        return statements.stream()
                .map(LOCK::matcher)
                .filter(Matcher::matches)
                .flatMap(matcher -> Stream.of(matcher.group(1).split(",")))
                .map(String::strip)
                .toList();
    }

    private String isRow() {
        return "version ~ '^\\d+$' AND version::bigint = " + Long.parseLong(version);
    }

    private String isUndone() {
        return "NOT EXISTS (SELECT FROM mcp.flyway_schema_history WHERE " + isRow() + ")";
    }

    private static String guard(String select) {
        return """
                DO $guard$
                DECLARE
                  lost TEXT := (SELECT string_agg(format('%%s rows of %%s', found.rows, found.what), ', ')
                                FROM (%s) AS found (what, rows) WHERE found.rows > 0);
                BEGIN
                  IF lost IS NOT NULL THEN
                    RAISE EXCEPTION USING ERRCODE = %s, MESSAGE = lost;
                  END IF;
                END
                $guard$""".formatted(select, Identifier.literal(WOULD_LOSE));
    }

    private static boolean isSelect(String statement) {
        return statement.regionMatches(true, 0, "SELECT", 0, "SELECT".length());
    }

    /** The refusal that names what would be lost. */
    public static Fault refusal(String versions, String lost) {
        return new Fault(
                "the way back from " + versions + " would lose " + lost,
                "what only that version has a place for goes with it, and nothing here loses a row unless a person says so",
                "bring them to another place; or say --lose-rows, after a backup (pg_dump) that you have tried");
    }
}
