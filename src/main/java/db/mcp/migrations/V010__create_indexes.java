package db.mcp.migrations;

import static dev.tributary.postgres.LiveSteps.all;
import static dev.tributary.postgres.LiveSteps.backfill;
import static dev.tributary.postgres.LiveSteps.extension;
import static dev.tributary.postgres.LiveSteps.index;
import static dev.tributary.postgres.LiveSteps.partitionedIndex;
import static dev.tributary.postgres.LiveTables.trigger;
import static dev.tributary.postgres.LiveTables.triggerCalling;

import dev.tributary.migrate.LiveMigration;
import dev.tributary.postgres.LiveStep;
import java.util.List;

/**
 * Builds the indexes that were lost, each while others write.
 *
 * <p>The vector index is built with the lists that fit the rows, and {@code maintain mcp} builds it anew when they have become
 * many more. Before the indexes of embeddings, every row is written once, and gets what they are about: the normalized
 * vector and the words of its text. Triggers keep both in step, so that what a program of the old shape writes is found too.
 */
public final class V010__create_indexes extends LiveMigration {
    /**
     * kB, the least there is. Words wait in a list, and whoever fills it sorts them all in: with the default of 4 MB a writer
     * stood still for 143 ms with the machine to itself, and for 350 ms beside others; so for 30 ms. Without a list every
     * insert of a long text would be slower (docs/benchmarks-mcp.md).
     *
     * @see <a href="https://www.postgresql.org/docs/17/gin.html#GIN-FAST-UPDATE">GIN fast update technique</a>
     */
    private static final String PENDING = " WITH (gin_pending_list_limit = 64)";

    private static final String NORMALIZED = """
            BEGIN
              IF TG_OP = 'UPDATE' THEN
                IF NEW.vector IS DISTINCT FROM OLD.vector
                   AND NEW.normalized_embedding IS NOT DISTINCT FROM OLD.normalized_embedding THEN
                  NEW.normalized_embedding := NULL;
                END IF;
              END IF;
              IF NEW.normalized_embedding IS NULL AND vector_norm(NEW.vector) > 0 THEN
                NEW.normalized_embedding := l2_normalize(NEW.vector);
              END IF;
              RETURN NEW;
            END""";

    /** Flyway makes an instance by name. */
    public V010__create_indexes() {
        super(all(extension("pg_trgm"), columns(), embeddings(), keys(), tasks(), others()));
    }

    /** An update of a row that the indexes hold already would write all their entries again, 8 kB for each vector. */
    private static List<LiveStep> columns() {
        return all(
                List.of(trigger(
                        "embeddings",
                        "keep_normalized_in_step",
                        "INSERT OR UPDATE OF vector, normalized_embedding",
                        NORMALIZED)),
                triggerCalling(
                        "embeddings",
                        "update_embeddings_tsvector",
                        "BEFORE INSERT OR UPDATE OF content",
                        "",
                        "update_content_tsvector"),
                List.of(backfill(
                        "give the embeddings their words and normalized vectors",
                        "embeddings",
                        List.of(),
                        "(t.content_tsvector IS NULL OR t.normalized_embedding IS NULL AND public.vector_norm(t.vector) > 0)",
                        "content = t.content, vector = t.vector")));
    }

    private static List<LiveStep> embeddings() {
        return List.of(
                index(
                        "idx_embeddings_normalized_embedding",
                        "embeddings",
                        "USING ivfflat (normalized_embedding vector_cosine_ops)"),
                index("idx_embeddings_content_tsvector", "embeddings", "USING gin (content_tsvector)" + PENDING),
                index("idx_embeddings_content_trgm", "embeddings", "USING gin (content gin_trgm_ops)" + PENDING),
                index("idx_embeddings_agent_id", "embeddings", "(agent_id)"),
                index("idx_embeddings_task_type", "embeddings", "(task_type)"),
                index("idx_embeddings_agent_model", "embeddings", "(agent_id, model_id)"),
                index(
                        "idx_embeddings_tenant_model",
                        "embeddings",
                        "(tenant_id, model_id) INCLUDE (id, content_hash, created_at)"),
                index("idx_embedding_cache_expires_at", "embedding_cache", "(expires_at)"),
                partitionedIndex("idx_embedding_metrics_agent_time", "embedding_metrics", "(agent_id, \"timestamp\")"),
                index("idx_embedding_searches_tenant_created", "embedding_searches", "(tenant_id, created_at)"),
                index(
                        "idx_projection_matrices_lookup",
                        "projection_matrices",
                        "(source_model, target_model) WHERE is_active"));
    }

    private static List<LiveStep> keys() {
        return List.of(
                index("idx_api_keys_key_type_tenant", "api_keys", "(key_type, tenant_id) WHERE (is_active = true)"),
                index("idx_api_keys_parent_key_id", "api_keys", "(parent_key_id) WHERE (parent_key_id IS NOT NULL)"),
                index("idx_api_keys_expires_at", "api_keys", "(expires_at)"));
    }

    private static List<LiveStep> tasks() {
        return List.of(
                partitionedIndex(
                        "idx_tasks_list",
                        "tasks",
                        "(tenant_id, created_at DESC) INCLUDE (id, status, priority, assigned_to)"),
                partitionedIndex("idx_tasks_tenant_status_priority", "tasks", "(tenant_id, status, priority)"),
                partitionedIndex("idx_tasks_created_at", "tasks", "(created_at DESC)"),
                index("idx_task_delegation_history_task_id", "task_delegation_history", "(task_id)"),
                index("idx_task_state_transitions_task_id", "task_state_transitions", "(task_id)"),
                index("idx_task_idempotency_keys_expires_at", "task_idempotency_keys", "(expires_at)"));
    }

    private static List<LiveStep> others() {
        return List.of(
                index("idx_workspace_activities_workspace_id", "workspace_activities", "(workspace_id)"),
                index("idx_workspace_activities_actor_id", "workspace_activities", "(actor_id)"),
                index("idx_conflict_resolutions_document_id", "conflict_resolutions", "(document_id)"),
                index("idx_agents_last_seen_at", "agents", "(last_seen_at)"),
                index("idx_workflows_tenant_active_type", "workflows", "(tenant_id, is_active, type)"),
                index("idx_agent_configs_active", "agent_configs", "(agent_id) WHERE is_active"));
    }
}
