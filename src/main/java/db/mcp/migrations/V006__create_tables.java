package db.mcp.migrations;

import static dev.tributary.postgres.LiveSteps.all;
import static dev.tributary.postgres.LiveTables.newTable;

import dev.tributary.migrate.LiveMigration;
import java.util.List;

/**
 * Creates the eight tables that were lost, one per transaction: a foreign key locks the table that it refers to.
 *
 * <p>{@code tasks} is partitioned by created_at and its key is (id, created_at), so what refers to a task carries
 * task_created_at and has a real foreign key of both. When a task goes, its history goes with it.
 */
public final class V006__create_tables extends LiveMigration {
    private static final String ID = "id UUID NOT NULL DEFAULT public.uuid_generate_v4()";
    private static final String NOW = "TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP";
    private static final String JSON = "JSONB NOT NULL DEFAULT '{}'";
    private static final String TASK = "FOREIGN KEY (task_id, task_created_at) REFERENCES mcp.tasks (id, created_at)";

    /** Flyway makes an instance by name. */
    public V006__create_tables() {
        super(all(
                newTable(
                        "embedding_statistics",
                        List.of(),
                        "collection_id VARCHAR(255) NOT NULL",
                        "total_documents BIGINT NOT NULL DEFAULT 0",
                        "avg_document_length DOUBLE PRECISION NOT NULL DEFAULT 0",
                        "term_document_counts " + JSON,
                        "last_updated " + NOW,
                        "CONSTRAINT embedding_statistics_pkey PRIMARY KEY (collection_id)"),
                newTable(
                        "task_delegation_history",
                        List.of("tasks", "agents"),
                        ID,
                        "task_id UUID NOT NULL",
                        "task_created_at TIMESTAMP NOT NULL",
                        "from_agent_id UUID",
                        "to_agent_id UUID",
                        "delegation_type mcp.delegation_type",
                        "reason TEXT",
                        "metadata " + JSON,
                        "created_at " + NOW,
                        "CONSTRAINT task_delegation_history_pkey PRIMARY KEY (id)",
                        "CONSTRAINT task_delegation_history_task_fkey " + TASK + " ON DELETE CASCADE",
                        "CONSTRAINT task_delegation_history_from_agent_id_fkey FOREIGN KEY (from_agent_id) REFERENCES"
                                + " mcp.agents (id) ON DELETE SET NULL",
                        "CONSTRAINT task_delegation_history_to_agent_id_fkey FOREIGN KEY (to_agent_id) REFERENCES"
                                + " mcp.agents (id) ON DELETE SET NULL"),
                newTable(
                        "task_state_transitions",
                        List.of("tasks", "agents"),
                        ID,
                        "task_id UUID NOT NULL",
                        "task_created_at TIMESTAMP NOT NULL",
                        "from_state VARCHAR(50)",
                        "to_state VARCHAR(50) NOT NULL",
                        "agent_id UUID",
                        "reason TEXT",
                        "metadata " + JSON,
                        "created_at " + NOW,
                        "CONSTRAINT task_state_transitions_pkey PRIMARY KEY (id)",
                        "CONSTRAINT task_state_transitions_task_fkey " + TASK + " ON DELETE CASCADE",
                        "CONSTRAINT task_state_transitions_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES mcp.agents"
                                + " (id) ON DELETE SET NULL"),
                newTable(
                        "task_idempotency_keys",
                        List.of("tasks"),
                        "idempotency_key VARCHAR(255) NOT NULL",
                        "task_id UUID NOT NULL",
                        "task_created_at TIMESTAMP NOT NULL",
                        "created_at " + NOW,
                        "expires_at TIMESTAMP NOT NULL",
                        "CONSTRAINT task_idempotency_keys_pkey PRIMARY KEY (idempotency_key)",
                        "CONSTRAINT task_idempotency_keys_task_fkey " + TASK + " ON DELETE CASCADE"),
                newTable(
                        "projection_matrices",
                        List.of(),
                        ID,
                        "source_model VARCHAR(100) NOT NULL",
                        "source_dimensions INTEGER NOT NULL",
                        "target_model VARCHAR(100) NOT NULL",
                        "target_dimensions INTEGER NOT NULL",
                        "matrix_data BYTEA NOT NULL",
                        "training_loss DOUBLE PRECISION",
                        "validation_loss DOUBLE PRECISION",
                        "is_active BOOLEAN NOT NULL DEFAULT TRUE",
                        "created_at " + NOW,
                        "updated_at " + NOW,
                        "CONSTRAINT projection_matrices_pkey PRIMARY KEY (id)",
                        "CONSTRAINT projection_matrices_source_target_key UNIQUE (source_model, source_dimensions,"
                                + " target_model, target_dimensions)",
                        "CONSTRAINT projection_matrices_dimensions_check CHECK (source_dimensions > 0 AND"
                                + " target_dimensions > 0)"),
                newTable(
                        "workspace_activities",
                        List.of("workspaces"),
                        ID,
                        "workspace_id UUID NOT NULL",
                        "actor_id UUID NOT NULL",
                        "action VARCHAR(100) NOT NULL",
                        "target_type VARCHAR(100)",
                        "target_id UUID",
                        "metadata " + JSON,
                        "created_at " + NOW,
                        "CONSTRAINT workspace_activities_pkey PRIMARY KEY (id)",
                        "CONSTRAINT workspace_activities_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES"
                                + " mcp.workspaces (id) ON DELETE CASCADE"),
                newTable(
                        "embedding_searches",
                        List.of("embedding_models"),
                        ID,
                        "tenant_id UUID NOT NULL",
                        "agent_id VARCHAR(255)",
                        "model_id UUID",
                        "query_text TEXT",
                        "query_embedding public.vector",
                        "filters " + JSON,
                        "similarity_threshold DOUBLE PRECISION",
                        "result_limit INTEGER",
                        "result_count INTEGER NOT NULL DEFAULT 0",
                        "duration_ms BIGINT",
                        "metadata " + JSON,
                        "created_at " + NOW,
                        "CONSTRAINT embedding_searches_pkey PRIMARY KEY (id)",
                        "CONSTRAINT embedding_searches_model_id_fkey FOREIGN KEY (model_id) REFERENCES"
                                + " mcp.embedding_models (id)"),
                newTable(
                        "conflict_resolutions",
                        List.of("shared_documents", "agents"),
                        ID,
                        "tenant_id UUID NOT NULL",
                        "document_id UUID NOT NULL",
                        "conflict_type VARCHAR(100) NOT NULL",
                        "resolution_strategy VARCHAR(100) NOT NULL",
                        "resolved_by UUID",
                        "conflicting_operations JSONB NOT NULL DEFAULT '[]'",
                        "details " + JSON,
                        "created_at " + NOW,
                        "resolved_at TIMESTAMP",
                        "CONSTRAINT conflict_resolutions_pkey PRIMARY KEY (id)",
                        "CONSTRAINT conflict_resolutions_document_id_fkey FOREIGN KEY (document_id) REFERENCES"
                                + " mcp.shared_documents (id) ON DELETE CASCADE",
                        "CONSTRAINT conflict_resolutions_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES"
                                + " mcp.agents (id) ON DELETE SET NULL")));
    }
}
