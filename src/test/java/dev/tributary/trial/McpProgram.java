package dev.tributary.trial;

import dev.tributary.Tributary;
import dev.tributary.fault.Fault;
import dev.tributary.migrate.PostgresMigration;
import dev.tributary.migrate.PostgresReport;
import dev.tributary.migrate.UndoOrder;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Migrates mcp in a process of its own: URL, role, password; with a fourth argument, goes back to that version, or makes the
 * switch of version 016 too. Says when it begins, and what it did.
 */
public final class McpProgram {
    /** The fourth argument of a run that includes version 016. */
    public static final String SWITCH = "switch";

    private McpProgram() {}

    /** Ends with 0 when the schema is up to date, and with 1 when it was refused. */
    public static void main(String[] args) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(args[0]);
        source.setUser(args[1]);
        source.setPassword(args[2]);
        System.out.println("begins");
        try {
            boolean switching = args.length > 3 && args[3].equals(SWITCH);
            if (args.length > 3 && !switching) {
                Tributary.mcp(source).undo(UndoOrder.backTo(args[3]));
                System.out.println("undone");
                return;
            }
            PostgresMigration migration =
                    switching ? Tributary.mcp(source).switchTypedColumns() : Tributary.mcp(source);
            PostgresReport report = migration.migrate();
            System.out.println(report.nothingToDo() ? "nothing to do" : "migrated");
        } catch (Fault fault) {
            System.out.println(fault.getMessage());
            System.exit(1);
        }
    }
}
