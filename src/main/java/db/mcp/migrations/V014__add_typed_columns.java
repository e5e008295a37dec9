package db.mcp.migrations;

import static dev.tributary.postgres.LiveSteps.all;

import dev.tributary.migrate.LiveMigration;
import dev.tributary.postgres.TypedColumn;
import dev.tributary.postgres.TypedColumns;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a column of the enum's type beside five columns of text, and keeps the two in step both ways, so that programs of
 * either kind can run side by side. What a text means says the table {@code typed_column_mapping}, which an operator may
 * extend; a text that it does not know is listed by {@code unmapped_typed_values}, never guessed, and stops no write.
 */
public final class V014__add_typed_columns extends LiveMigration {
    private static final TypedColumn STATUS = TypedColumn.of("tasks", "status", "task_status", "pending");
    private static final TypedColumn PRIORITY = TypedColumn.of("tasks", "priority", "task_priority", "normal");
    private static final TypedColumn WORKFLOW =
            TypedColumn.of("workflows", "type", "workflow_type").required();
    private static final TypedColumn DELEGATION =
            TypedColumn.of("task_delegations", "delegation_type", "delegation_type");
    private static final TypedColumn ROLE =
            TypedColumn.of("workspace_members", "role", "member_role", "member").required();

    static final TypedColumns COLUMNS =
            new TypedColumns(List.of(STATUS, PRIORITY, WORKFLOW, DELEGATION, ROLE), Set.of("tasks", "workflows"));

    /** As V003 made them. */
    private static final Map<TypedColumn, List<String>> LABELS = Map.of(
            STATUS, List.of("pending", "assigned", "in_progress", "completed", "failed", "cancelled", "delegated"),
            PRIORITY, List.of("low", "medium", "high", "critical"),
            WORKFLOW, List.of("sequential", "parallel", "conditional", "loop", "map_reduce", "scatter_gather"),
            DELEGATION, List.of("handoff", "collaboration", "supervision", "consultation"),
            ROLE, List.of("viewer", "contributor", "moderator", "admin", "owner"));

    /** The deployed defaults, and two names of the same thing; whatever else is in use an operator maps. */
    private static final Map<TypedColumn, List<String>> SYNONYMS = Map.of(
            STATUS, List.of("running", "in_progress", "canceled", "cancelled"),
            PRIORITY, List.of("normal", "medium"),
            ROLE, List.of("member", "contributor"));

    /** Flyway makes an instance by name. */
    public V014__add_typed_columns() {
        super(all(COLUMNS.mapping(LABELS, SYNONYMS), COLUMNS.expand()));
    }
}
