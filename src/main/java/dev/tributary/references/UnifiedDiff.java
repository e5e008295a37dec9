package dev.tributary.references;

import java.util.ArrayList;
import java.util.List;

/** A unified diff of two texts of equally many lines, as {@code patch} and {@code git apply} read it. */
final class UnifiedDiff {
    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    /** Empty when the texts are equal. */
    static String of(String file, String before, String after) {
        Lines old = new Lines(before);
        Lines now = new Lines(after);
        if (old.count() != now.count()) {
            throw new IllegalArgumentException("a name has no line's end in it, so that the lines stay as many");
        }
        List<Integer> changed = new ArrayList<>();
        for (int line = 1; line <= old.count(); line++) {
            if (!old.text(line).equals(now.text(line))) {
                changed.add(line);
            }
        }
        if (changed.isEmpty()) {
            return "";
        }
        StringBuilder diff = new StringBuilder("--- a/" + file + "\n+++ b/" + file + "\n");
        for (int i = 0; i < changed.size(); ) {
            int from = Math.max(1, changed.get(i) - CONTEXT);
            int to = changed.get(i);
            while (i < changed.size() && changed.get(i) <= to + 2 * CONTEXT) {
                to = changed.get(i);
                i++;
            }
            to = Math.min(old.count(), to + CONTEXT);
            int length = to - from + 1;
            diff.append("@@ -")
                    .append(from)
                    .append(',')
                    .append(length)
                    .append(" +")
                    .append(from)
                    .append(',')
                    .append(length)
                    .append(" @@\n");
            hunk(diff, old, now, from, to);
        }
        return diff.toString();
    }

    private static void hunk(StringBuilder diff, Lines old, Lines now, int from, int to) {
        int line = from;
        while (line <= to) {
            int end = line;
            while (end <= to && !old.text(end).equals(now.text(end))) {
                end++;
            }
            for (int i = line; i < end; i++) {
                line(diff, '-', old.text(i));
            }
            for (int i = line; i < end; i++) {
                line(diff, '+', now.text(i));
            }
            if (end == line) {
                line(diff, ' ', old.text(line));
                end++;
            }
            line = end;
        }
    }

    private static void line(StringBuilder diff, char mark, String text) {
        diff.append(mark).append(text);
        if (!text.endsWith("\n")) {
            diff.append("\n\\ No newline at end of file\n");
        }
    }
}
