package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;

/** What a document shows of what a program prints; {@code [..]} stands for any lines that it leaves out. */
final class Shown {
    private static final String ELIDED = "[..]";

    private Shown() {}

    /**
     * Requires that the document leaves nothing out where it does not say so. Empty lines do not count.
     *
     * @param what was printed by it, for messages
     * @param comparable a line without what differs from run to run
     */
    static void requireIn(String printed, List<String> shown, String what, UnaryOperator<String> comparable) {
        List<String> real =
                printed.lines().filter(line -> !line.isBlank()).map(comparable).toList();
        int at = 0;
        boolean elided = false;
        for (String line : shown) {
            if (line.equals(ELIDED)) {
                elided = true;
            } else if (!line.isBlank()) {
                String wanted = comparable.apply(line);
                int found = elided ? at + real.subList(at, real.size()).indexOf(wanted) : at;
                assertThat(found < at || found >= real.size() ? "nothing" : real.get(found))
                        .as("after line %d of '%s', which printed%n%s", at, what, String.join("\n", real))
                        .isEqualTo(wanted);
                at = found + 1;
                elided = false;
            }
        }
        assertThat(elided ? List.of() : real.subList(at, real.size()))
                .as("lines of '%s' that are left out at the end, without a word", what)
                .isEmpty();
    }

    /** A line without times, sizes and the widths of columns, which follow them. */
    static String withoutTimes(String line) {
        return line.replaceAll("\\d+(\\.\\d+)? m?s\\b", "TIME")
                .replaceAll("-{20,}", "--")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
