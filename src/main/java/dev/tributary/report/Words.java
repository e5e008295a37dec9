package dev.tributary.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, times and names as people read them. */
final class Words {
    private static final int DIGITS = 12;
    private static final long KILO = 1_000;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 1 row}, {@code 2,000 rows}. */
    static String count(long value, String one) {
        return number(value) + " " + one + (value == 1 ? "" : "s");
    }

    static String bytes(long value) {
        if (value < KILO) {
            return value + " B";
        }
        double rest = value;
        int unit = -1;
        while (rest >= KILO && unit < 3) {
            rest /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", rest, new String[] {"kB", "MB", "GB", "TB"}[unit]);
    }

    static String time(Duration took) {
        long millis = took.toMillis();
        if (millis < KILO) {
            return millis + " ms";
        }
        if (took.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.1f s", millis / (double) KILO);
        }
        return took.toMinutes() + " min " + took.toSecondsPart() + " s";
    }

    static String time(Instant instant) {
        return TIME.format(instant) + " UTC";
    }

    /** The first digits of a digest, enough for a person to compare. */
    static String brief(String digest) {
        return digest.length() > DIGITS ? digest.substring(0, DIGITS) : digest;
    }

    /** A migration's file name as a sentence: {@code V002__create_x.sql} becomes {@code create x}. */
    static String description(String file) {
        return file.replaceFirst("^V\\d+__", "").replaceFirst("\\.\\w+$", "").replace('_', ' ');
    }

    /** Text that came from a database or a path, safe for a terminal: control characters are written out. */
    static String visible(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder safe = new StringBuilder();
        text.chars().forEach(c -> {
            if (c == '\n') {
                safe.append("\\n");
            } else if (Character.isISOControl(c)) {
                safe.append(String.format("\\u%04x", c));
            } else {
                safe.append((char) c);
            }
        });
        return safe.toString();
    }
}
