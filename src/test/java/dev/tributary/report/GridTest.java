package dev.tributary.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GridTest {
    @Test
    void words_stand_left_and_numbers_right_without_a_frame() {
        Grid grid = new Grid(2).words("table").numbers("rows").row(List.of("tasks", "85"));

        assertThat(grid.lines()).containsExactly("  table  rows", "  -----------", "  tasks    85");
    }

    @Test
    void long_words_are_broken_at_underscores_only_where_the_table_would_be_too_wide() {
        String name = "orchestration_decisions";
        Grid fits = new Grid(0).words("source").row(List.of(name));
        Grid wide = new Grid(0)
                .words("source")
                .exact("path")
                .numbers("rows")
                .row(List.of(name, "/a_path/that_is/copied_from/the_screen/and_not_broken/ever.db", "1"));

        assertThat(fits.lines().get(2)).isEqualTo(name);
        assertThat(wide.lines().get(2)).startsWith("orchestration_  /a_path/that_is/copied_from/the_screen/and_not_");
        assertThat(wide.lines().get(3)).startsWith("decisions");
    }

    @Test
    void a_line_break_in_a_value_does_not_break_the_table() {
        Grid grid = new Grid(0).words("key").row(List.of("a\nb"));

        assertThat(grid.lines()).hasSize(3).last().isEqualTo("a\\nb");
    }
}
