package dev.tributary.plan;

import static dev.tributary.support.TwoDatabases.SOURCE;
import static dev.tributary.support.TwoDatabases.TARGET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Rows;
import dev.tributary.support.TwoDatabases;
import dev.tributary.support.Values;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the plan predicts about values that a column would rewrite is what SQLite really does with them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class AffinityMatrixTest {
    private static final List<String> TYPES =
            List.of("", "BLOB", "TEXT", "VARCHAR(10)", "INTEGER", "BIGINT", "REAL", "FLOAT", "NUMERIC", "DATETIME");
    private static final List<String> NUMERIC_LOOKS = List.of(
            "'7'",
            "' 7'",
            "'7 '",
            "'+7'",
            "'-7'",
            "'7.'",
            "'.5'",
            "'7.50'",
            "'1e2'",
            "'1e-2'",
            "'1e400'",
            "'-'",
            "'.'",
            "'e5'",
            "'7x'",
            "'7 x'",
            "'1_000'",
            "'NaN'",
            "'9223372036854775807'",
            "'-9223372036854775808'",
            "'99999999999999999999'",
            "char(9) || '7'",
            "char(160) || '7'",
            "7.0",
            "-7.0",
            "7.5",
            "4503599627370497.0",
            "9223372036854774784.0",
            "-9223372036854774784.0",
            "1e19");
    private static final Pattern PREDICTED =
            Pattern.compile("(\\d+) value\\(s\\) of t\\.v would be rewritten.*key (\\d+)");

    @TempDir
    Path folder;

    @ParameterizedTest(name = "into a column declared \"{0}\"")
    @ValueSource(strings = {"", "BLOB", "TEXT", "INTEGER", "REAL", "NUMERIC"})
    void the_prediction_is_what_SQLite_does(String targetType) throws SQLException {
        List<String> values = new ArrayList<>(Values.DELICATE);
        values.addAll(NUMERIC_LOOKS);
        for (String sourceType : TYPES) {
            Path own = folder.resolve("from" + TYPES.indexOf(sourceType));
            assertThat(own.toFile().mkdir()).isTrue();
            List<String> source = new ArrayList<>();
            source.add("CREATE TABLE t (id INTEGER PRIMARY KEY, v " + sourceType + ")");
            values.forEach(value -> source.add("INSERT INTO t (v) VALUES (" + value + ")"));
            List<String> target = List.of("CREATE TABLE t (id INTEGER PRIMARY KEY, v " + targetType + ")");
            try (TwoDatabases both = new TwoDatabases(own, source, target)) {
                CopyPlan plan = both.plan("t");
                both.execute("INSERT INTO main.t (id, v) SELECT id, v FROM " + SOURCE + ".t");
                List<String> rewritten = rewritten(both);
                String what = "from \"" + sourceType + "\" to \"" + targetType + "\": " + rewritten;
                if (rewritten.isEmpty()) {
                    assertThat(plan.problems()).as(what).isEmpty();
                } else {
                    assertThat(plan.problems()).as(what).hasSize(1);
                    Matcher predicted = PREDICTED.matcher(plan.problems().get(0).what());
                    assertThat(predicted.find())
                            .as(plan.problems().get(0).what())
                            .isTrue();
                    assertThat(predicted.group(1)).as(what).isEqualTo(Integer.toString(rewritten.size()));
                    assertThat(rewritten).as(what).contains(predicted.group(2));
                }
            }
        }
    }

    /** The keys of the rows that are not what they were, in order. */
    private static List<String> rewritten(TwoDatabases both) throws SQLException {
        List<String> keys = new ArrayList<>();
        List<String> before = Rows.exactly(both.connection(), SOURCE, "t", List.of("id", "v"));
        before.removeAll(Rows.exactly(both.connection(), TARGET, "t", List.of("id", "v")));
        for (String row : before) {
            keys.add(row.substring("integer ".length(), row.indexOf(" | ")));
        }
        return keys;
    }
}
