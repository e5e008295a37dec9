-- The indexes and the triggers go; the words and normalized vectors stay, which version 005's way back takes with their columns.
-- The extension pg_trgm goes where it is ours and nobody else uses it.
LOCK TABLE
  mcp.agent_configs,
  mcp.agents,
  mcp.api_keys,
  mcp.conflict_resolutions,
  mcp.embedding_cache,
  mcp.embedding_metrics,
  mcp.embedding_searches,
  mcp.embeddings,
  mcp.projection_matrices,
  mcp.task_delegation_history,
  mcp.task_idempotency_keys,
  mcp.task_state_transitions,
  mcp.tasks,
  mcp.workflows,
  mcp.workspace_activities
IN ACCESS EXCLUSIVE MODE;
DROP INDEX IF EXISTS mcp.idx_agent_configs_active;
DROP INDEX IF EXISTS mcp.idx_workflows_tenant_active_type;
DROP INDEX IF EXISTS mcp.idx_agents_last_seen_at;
DROP INDEX IF EXISTS mcp.idx_conflict_resolutions_document_id;
DROP INDEX IF EXISTS mcp.idx_workspace_activities_actor_id;
DROP INDEX IF EXISTS mcp.idx_workspace_activities_workspace_id;
DROP INDEX IF EXISTS mcp.idx_task_idempotency_keys_expires_at;
DROP INDEX IF EXISTS mcp.idx_task_state_transitions_task_id;
DROP INDEX IF EXISTS mcp.idx_task_delegation_history_task_id;
DROP INDEX IF EXISTS mcp.idx_tasks_created_at;
DROP INDEX IF EXISTS mcp.idx_tasks_tenant_status_priority;
DROP INDEX IF EXISTS mcp.idx_tasks_list;
DROP INDEX IF EXISTS mcp.idx_api_keys_expires_at;
DROP INDEX IF EXISTS mcp.idx_api_keys_parent_key_id;
DROP INDEX IF EXISTS mcp.idx_api_keys_key_type_tenant;
DROP INDEX IF EXISTS mcp.idx_projection_matrices_lookup;
DROP INDEX IF EXISTS mcp.idx_embedding_searches_tenant_created;
DROP INDEX IF EXISTS mcp.idx_embedding_metrics_agent_time;
DROP INDEX IF EXISTS mcp.idx_embedding_cache_expires_at;
DROP INDEX IF EXISTS mcp.idx_embeddings_tenant_model;
DROP INDEX IF EXISTS mcp.idx_embeddings_agent_model;
DROP INDEX IF EXISTS mcp.idx_embeddings_task_type;
DROP INDEX IF EXISTS mcp.idx_embeddings_agent_id;
DROP INDEX IF EXISTS mcp.idx_embeddings_content_trgm;
DROP INDEX IF EXISTS mcp.idx_embeddings_content_tsvector;
DROP INDEX IF EXISTS mcp.idx_embeddings_normalized_embedding;
DROP TRIGGER IF EXISTS update_embeddings_tsvector ON mcp.embeddings;
DROP TRIGGER IF EXISTS keep_normalized_in_step ON mcp.embeddings;
DROP FUNCTION IF EXISTS mcp.embeddings_keep_normalized_in_step();
DO $extension$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm' AND pg_has_role(extowner, 'USAGE')) THEN
    DROP EXTENSION pg_trgm;
  END IF;
EXCEPTION WHEN dependent_objects_still_exist THEN
  RAISE NOTICE 'pg_trgm stays: %', SQLERRM;
END
$extension$;
