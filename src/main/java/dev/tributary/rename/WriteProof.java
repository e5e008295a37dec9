package dev.tributary.rename;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sqlite.SQLiteException;

/**
 * Proves that a second name reads and writes its table: the same few statements, one after the other, are run once on the
 * table and once through the view, both times taken back, and their effects compared. What the table itself refuses, the
 * view has to refuse.
 */
final class WriteProof {
    private static final String SAVEPOINT = "tributary_write_proof";
    private static final Pattern NOT_OF_THE_TABLE =
            Pattern.compile("SQLITE_(FULL|IOERR|NOMEM|CORRUPT|NOTADB|BUSY|LOCKED|READONLY|CANTOPEN|INTERRUPT)");

    private final Connection connection;
    private final Table table;
    private final boolean mayRun;
    private final List<String> columns;

    /**
     * Prepares the proof.
     *
     * @param mayRun whether statements may be run, to be taken back; else they are only compiled
     */
    WriteProof(Connection connection, Table table, boolean mayRun) {
        this.connection = connection;
        this.table = table;
        this.mayRun = mayRun;
        this.columns = table.columnNames();
    }

    /** Refuses when a statement has another effect through the view than on the table. */
    void require(String view) throws SQLException {
        List<Object> row = firstRow();
        boolean run = mayRun && !row.isEmpty();
        List<Attempt> attempts = attempts(row);
        List<String> onTable = effects(attempts, table.name(), run);
        List<String> onView = effects(attempts, view, run);
        for (int i = 0; i < attempts.size(); i++) {
            if (!onTable.get(i).equals(onView.get(i))) {
                throw new Fault(
                                "the name " + view + " would not write to " + table.name()
                                        + " as the table itself does: "
                                        + attempts.get(i).what(),
                                "on the table: " + onTable.get(i) + "; through the view: " + onView.get(i)
                                        + "; everything was rolled back",
                                "report this as a defect of Tributary, with the schema of the table")
                        .at(table.name());
            }
        }
    }

    /** A statement, its object to be put where the mark stands, and its parameters. */
    private record Attempt(String what, String sql, List<Object> parameters) {
        private static final String OBJECT = "\0";
    }

    private List<Attempt> attempts(List<Object> row) {
        List<Attempt> attempts = new ArrayList<>();
        String all = Identifier.list("", columns);
        String that = columns.stream()
                .map(column -> Identifier.quote(column) + " IS ?")
                .collect(Collectors.joining(" AND "));
        attempts.add(new Attempt("SELECT", "SELECT " + all + " FROM " + Attempt.OBJECT + " WHERE " + that, row));
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        attempts.add(new Attempt(
                "UPDATE of a row to itself",
                "UPDATE " + Attempt.OBJECT + " SET "
                        + columns.stream()
                                .map(Identifier::quote)
                                .map(column -> column + " = " + column)
                                .collect(Collectors.joining(", "))
                        + " WHERE " + that,
                row));
        for (String verb : List.of("INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE")) {
            attempts.add(new Attempt(
                    verb + " of a row that is there",
                    verb + " INTO " + Attempt.OBJECT + " (" + all + ") VALUES (" + marks + ")",
                    row));
        }
        attempts.add(new Attempt("DELETE", "DELETE FROM " + Attempt.OBJECT + " WHERE " + that, row));
        attempts.add(new Attempt(
                "INSERT of a row that is gone",
                "INSERT INTO " + Attempt.OBJECT + " (" + all + ") VALUES (" + marks + ")",
                row));
        return attempts;
    }

    private List<Object> firstRow() throws SQLException {
        List<Object> row = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + Identifier.list("", columns) + " FROM "
                        + Identifier.quote("main", table.name()) + " LIMIT 1")) {
            if (rows.next()) {
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(rows.getObject(i));
                }
            }
        }
        return row;
    }

    /** Taken back once at the end: behind each way back in a transaction that made views, SQLite reads the whole schema anew. */
    private List<String> effects(List<Attempt> attempts, String object, boolean run) throws SQLException {
        List<String> effects = new ArrayList<>();
        try (Statement savepoint = connection.createStatement()) {
            savepoint.execute("SAVEPOINT " + SAVEPOINT);
            // what this throws ends the whole transaction, and a full disk has taken the savepoint away already
            for (Attempt attempt : attempts) {
                effects.add(run ? run(attempt, object) : compile(attempt, object));
            }
            savepoint.execute("ROLLBACK TO " + SAVEPOINT);
            savepoint.execute("RELEASE " + SAVEPOINT);
        }
        return effects;
    }

    /** What the table or the view says to the statement; a full disk, say, is no word of either. */
    private static String refusal(SQLiteException e) throws SQLiteException {
        if (NOT_OF_THE_TABLE.matcher(e.getResultCode().name()).lookingAt()) {
            throw e;
        }
        return "refused, " + e.getResultCode();
    }

    /** Compiling a statement compiles the triggers that it would fire. */
    private String compile(Attempt attempt, String object) throws SQLException {
        String sql = attempt.sql().replace(Attempt.OBJECT, Identifier.quote("main", object));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return "compiled with " + statement.getParameterMetaData().getParameterCount() + " parameters";
        } catch (SQLiteException e) {
            return refusal(e);
        }
    }

    private String run(Attempt attempt, String object) throws SQLException {
        long before = Query.number(connection, "SELECT total_changes()");
        String sql = attempt.sql().replace(Attempt.OBJECT, Identifier.quote("main", object));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < attempt.parameters().size(); i++) {
                statement.setObject(i + 1, attempt.parameters().get(i));
            }
            statement.execute();
        } catch (SQLiteException e) {
            return refusal(e);
        }
        long changes = Query.number(connection, "SELECT total_changes()") - before;
        return changes + " changes, "
                + Query.number(connection, "SELECT count(*) FROM " + Identifier.quote("main", table.name())) + " rows";
    }
}
