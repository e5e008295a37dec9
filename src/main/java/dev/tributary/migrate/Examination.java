package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import java.util.List;

/**
 * Whether this machine and the files or the server are ready for a run. A value; making it changed nothing.
 *
 * @param findings one per thing that was looked at, in the order of a run
 */
public record Examination(List<Finding> findings) {
    public Examination {
        findings = List.copyOf(findings);
    }

    /** How something stands. */
    public enum State {
        /** As it should be. */
        OK,
        /** A run goes, and somebody may want to know this before. */
        WARNING,
        /** A run would be refused, or fail. */
        NEEDS_YOU
    }

    /**
     * One thing that was looked at.
     *
     * @param about what it was, in one or two words
     * @param found what was seen
     * @param next what to do; empty where nothing is to be done
     */
    public record Finding(State state, String about, String found, String next) {
        static Finding ok(String about, String found) {
            return new Finding(State.OK, about, found, "");
        }

        static Finding warning(String about, String found, String next) {
            return new Finding(State.WARNING, about, found, next);
        }

        static Finding needsYou(String about, String found, String next) {
            return new Finding(State.NEEDS_YOU, about, found, next);
        }

        static Finding needsYou(String about, Fault fault) {
            return needsYou(about, fault.what() + ": " + fault.why(), fault.next());
        }
    }

    /** Whether nothing would stop a run. */
    public boolean ok() {
        return findings.stream().noneMatch(finding -> finding.state() == State.NEEDS_YOU);
    }

    /** What any run needs of this machine: Java, SQLite's library, the temporary folder; and Docker, which few need. */
    public static Examination ofMachine() {
        return new Examination(MachineLook.findings());
    }
}
