package dev.tributary.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.copy.CopyResult;
import dev.tributary.fault.Fault;
import dev.tributary.plan.TablePlan;
import dev.tributary.support.ArbitraryValues;
import dev.tributary.support.TemporaryFolder;
import dev.tributary.support.TwoDatabases;
import dev.tributary.verify.Verifier;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * What holds for every table, whatever its columns, key and rows: it is copied, proven by rowid and by key, and digested
 * alike on both sides; and after any single change of the target each of these three says so. A failure is shrunk to the
 * smallest table that shows it.
 */
class CopyPropertiesTest {
    private static final int SHORT = 60;
    private static final int LONG = 3_000;

    private TemporaryFolder folder;

    @BeforeTry
    void makeFolder() throws IOException {
        folder = TemporaryFolder.make();
    }

    @AfterTry
    void removeFolder() throws IOException {
        folder.close();
    }

    @Property(tries = SHORT)
    void any_table_is_copied_and_proven(@ForAll("tables") GeneratedTable table) throws SQLException {
        copyAndProve(table);
    }

    @Property(tries = LONG)
    @Tag("long")
    void any_of_many_tables_is_copied_and_proven(@ForAll("tables") GeneratedTable table) throws SQLException {
        copyAndProve(table);
    }

    @Property(tries = SHORT)
    void any_single_change_of_the_target_is_found(
            @ForAll("tables") GeneratedTable table, @ForAll("changes") Change change) throws SQLException {
        requireFound(table, change);
    }

    @Property(tries = LONG)
    @Tag("long")
    void any_of_many_single_changes_of_the_target_is_found(
            @ForAll("tables") GeneratedTable table, @ForAll("changes") Change change) throws SQLException {
        requireFound(table, change);
    }

    @Provide
    Arbitrary<GeneratedTable> tables() {
        return GeneratedTable.any();
    }

    @Provide
    Arbitrary<Change> changes() {
        return Arbitraries.of(Change.Kind.class)
                .flatMap(kind -> Arbitraries.integers()
                        .between(0, GeneratedTable.MAX_ROWS - 1)
                        .flatMap(row -> Arbitraries.integers()
                                .between(0, GeneratedTable.MAX_COLUMNS - 1)
                                .flatMap(column -> ArbitraryValues.literals()
                                        .map(value -> new Change(kind, row, column, value)))));
    }

    /** One change: of which row and which column (both counted round), and to what. */
    record Change(Kind kind, int row, int column, String value) {
        enum Kind {
            VALUE,
            AS_TEXT,
            AS_BLOB,
            AS_NUMBER,
            OTHER_CASE,
            NUL_APPENDED,
            ROW_REMOVED,
            ROW_ADDED
        }

        /** As a statement on the target; which row is meant is told by its place. */
        String sql(GeneratedTable table, long rows) {
            String name = table.quoted(column);
            String changed = switch (kind) {
                case VALUE, ROW_REMOVED, ROW_ADDED -> value;
                case AS_TEXT -> "CAST(" + name + " AS TEXT)";
                case AS_BLOB -> "CAST(" + name + " AS BLOB)";
                case AS_NUMBER -> "CAST(" + name + " AS NUMERIC)";
                case OTHER_CASE ->
                    "CASE WHEN upper(" + name + ") = " + name + " COLLATE BINARY THEN lower(" + name + ") ELSE upper("
                            + name + ") END";
                case NUL_APPENDED -> name + " || char(0)";
            };
            String there = " WHERE (" + table.key() + ") IN (SELECT " + table.key() + " FROM main.t ORDER BY "
                    + table.key() + " LIMIT 1 OFFSET " + row % rows + ")";
            return switch (kind) {
                case ROW_REMOVED -> "DELETE FROM main.t" + there;
                case ROW_ADDED -> table.insert("main.t", row, changed);
                default -> "UPDATE OR IGNORE main.t SET " + name + " = " + table.fitting(column, changed) + there;
            };
        }
    }

    private void copyAndProve(GeneratedTable table) throws SQLException {
        try (TwoDatabases both = open(table)) {
            TablePlan plan = both.possible("t");
            CopyResult result = both.copy(plan);
            assertThat(both.targetRows(plan)).isEqualTo(both.sourceRows(plan));
            assertThat(both.value("SELECT count(*) FROM main.sqlite_schema WHERE type = 'index'"))
                    .isEqualTo(both.value(
                            "SELECT count(*) FROM " + TwoDatabases.SOURCE + ".sqlite_schema WHERE type = 'index'"));
            assertThat(both.value("PRAGMA main.integrity_check")).isEqualTo("ok");
            requireProven(both, plan, result.copied(), result.rowidsKept());
            requireProven(both, plan, result.copied(), false);
            assertThat(both.targetDigest(plan)).isEqualTo(both.sourceDigest(plan));
        }
    }

    private void requireFound(GeneratedTable table, Change change) throws SQLException {
        try (TwoDatabases both = open(table)) {
            TablePlan plan = both.possible("t");
            Assume.that(plan.sourceRows() > 0);
            CopyResult result = both.copy(plan);
            List<String> before = unsignedZeros(both.targetRows(plan));
            String statement = change.sql(table, plan.sourceRows());
            both.execute(statement);
            // the row may be refused by a key, or the value be what it was
            Assume.that(!unsignedZeros(both.targetRows(plan)).equals(before));
            for (boolean rowids : new boolean[] {result.rowidsKept(), false}) {
                assertThat(catchThrowable(() -> requireProven(both, plan, result.copied(), rowids)))
                        .as("%s, by %s", statement, rowids ? "rowid" : "key")
                        .isInstanceOf(Fault.class);
            }
            assertThat(both.targetDigest(plan)).as(statement).isNotEqualTo(both.sourceDigest(plan));
        }
    }

    private TwoDatabases open(GeneratedTable table) throws SQLException {
        List<String> source = new ArrayList<>(table.source());
        source.addAll(table.inserts());
        return new TwoDatabases(folder.path(), source, table.target());
    }

    private static void requireProven(TwoDatabases both, TablePlan plan, long copied, boolean rowids)
            throws SQLException {
        Verifier.requireProven(both.prove(plan, rowids), 0, copied, 0);
    }

    /** SQLite itself takes the sign of zero for nothing. */
    private static List<String> unsignedZeros(List<String> rows) {
        return rows.stream()
                .map(row -> row.replace("real 8000000000000000", "real 0"))
                .sorted()
                .toList();
    }
}
