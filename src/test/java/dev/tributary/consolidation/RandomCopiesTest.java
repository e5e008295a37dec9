package dev.tributary.consolidation;

import static dev.tributary.support.TwoDatabases.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.catalog.Identifier;
import dev.tributary.copy.CopyResult;
import dev.tributary.fault.Fault;
import dev.tributary.plan.TablePlan;
import dev.tributary.support.TwoDatabases;
import dev.tributary.verify.TableProof;
import dev.tributary.verify.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random tables with random rows, copied into an empty target or beside rows that are there: what arrives is what the
 * source holds, and a change of any single value or row is found. A failure names its seed; repeat it with
 * {@code -Dseed=N -Dcases=1}.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RandomCopiesTest {
    private static final int CASES = Integer.getInteger("cases", 120);
    private static final int DAMAGES = 12;

    @TempDir
    Path folder;

    @Test
    void random_tables_are_copied_and_proven_and_random_damage_is_found() throws Exception {
        long first = Long.getLong("seed", new Random().nextLong());
        int found = 0;
        int beside = 0;
        for (long seed = first; seed != first + CASES; seed++) {
            try {
                Path own = Files.createDirectory(folder.resolve("case" + (seed - first)));
                Case one = new Case(own, new Random(seed));
                found += one.damagesFound;
                beside += one.rowsBefore > 0 ? 1 : 0;
            } catch (AssertionError | Exception e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        // the test is worth something only when it really did what it says
        assertThat(found).as("damages that were really done, seed %d", first).isGreaterThan(CASES * DAMAGES / 3);
        assertThat(beside).as("targets with rows, seed %d", first).isBetween(CASES / 5, CASES * 4 / 5);
    }

    /** One table and what becomes of it. */
    private static final class Case {
        private final Random random;
        private final RandomTables table;
        private final TwoDatabases both;
        private final TablePlan plan;
        private final long copied;
        private final long rowsBefore;
        private final int damagesFound;

        Case(Path folder, Random random) throws SQLException {
            this.random = random;
            this.table = new RandomTables(random);
            List<String> indexes = table.indexes();
            List<String> source = new ArrayList<>(List.of(table.create()));
            source.addAll(indexes);
            for (int i = 1 + random.nextInt(25); i > 0; i--) {
                source.add(table.insert());
            }
            List<String> target = new ArrayList<>(List.of(table.create()));
            target.addAll(indexes);
            if (random.nextBoolean()) {
                target.addAll(someRowsOf(folder.resolve("source.db"), source.size()));
            }
            try (TwoDatabases opened = new TwoDatabases(folder, source, target)) {
                this.both = opened;
                this.plan = both.possible("t");
                this.rowsBefore = plan.targetRows();
                List<String> expected = new ArrayList<>(both.sourceRows(plan));
                List<String> before = both.targetRows(plan);
                before.forEach(expected::remove);
                assertThat(plan.toCopy()).isEqualTo(expected.size());
                expected.addAll(before);
                expected.sort(null);
                CopyResult result = both.copy(plan);
                this.copied = result.copied();
                assertThat(both.targetRows(plan)).isEqualTo(expected);
                requireProven(result.rowidsKept());
                requireProven(true);
                requireProven(false);
                this.damagesFound = damage();
            }
        }

        /** Rows of the source that the target has too, and rows that only the target has. */
        private List<String> someRowsOf(Path source, int statements) {
            String columns = Identifier.list("", table.columns());
            List<String> sql = new ArrayList<>(List.of(
                    "ATTACH " + Identifier.literal(source.toString()) + " AS pool",
                    "INSERT INTO t (" + columns + ") SELECT " + columns + " FROM pool.t LIMIT "
                            + random.nextInt(statements) + " OFFSET " + random.nextInt(3)));
            // some of what the target has now is taken from the source again: the target's own rows
            sql.add("DELETE FROM pool.t WHERE (" + table.key() + ") IN (SELECT " + table.key() + " FROM main.t LIMIT "
                    + random.nextInt(statements) / 2 + ")");
            return sql;
        }

        private void requireProven(boolean tryRowids) throws SQLException {
            Verifier.requireProven(both.prove(plan, tryRowids), rowsBefore, copied, 0);
        }

        private int damage() throws SQLException {
            int done = 0;
            List<String> right = both.targetRows(plan);
            List<String> own = new ArrayList<>(right);
            both.sourceRows(plan).forEach(own::remove);
            for (int i = 0; i < DAMAGES; i++) {
                String statement = statement();
                both.execute("SAVEPOINT before_damage");
                both.execute(statement);
                if (!sameRows(both.targetRows(plan), right)) {
                    done++;
                    requireFound(statement, own.isEmpty());
                }
                both.execute("ROLLBACK TO before_damage");
                both.execute("RELEASE before_damage");
            }
            assertThat(both.targetRows(plan)).isEqualTo(right);
            requireProven(true);
            return done;
        }

        private void requireFound(String statement, boolean nothingButTheSource) throws SQLException {
            for (boolean tryRowids : new boolean[] {true, false}) {
                TableProof proof = both.prove(plan, tryRowids);
                Throwable thrown = catchThrowable(() -> Verifier.requireProven(proof, rowsBefore, copied, 0));
                assertThat(thrown).as(statement + " on " + plan.target().sql()).isInstanceOf(Fault.class);
            }
            if (nothingButTheSource) {
                assertThat(both.targetDigest(plan)).as(statement).isNotEqualTo(both.sourceDigest(plan));
            }
        }

        /** A statement that changes one row of those that came from the source, or adds one. */
        private String statement() {
            String row = " WHERE (" + table.key() + ") IN (SELECT " + table.key() + " FROM " + SOURCE
                    + ".t LIMIT 1 OFFSET " + random.nextInt(5) + ")";
            String column = table.columns().get(random.nextInt(table.columns().size()));
            String name = Identifier.quote(column);
            String update = "UPDATE OR IGNORE main.t SET " + name + " = ";
            return switch (table.isRowid(column) ? 7 : random.nextInt(8)) {
                case 0 -> "DELETE FROM main.t" + row;
                case 1 -> table.insert();
                case 2 -> update + "CAST(" + name + " AS TEXT)" + row;
                case 3 -> update + "CAST(" + name + " AS BLOB)" + row;
                case 4 -> update + "CAST(" + name + " AS NUMERIC)" + row;
                case 5 ->
                    update + "CASE WHEN upper(" + name + ") = " + name + " COLLATE BINARY THEN lower(" + name
                            + ") ELSE upper(" + name + ") END" + row;
                case 6 -> update + name + " || char(0)" + row;
                default -> update + table.valueFor(column) + row;
            };
        }

        /** SQLite itself takes the sign of zero for nothing: see the two zeros as one. */
        private static boolean sameRows(List<String> some, List<String> others) {
            return unsignedZeros(some).equals(unsignedZeros(others));
        }

        private static List<String> unsignedZeros(List<String> rows) {
            return rows.stream()
                    .map(row -> row.replace("real 8000000000000000", "real 0"))
                    .sorted()
                    .toList();
        }
    }
}
