-- The columns go. What a program has written into them is lost. What is made from the content or the vector, by triggers of later
-- versions, is not counted.
LOCK TABLE mcp.embeddings, mcp.tasks, mcp.agents, mcp.workspaces IN ACCESS EXCLUSIVE MODE;
SELECT 'mcp.embeddings with values in the columns of version 005', count(*)
  FROM mcp.embeddings
 WHERE num_nonnulls(agent_id, task_type, cost_usd, generation_time_ms, idf_scores) > 0
    OR normalized_embedding IS NOT NULL AND vector IS NULL
    OR content_tsvector IS NULL AND num_nonnulls(term_frequencies, document_length) > 0
UNION ALL
SELECT 'mcp.tasks with auto_escalate, escalation_timeout or max_delegations of their own', count(*)
  FROM mcp.tasks
 WHERE auto_escalate IS DISTINCT FROM FALSE OR escalation_timeout IS NOT NULL OR max_delegations IS DISTINCT FROM 3
UNION ALL
SELECT 'mcp.agents with last_seen_at', count(*)
  FROM mcp.agents
 WHERE last_seen_at IS NOT NULL
UNION ALL
SELECT 'mcp.workspaces with a visibility, limits or counts of their own', count(*)
  FROM mcp.workspaces
 WHERE visibility IS DISTINCT FROM 'private'
    OR (max_members, max_storage_bytes, max_documents) IS DISTINCT FROM (50, 1073741824, 1000)
    OR (current_storage_bytes, current_documents) IS DISTINCT FROM (0, 0);
ALTER TABLE mcp.workspaces
  DROP COLUMN IF EXISTS current_documents,
  DROP COLUMN IF EXISTS max_documents,
  DROP COLUMN IF EXISTS current_storage_bytes,
  DROP COLUMN IF EXISTS max_storage_bytes,
  DROP COLUMN IF EXISTS max_members,
  DROP COLUMN IF EXISTS visibility;
ALTER TABLE mcp.agents
  DROP COLUMN IF EXISTS last_seen_at;
ALTER TABLE mcp.tasks
  DROP COLUMN IF EXISTS max_delegations,
  DROP COLUMN IF EXISTS escalation_timeout,
  DROP COLUMN IF EXISTS auto_escalate;
ALTER TABLE mcp.embeddings
  DROP COLUMN IF EXISTS idf_scores,
  DROP COLUMN IF EXISTS document_length,
  DROP COLUMN IF EXISTS term_frequencies,
  DROP COLUMN IF EXISTS content_tsvector,
  DROP COLUMN IF EXISTS generation_time_ms,
  DROP COLUMN IF EXISTS cost_usd,
  DROP COLUMN IF EXISTS normalized_embedding,
  DROP COLUMN IF EXISTS task_type,
  DROP COLUMN IF EXISTS agent_id;
