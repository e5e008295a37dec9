package dev.tributary.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class WordsTest {
    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "450560, 450.6 kB", "3200000, 3.2 MB", "84300000000, 84.3 GB"})
    void sizes_are_told_in_decimal_units(long bytes, String told) {
        assertThat(Words.bytes(bytes)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"12, 12 ms", "1400, 1.4 s", "59999, 60.0 s", "61000, 1 min 1 s", "3723000, 62 min 3 s"})
    void times_are_as_exact_as_one_reads_them(long millis, String told) {
        assertThat(Words.time(Duration.ofMillis(millis))).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 row", "0, 0 rows", "400085, '400,085 rows'"})
    void counts_agree_with_their_noun(long rows, String told) {
        assertThat(Words.count(rows, "row")).isEqualTo(told);
    }

    @Test
    void a_command_is_quoted_for_a_shell_and_named_from_where_one_is() {
        Commands commands = new Commands("java -jar t.jar", "workspace", Path.of("/home/me"));

        assertThat(commands.line("info", Path.of("/home/me/data/w.db")))
                .isEqualTo("java -jar t.jar info workspace --db data/w.db");
        assertThat(commands.restore(Path.of("/srv/it's #1/w.db"), "20261121-x"))
                .isEqualTo("java -jar t.jar restore workspace --db '/srv/it'\\''s #1/w.db' --from 20261121-x");
        Commands told = commands.told(List.of("--sources", "my files", "--until", "expand"));
        assertThat(told.again("migrate", Path.of("/home/me/w.db")))
                .isEqualTo("java -jar t.jar migrate workspace --db w.db --sources 'my files' --until expand");
        assertThat(new Commands("t", "workspace", Commands.ANYWHERE).line("info", Path.of("/home/me/w.db")))
                .isEqualTo("t info workspace --db /home/me/w.db");
    }
}
