package dev.tributary.fault;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A refusal or failure that a person can act on. Its message is three lines by itself, because under Maven the message
 * is all that is shown: what happened (and whether anything changed), why, and what to do next.
 *
 * <p>Faults are values: {@link #at}, {@link #revealedBy} and {@link #afterChanging} return a copy.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String NOTHING_CHANGED = "nothing changed";

    private final String what;
    private final String why;
    private final String next;
    private final String effect;
    private final transient Place place;

    /**
     * A fault that left everything as it was.
     *
     * @param what what happened, one sentence without a full stop, naming the object
     * @param why the reason, or the rule that was broken
     * @param next what the reader does now; a command where there is one
     */
    public Fault(String what, String why, String next) {
        this(what, why, next, NOTHING_CHANGED, Place.UNKNOWN);
    }

    private Fault(String what, String why, String next, String effect, Place place) {
        this.what = Objects.requireNonNull(what, "what");
        this.why = Objects.requireNonNull(why, "why");
        this.next = Objects.requireNonNull(next, "next");
        this.effect = Objects.requireNonNull(effect, "effect");
        this.place = Objects.requireNonNull(place, "place");
    }

    /** The same fault, saying in which file it was found. */
    public Fault at(Path file) {
        return copy(effect, place().withFile(file));
    }

    /** The same fault, saying in which table it was found. */
    public Fault at(String table) {
        return copy(effect, place().withTable(table));
    }

    /** The same fault, saying in which row, by its key as SQL literals, and in which column it was found. */
    public Fault at(String table, String column, String rowKey) {
        return copy(effect, place().withTable(table).withColumn(column).withRowKey(rowKey));
    }

    /**
     * The same fault, keeping the exception that revealed it, as a suppressed one: a cause would replace the three lines
     * wherever only the deepest message is printed, as Flyway's Maven plugin does.
     */
    public Fault revealedBy(Throwable thrown) {
        Fault copy = copy(effect, place());
        copy.addSuppressed(thrown);
        return copy;
    }

    /** The same fault, for the rare case that something did change: the first line says what. */
    public Fault afterChanging(String whatChanged) {
        return copy(whatChanged, place());
    }

    /** The same fault as the first of several: 'plan' shows the others. */
    public Fault withMore(int others) {
        return withMore(others, "plan");
    }

    /** The same, where another command than 'plan' lists them. */
    public Fault withMore(int others, String command) {
        String more = others + (others == 1 ? " more problem was found" : " more problems were found") + "; '" + command
                + "' lists all";
        Fault copy = new Fault(what, why + " (" + more + ")", next, effect, place());
        copy.addSuppressed(this);
        return copy;
    }

    private Fault copy(String newEffect, Place newPlace) {
        Fault copy = new Fault(what, why, next, newEffect, newPlace);
        for (Throwable thrown : getSuppressed()) {
            copy.addSuppressed(thrown);
        }
        return copy;
    }

    /** The first fault in a chain of causes, however deeply a library has wrapped it. */
    public static Optional<Fault> in(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof Fault fault) {
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    public String what() {
        return what;
    }

    public String why() {
        return why;
    }

    public String next() {
        return next;
    }

    /** What the failed run left behind: "nothing changed", or what did. */
    public String effect() {
        return effect;
    }

    public Place place() {
        return place == null ? Place.UNKNOWN : place;
    }

    /** The three lines. */
    @Override
    public String getMessage() {
        return "Refused, " + effect + ": " + what + "\nWhy:  " + why + "\nNext: " + next;
    }

    /** Only the three lines: a class name helps nobody who reads this in a build's output. */
    @Override
    public String toString() {
        return getMessage();
    }

    /** Where a fault was found; every part may be unknown. */
    public record Place(Optional<Path> file, Optional<String> table, Optional<String> column, Optional<String> rowKey) {
        static final Place UNKNOWN = new Place(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        Place withFile(Path value) {
            return new Place(Optional.of(value), table, column, rowKey);
        }

        Place withTable(String value) {
            return new Place(file, Optional.of(value), column, rowKey);
        }

        Place withColumn(String value) {
            return new Place(file, table, Optional.of(value), rowKey);
        }

        Place withRowKey(String value) {
            return new Place(file, table, column, Optional.of(value));
        }
    }
}
