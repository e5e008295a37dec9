package dev.tributary.references;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The lines of a file, counted from 1, with their ends. */
final class Lines {
    private final String text;
    private final List<Integer> starts = new ArrayList<>();

    Lines(String text) {
        this.text = text;
        starts.add(0);
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            if (i + 1 < text.length()) {
                starts.add(i + 1);
            }
        }
    }

    int count() {
        return text.isEmpty() ? 0 : starts.size();
    }

    int line(int place) {
        int found = Collections.binarySearch(starts, place);
        return found >= 0 ? found + 1 : -found - 1;
    }

    int column(int place) {
        return place - starts.get(line(place) - 1) + 1;
    }

    /** A line with its end, which the last one may lack. */
    String text(int line) {
        return text.substring(starts.get(line - 1), line < starts.size() ? starts.get(line) : text.length());
    }
}
