package db.mcp.migrations;

import static dev.tributary.postgres.LiveSteps.addColumns;
import static dev.tributary.postgres.LiveSteps.all;
import static dev.tributary.postgres.LiveSteps.column;

import dev.tributary.migrate.LiveMigration;

/**
 * Adds the columns that were lost when the migrations were folded into one. All defaults are constants, so no table is
 * rewritten; one table at a time, so no two are locked together.
 */
public final class V005__add_columns extends LiveMigration {
    /** Flyway makes an instance by name. */
    public V005__add_columns() {
        super(all(
                addColumns(
                        "embeddings",
                        column("agent_id", "VARCHAR(255)"),
                        column("task_type", "VARCHAR(50)"),
                        column("normalized_embedding", "public.vector(1536)"),
                        column("cost_usd", "NUMERIC(10,6)"),
                        column("generation_time_ms", "INTEGER"),
                        column("content_tsvector", "TSVECTOR"),
                        column("term_frequencies", "JSONB"),
                        column("document_length", "INTEGER"),
                        column("idf_scores", "JSONB")),
                addColumns(
                        "tasks",
                        column("auto_escalate", "BOOLEAN", "FALSE"),
                        column("escalation_timeout", "INTERVAL"),
                        column("max_delegations", "INTEGER", "3")),
                addColumns("agents", column("last_seen_at", "TIMESTAMPTZ")),
                addColumns(
                        "workspaces",
                        column("visibility", "mcp.workspace_visibility", "'private'"),
                        column("max_members", "INTEGER", "50"),
                        column("max_storage_bytes", "BIGINT", "1073741824"),
                        column("current_storage_bytes", "BIGINT", "0"),
                        column("max_documents", "INTEGER", "1000"),
                        column("current_documents", "INTEGER", "0"))));
    }
}
