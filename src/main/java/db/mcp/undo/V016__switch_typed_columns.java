package db.mcp.undo;

import static dev.tributary.postgres.LiveSteps.index;
import static dev.tributary.postgres.LiveSteps.partitionedIndex;

import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.TypedTexts;
import dev.tributary.postgres.TypedTexts.Text;
import dev.tributary.postgres.UndoSteps;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the labels down as texts, while the tables are in use, and builds every index that was on a text. What is left for
 * the one transaction is to change names.
 */
public final class V016__switch_typed_columns implements UndoSteps {
    private static final String NEXT = "_text";

    private static final List<TypedTexts> TABLES = List.of(
            new TypedTexts(
                    "tasks",
                    true,
                    List.of(new Text("status", "VARCHAR(50)", false), new Text("priority", "VARCHAR(20)", false))),
            new TypedTexts("workflows", true, List.of(new Text("type", "VARCHAR(100)", true))),
            new TypedTexts("task_delegations", false, List.of(new Text("delegation_type", "VARCHAR(50)", false))),
            new TypedTexts("workspace_members", false, List.of(new Text("role", "VARCHAR(50)", true))));

    /** Made by name. */
    public V016__switch_typed_columns() {}

    @Override
    public List<LiveStep> before(boolean loseRows) {
        List<LiveStep> steps = new ArrayList<>();
        TABLES.forEach(table -> steps.add(table.add()));
        TABLES.forEach(table -> steps.add(table.fill()));
        TABLES.forEach(table -> steps.addAll(table.notNull()));
        steps.addAll(List.of(
                tasks("in_progress", "(status_enum, assigned_to) WHERE ((status_enum)::text = 'in_progress'::text)"),
                tasks("pending", "(status_enum) WHERE ((status_enum)::text = 'pending'::text)"),
                tasks("priority_status", "(priority_enum, status_enum)"),
                tasks("status", "(status_enum)"),
                tasks("tenant_created_by_status", "(tenant_id, created_by, status_enum)"),
                tasks("tenant_status", "(tenant_id, status_enum)"),
                tasks("list", "(tenant_id, created_at DESC) INCLUDE (id, status_enum, priority_enum, assigned_to)"),
                tasks("tenant_status_priority", "(tenant_id, status_enum, priority_enum)"),
                index("idx_workflows_type" + NEXT, "workflows", "(type_enum)"),
                index("idx_workflows_tenant_active_type" + NEXT, "workflows", "(tenant_id, is_active, type_enum)")));
        return List.copyOf(steps);
    }

    private static LiveStep tasks(String name, String definition) {
        return partitionedIndex("idx_tasks_" + name + NEXT, "tasks", definition);
    }
}
