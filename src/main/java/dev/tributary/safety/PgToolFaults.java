package dev.tributary.safety;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What PostgreSQL's own programs say when they fail, in three lines. */
final class PgToolFaults {
    /** A part of what is said, and what a person does about it. */
    private record Remedy(String said, String next) {}

    private static final List<Remedy> REMEDIES = List.of(
            new Remedy("no space left on device", "free space there, or name another folder or server"),
            new Remedy("server version mismatch", "use the client programs of the server's own major version"),
            new Remedy("unsupported version", "use the client programs of the version that made this file, or newer"),
            new Remedy(
                    "row-level security policy",
                    "use the owner of the tables, or an administrator runs: ALTER ROLE .. BYPASSRLS"),
            new Remedy(
                    "password", "check the role, and the password in the environment variable that it is taken from"),
            new Remedy(
                    "permission denied for",
                    "use a role that may read everything: an administrator runs GRANT pg_read_all_data TO it"),
            new Remedy(
                    "permission denied to create extension",
                    "an administrator creates that extension there, or use a role that may"),
            new Remedy("could not open extension control file", "install that extension's package on that server"),
            new Remedy("is not available", "install that extension's package on that server"),
            new Remedy("does not exist", "create it there, and run this again"),
            new Remedy("connection to server", "see that the server is up and reachable from here"));

    private PgToolFaults() {}

    static Fault of(String tool, String otherwise, String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        String next = REMEDIES.stream()
                .filter(remedy -> lower.contains(remedy.said()))
                .map(Remedy::next)
                .findFirst()
                .orElse("mend what it says, and run this again");
        return new Fault(
                tool + " failed: " + otherwise,
                said.isEmpty() ? "it said nothing" : said.replaceAll("\\s+", " "),
                next);
    }

    static Fault notRun(String tool, IOException e) {
        return new Fault(
                        tool + " does not run",
                        String.valueOf(e.getMessage()),
                        "install the client programs of PostgreSQL, or put their folder on the PATH")
                .revealedBy(e);
    }
}
