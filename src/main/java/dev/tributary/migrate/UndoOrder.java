package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import java.util.Optional;

/**
 * How far a person wants to go back, and what may be lost on the way.
 *
 * @param to the version to be at afterwards, such as {@code 005}, {@code 0} for none; empty for one version back
 * @param loseRows whether rows and values that have no place there may go
 * @param confirmation the database's name, typed by a person; needed below version 003
 */
public record UndoOrder(Optional<String> to, boolean loseRows, Optional<String> confirmation) {
    public UndoOrder {
        if (to.isPresent() && !to.get().matches("\\d{1,6}")) {
            throw new Fault(
                    "'" + to.get() + "' is not a version",
                    "versions are numbers, such as 005; 0 is the state before the first",
                    "correct --to: 'info mcp' lists them");
        }
    }

    /** One version back, and only if nothing is lost. */
    public static UndoOrder oneBack() {
        return new UndoOrder(Optional.empty(), false, Optional.empty());
    }

    /** Back to this version, and only if nothing is lost. */
    public static UndoOrder backTo(String version) {
        return new UndoOrder(Optional.of(version), false, Optional.empty());
    }

    /** The same, and rows and values that have no place there may go. */
    public UndoOrder losingRows() {
        return new UndoOrder(to, true, confirmation);
    }

    /** The same, with the database's name as a person has typed it. */
    public UndoOrder confirmedFor(String database) {
        return new UndoOrder(to, loseRows, Optional.of(database));
    }
}
