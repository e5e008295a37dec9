package dev.tributary.cli;

/** How a command ends, for scripts. */
public enum ExitCode {
    /** Done, or nothing to report. */
    DONE(0),
    /** Refused or failed; the first line says "nothing changed", or what did. */
    REFUSED(1),
    /** The command was typed wrong. */
    USAGE(2),
    /** A check found something that needs a person. */
    NEEDS_YOU(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }
}
