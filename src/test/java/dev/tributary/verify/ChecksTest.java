package dev.tributary.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ChecksTest {
    @Test
    void a_meaning_that_ends_in_a_full_stop_is_told_in_one_sentence() {
        Checks.Finding finding = new Checks.Finding("The status is unknown.", 2, List.of("T-1 = lost", "T-2 = found"));

        assertThat(finding.asText()).isEqualTo("The status is unknown: 2 rows, such as T-1 = lost, T-2 = found");
    }
}
