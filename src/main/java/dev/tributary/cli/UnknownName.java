package dev.tributary.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A word that is none of the few that could stand there, and the one that was probably meant. */
final class UnknownName extends ParameterException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<String> meant;

    UnknownName(CommandLine command, String message, String typed, List<String> possible) {
        super(command, message);
        this.meant = nearest(typed, possible);
    }

    Optional<String> meant() {
        return meant;
    }

    /** The nearest one, when at most a third of its letters are wrong. */
    static Optional<String> nearest(String typed, List<String> possible) {
        return possible.stream()
                .filter(each -> distance(typed, each) <= Math.max(1, each.length() / 3))
                .min((a, b) -> Integer.compare(distance(typed, a), distance(typed, b)));
    }

    /** Letters to insert, delete, replace or swap with the next: optimal string alignment. */
    static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[from.length()][to.length()];
    }
}
