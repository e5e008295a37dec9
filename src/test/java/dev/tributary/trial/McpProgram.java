package dev.tributary.trial;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.PostgresReport;
import dev.tributary.migrate.UndoOrder;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Migrates mcp in a process of its own: URL, role, password; with a fourth argument, goes back to that version. Says when it
 * begins, and what it did.
 */
public final class McpProgram {
    private McpProgram() {}

    /** Ends with 0 when the schema is up to date, and with 1 when it was refused. */
    public static void main(String[] args) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(args[0]);
        source.setUser(args[1]);
        source.setPassword(args[2]);
        System.out.println("begins");
        try {
            if (args.length > 3) {
                Tributary.mcp(source).undo(UndoOrder.backTo(args[3]));
                System.out.println("undone");
                return;
            }
            PostgresReport report = Tributary.mcp(source).migrate();
            System.out.println(report.nothingToDo() ? "nothing to do" : "migrated");
        } catch (Fault fault) {
            System.out.println(fault.getMessage());
            System.exit(1);
        }
    }
}
