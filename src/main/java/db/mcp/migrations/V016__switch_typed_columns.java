package db.mcp.migrations;

import dev.tributary.migrate.LiveMigration;
import dev.tributary.postgres.TypedSwitch;
import dev.tributary.postgres.TypedSwitch.SwitchedIndex;
import dev.tributary.postgres.TypedSwitch.SwitchedRead;
import dev.tributary.postgres.TypedSwitch.SwitchedView;
import java.util.List;
import java.util.Set;

/**
 * Lets the typed columns of version 014 take the place of the texts beside them. From then on a text that is no label is
 * an error, also one that the mapping knows: a program that writes {@code normal} or {@code member} fails. So it runs only
 * where somebody asks for it, and refuses while a text without a label is there.
 */
public final class V016__switch_typed_columns extends LiveMigration {
    private static final List<SwitchedIndex> INDEXES = List.of(
            tasks("in_progress", "(status_enum, assigned_to) WHERE (status_enum = 'in_progress'::mcp.task_status)"),
            tasks("pending", "(status_enum) WHERE (status_enum = 'pending'::mcp.task_status)"),
            tasks("priority_status", "(priority_enum, status_enum)"),
            tasks("status", "(status_enum)"),
            tasks("tenant_created_by_status", "(tenant_id, created_by, status_enum)"),
            tasks("tenant_status", "(tenant_id, status_enum)"),
            tasks("list", "(tenant_id, created_at DESC) INCLUDE (id, status_enum, priority_enum, assigned_to)"),
            tasks("tenant_status_priority", "(tenant_id, status_enum, priority_enum)"),
            new SwitchedIndex("workflows", "idx_workflows_type", "(type_enum)"),
            new SwitchedIndex("workflows", "idx_workflows_tenant_active_type", "(tenant_id, is_active, type_enum)"));

    private static final List<SwitchedView> VIEWS = List.of(
            new SwitchedView(
                    "tasks",
                    "v_task_statistics",
                    List.of(
                            new SwitchedRead("\\(status\\)::text", "(status_enum)::text"),
                            new SwitchedRead("\\(priority\\)::text", "(priority_enum)::text"))),
            new SwitchedView(
                    "tasks", "v_agent_workload", List.of(new SwitchedRead("\\mt\\.status\\M", "t.status_enum"))),
            new SwitchedView(
                    "workflows", "v_active_workflows", List.of(new SwitchedRead("\\mw\\.type\\M", "w.type_enum"))));

    /** Flyway makes an instance by name. */
    public V016__switch_typed_columns() {
        super(new TypedSwitch(V014__add_typed_columns.COLUMNS, Set.of("tasks"), INDEXES, VIEWS).steps());
    }

    @Override
    public boolean onRequest() {
        return true;
    }

    private static SwitchedIndex tasks(String name, String definition) {
        return new SwitchedIndex("tasks", "idx_tasks_" + name, definition);
    }
}
