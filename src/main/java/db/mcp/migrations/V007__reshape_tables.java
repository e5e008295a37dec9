package db.mcp.migrations;

import static dev.tributary.postgres.LiveSteps.addColumns;
import static dev.tributary.postgres.LiveSteps.all;
import static dev.tributary.postgres.LiveSteps.backfill;
import static dev.tributary.postgres.LiveSteps.check;
import static dev.tributary.postgres.LiveSteps.column;
import static dev.tributary.postgres.LiveSteps.defaultFor;
import static dev.tributary.postgres.LiveSteps.notNull;
import static dev.tributary.postgres.LiveTables.replaceKey;
import static dev.tributary.postgres.LiveTables.trigger;

import dev.tributary.migrate.LiveMigration;
import dev.tributary.postgres.LiveStep;
import java.util.List;

/**
 * Brings four tables that exist in an older shape into the new one, in place and with their rows: tenant_config,
 * agent_configs, embedding_cache and embedding_metrics.
 *
 * <p>The old columns stay. Where an old and a new column mean the same, a trigger keeps them in step both ways, so that
 * programs that write either shape can run side by side. One thing ends: an agent may now have several configurations, so
 * {@code ON CONFLICT (agent_id)} on agent_configs no longer finds a unique constraint.
 */
public final class V007__reshape_tables extends LiveMigration {
    private static final String NEW_ID = "public.uuid_generate_v4()";

    private static final String CACHE_COUNTERS = """
            BEGIN
              IF TG_OP = 'INSERT' THEN
                NEW.access_count := coalesce(NEW.access_count, NEW.hit_count, 0);
                NEW.hit_count := NEW.access_count;
                NEW.last_accessed := coalesce(NEW.last_accessed, NEW.last_hit_at);
                NEW.last_hit_at := NEW.last_accessed;
                RETURN NEW;
              END IF;
              IF NEW.hit_count IS DISTINCT FROM OLD.hit_count THEN
                NEW.access_count := NEW.hit_count;
              ELSIF NEW.access_count IS DISTINCT FROM OLD.access_count AND OLD.access_count IS NOT NULL THEN
                NEW.hit_count := NEW.access_count;
              END IF;
              IF NEW.last_hit_at IS DISTINCT FROM OLD.last_hit_at THEN
                NEW.last_accessed := NEW.last_hit_at;
              ELSIF NEW.last_accessed IS DISTINCT FROM OLD.last_accessed THEN
                NEW.last_hit_at := NEW.last_accessed;
              END IF;
              RETURN NEW;
            END""";

    /** The old column holds 1536 dimensions and no others. */
    private static final String CACHE_VECTORS = """
            BEGIN
              IF TG_OP = 'INSERT' THEN
                NEW.embedding := coalesce(NEW.embedding, NEW.vector);
              ELSIF NEW.vector IS DISTINCT FROM OLD.vector THEN
                NEW.embedding := NEW.vector;
              END IF;
              NEW.vector := CASE WHEN vector_dims(NEW.embedding) = 1536 THEN NEW.embedding END;
              RETURN NEW;
            END""";

    private static final String METRICS = """
            BEGIN
              IF TG_OP = 'INSERT' THEN
                NEW.tokens_used := coalesce(NEW.tokens_used, NEW.tokens_processed, 0);
                NEW.batch_size := coalesce(NEW.batch_size, NEW.vectors_created, 0);
                NEW.latency_ms := coalesce(NEW.latency_ms, NEW.processing_time_ms, 0);
                NEW.cost_usd := coalesce(NEW.cost_usd, NEW.estimated_cost_usd);
                NEW.success := coalesce(NEW.success, coalesce(NEW.error_count, 0) = 0);
                NEW.tokens_processed := coalesce(NEW.tokens_processed, NEW.tokens_used);
                NEW.vectors_created := coalesce(NEW.vectors_created, NEW.batch_size);
                NEW.processing_time_ms := coalesce(NEW.processing_time_ms, NEW.latency_ms);
                NEW.estimated_cost_usd := coalesce(NEW.estimated_cost_usd, NEW.cost_usd);
                RETURN NEW;
              END IF;
              IF NEW.tokens_processed IS DISTINCT FROM OLD.tokens_processed THEN
                NEW.tokens_used := NEW.tokens_processed;
              ELSIF NEW.tokens_used IS DISTINCT FROM OLD.tokens_used THEN
                NEW.tokens_processed := coalesce(NEW.tokens_used, NEW.tokens_processed);
              END IF;
              IF NEW.vectors_created IS DISTINCT FROM OLD.vectors_created THEN
                NEW.batch_size := NEW.vectors_created;
              ELSIF NEW.batch_size IS DISTINCT FROM OLD.batch_size THEN
                NEW.vectors_created := coalesce(NEW.batch_size, NEW.vectors_created);
              END IF;
              IF NEW.processing_time_ms IS DISTINCT FROM OLD.processing_time_ms THEN
                NEW.latency_ms := NEW.processing_time_ms;
              ELSIF NEW.latency_ms IS DISTINCT FROM OLD.latency_ms THEN
                NEW.processing_time_ms := coalesce(NEW.latency_ms, NEW.processing_time_ms);
              END IF;
              IF NEW.estimated_cost_usd IS DISTINCT FROM OLD.estimated_cost_usd THEN
                NEW.cost_usd := NEW.estimated_cost_usd;
              ELSIF NEW.cost_usd IS DISTINCT FROM OLD.cost_usd THEN
                NEW.estimated_cost_usd := NEW.cost_usd;
              END IF;
              RETURN NEW;
            END""";

    /** Flyway makes an instance by name. */
    public V007__reshape_tables() {
        super(all(tenantConfig(), agentConfigs(), embeddingCache(), embeddingMetrics()));
    }

    private static List<LiveStep> tenantConfig() {
        return all(
                addColumns(
                        "tenant_config",
                        column("id", "UUID"),
                        column("rate_limit_config", "JSONB", "'{}'"),
                        column("service_tokens", "JSONB", "'{}'"),
                        column("allowed_origins", "TEXT[]", "'{}'")),
                List.of(
                        defaultFor("tenant_config", "id", NEW_ID),
                        backfill(
                                "give every tenant_config an id",
                                "tenant_config",
                                List.of("tenant_id uuid"),
                                "t.id IS NULL",
                                "id = " + NEW_ID)),
                notNull("tenant_config", "id"),
                replaceKey("tenant_config", "id", "tenant_config_tenant_id_key", "tenant_id"));
    }

    private static List<LiveStep> agentConfigs() {
        return all(
                addColumns(
                        "agent_configs",
                        column("id", "UUID"),
                        column("version", "INTEGER", "1"),
                        column("embedding_strategy", "VARCHAR(50)", "'balanced'"),
                        column("model_preferences", "JSONB", "'[]'"),
                        column("constraints", "JSONB", "'{}'"),
                        column("fallback_behavior", "JSONB", "'{}'"),
                        column("is_active", "BOOLEAN", "TRUE"),
                        column("created_by", "VARCHAR(255)"),
                        column("limits", "JSONB", "'{}'")),
                List.of(
                        defaultFor("agent_configs", "id", NEW_ID),
                        backfill(
                                "give every agent_config an id",
                                "agent_configs",
                                List.of("agent_id uuid"),
                                "t.id IS NULL",
                                "id = " + NEW_ID)),
                notNull("agent_configs", "id"),
                notNull("agent_configs", "version"),
                notNull("agent_configs", "is_active"),
                check(
                        "agent_configs",
                        "agent_configs_embedding_strategy_check",
                        "embedding_strategy IN ('balanced', 'quality', 'speed', 'cost')"),
                check("agent_configs", "agent_configs_version_check", "version > 0"),
                replaceKey("agent_configs", "id", "agent_configs_agent_id_version_key", "agent_id, version"));
    }

    private static List<LiveStep> embeddingCache() {
        return all(
                addColumns(
                        "embedding_cache",
                        column("id", "UUID"),
                        column("embedding", "public.vector"),
                        column("metadata", "JSONB", "'{}'"),
                        column("access_count", "INTEGER"),
                        column("last_accessed", "TIMESTAMP")),
                List.of(
                        defaultFor("embedding_cache", "id", NEW_ID),
                        trigger("embedding_cache", "keep_counters_in_step", "INSERT OR UPDATE", CACHE_COUNTERS),
                        trigger(
                                "embedding_cache",
                                "keep_vectors_in_step",
                                "INSERT OR UPDATE OF vector, embedding",
                                CACHE_VECTORS),
                        backfill(
                                "carry the cached embeddings over",
                                "embedding_cache",
                                List.of("content_hash varchar", "model_id uuid"),
                                "(t.id IS NULL OR t.access_count IS NULL)",
                                "id = coalesce(t.id, " + NEW_ID + "), embedding = coalesce(t.embedding, t.vector),"
                                        + " access_count = coalesce(t.access_count, t.hit_count, 0),"
                                        + " last_accessed = coalesce(t.last_accessed, t.last_hit_at)")),
                notNull("embedding_cache", "id"),
                check(
                        "embedding_cache",
                        "embedding_cache_dimensions_check",
                        "embedding IS NULL OR public.vector_dims(embedding) <= 4096"),
                replaceKey(
                        "embedding_cache",
                        "id",
                        "embedding_cache_content_hash_model_id_key",
                        "content_hash, model_id"));
    }

    /** Has no key, so its rows are read by their blocks. */
    private static List<LiveStep> embeddingMetrics() {
        return all(
                addColumns(
                        "embedding_metrics",
                        column("agent_id", "VARCHAR(255)"),
                        column("tokens_used", "BIGINT"),
                        column("cost_usd", "NUMERIC(12,6)"),
                        column("latency_ms", "BIGINT"),
                        column("batch_size", "INTEGER"),
                        column("success", "BOOLEAN"),
                        column("error_message", "TEXT")),
                List.of(
                        trigger("embedding_metrics", "keep_metrics_in_step", "INSERT OR UPDATE", METRICS),
                        backfill(
                                "carry the metrics over",
                                "embedding_metrics",
                                List.of(),
                                "t.tokens_used IS NULL",
                                "tokens_used = t.tokens_processed, batch_size = t.vectors_created,"
                                        + " latency_ms = t.processing_time_ms, cost_usd = t.estimated_cost_usd,"
                                        + " success = coalesce(t.error_count, 0) = 0")));
    }
}
