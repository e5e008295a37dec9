package dev.tributary.postgres;

import dev.tributary.fault.Fault;
import java.sql.SQLException;

/** What the server or the driver says, in three lines. */
public final class PostgresFaults {
    private PostgresFaults() {}

    /**
     * Explains an error.
     *
     * @param doing what was being done, such as "the migration of mcp"
     * @see <a href="https://www.postgresql.org/docs/17/errcodes-appendix.html">PostgreSQL: error codes</a>
     */
    public static Fault explain(String doing, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
        Fault fault = switch (state) {
            case "28P01", "28000" ->
                new Fault(
                        doing + " could not log in",
                        message,
                        "check --user, and the password in the environment (PGPASSWORD, or the variable that --password-env names)");
            case "3D000" -> new Fault(doing + " found no such database", message, "check --url");
            case "42501" ->
                new Fault(
                        doing + " lacks a privilege",
                        message,
                        "'diagnose' says which one, with the statement that an administrator must run");
            case "55P03" ->
                new Fault(
                        doing + " waited too long for a lock",
                        message,
                        "look for long transactions in pg_stat_activity, then run this again");
            default -> byClass(doing, state, message);
        };
        return fault.revealedBy(e);
    }

    private static Fault byClass(String doing, String state, String message) {
        if (state.startsWith("08") || state.startsWith("57P")) {
            return new Fault(
                            doing + " lost the server",
                            message,
                            "see that the server is up, then run this again: it goes on where it stopped")
                    .afterChanging("versions that were reported as done stay done, the others did not happen");
        }
        return new Fault(doing + " was refused by the server", message + " (" + state + ")", "run 'diagnose'");
    }
}
