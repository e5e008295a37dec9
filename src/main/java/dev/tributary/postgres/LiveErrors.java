package dev.tributary.postgres;

import dev.tributary.fault.Fault;
import java.sql.SQLException;

/** What the server says, in the words of the person who has to mend it. */
final class LiveErrors {
    private static final String AGAIN = "run this again; it goes on where it stopped";

    private LiveErrors() {}

    static Fault explain(LiveStep step, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String said = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        if (state.equals("42501") && said.contains("row-level security")) {
            return new Fault(
                            "'" + step.name() + "' would not see all rows: " + said,
                            "row-level security binds this role too (FORCE ROW LEVEL SECURITY), and a change of the"
                                    + " visible rows only would look like a finished one",
                            "let an administrator run: ALTER ROLE <this role> BYPASSRLS; or run this as a role that has it")
                    .revealedBy(e);
        }
        if (state.equals("42501")) {
            return new Fault(
                            "'" + step.name() + "' is not allowed: " + said,
                            "the role of this connection lacks a privilege",
                            "run this as the owner of the schema mcp and its tables")
                    .revealedBy(e);
        }
        if (state.equals(WayBack.WOULD_LOSE)) { // they came after the first look
            return WayBack.refusal(
                            "'" + step.name() + "'",
                            said.replaceFirst("^ERROR: ", "").replaceFirst(" Where: .*$", ""))
                    .revealedBy(e);
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new Fault(
                            "the connection was lost during '" + step.name() + "'",
                            said,
                            "when the server is up again, " + AGAIN)
                    .revealedBy(e);
        }
        return new Fault("'" + step.name() + "' failed: " + said, "SQLSTATE " + state, "mend that, and " + AGAIN)
                .revealedBy(e);
    }
}
