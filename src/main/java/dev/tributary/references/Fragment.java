package dev.tributary.references;

import java.util.Arrays;

/**
 * Text as a program sees it, and for every character the place in the file that it came from: what is found in the text of
 * a literal can be changed in the file, however the literal was written.
 */
final class Fragment {
    /** Stands for what is known only when the program runs. */
    static final char HOLE = '\uFFFC';

    /** The place of a character that stands nowhere. */
    private static final int NOWHERE = -1;

    private final String text;
    private final int[] places;

    private Fragment(String text, int[] places) {
        this.text = text;
        this.places = places;
    }

    /** A whole file. */
    static Fragment of(String file) {
        int[] places = new int[file.length()];
        Arrays.setAll(places, i -> i);
        return new Fragment(file, places);
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    char charAt(int i) {
        return text.charAt(i);
    }

    /** Whether this stands at that place. */
    boolean at(int i, String wanted) {
        return text.startsWith(wanted, i);
    }

    Fragment sub(int from, int to) {
        return new Fragment(text.substring(from, to), Arrays.copyOfRange(places, from, to));
    }

    /** The place in the file of a character, or of the nearest one that has a place; 0 when none has. */
    int place(int i) {
        for (int j = Math.min(i, places.length - 1); j >= 0; j--) {
            if (places[j] != NOWHERE) {
                return places[j];
            }
        }
        return Arrays.stream(places)
                .filter(place -> place != NOWHERE)
                .findFirst()
                .orElse(0);
    }

    /** Whether these characters stand in the file one after the other, as they are. */
    boolean isVerbatim(int from, int to) {
        for (int i = from; i < to; i++) {
            if (places[i] == NOWHERE || places[i] != places[from] + i - from) {
                return false;
            }
        }
        return true;
    }

    /** Puts a fragment together from characters and their places. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private int[] places = new int[64];

        Builder add(char c, int place) {
            if (text.length() == places.length) {
                places = Arrays.copyOf(places, places.length * 2);
            }
            places[text.length()] = place;
            text.append(c);
            return this;
        }

        Builder add(Fragment other) {
            for (int i = 0; i < other.length(); i++) {
                add(other.text.charAt(i), other.places[i]);
            }
            return this;
        }

        Builder add(Fragment other, int from, int to) {
            return add(other.sub(from, to));
        }

        Builder hole() {
            return add(HOLE, NOWHERE);
        }

        Fragment build() {
            return new Fragment(text.toString(), Arrays.copyOf(places, text.length()));
        }
    }
}
