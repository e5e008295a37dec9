-- The tables go, with every row in them.
LOCK TABLE
  mcp.embedding_statistics,
  mcp.task_delegation_history,
  mcp.task_state_transitions,
  mcp.task_idempotency_keys,
  mcp.projection_matrices,
  mcp.workspace_activities,
  mcp.embedding_searches,
  mcp.conflict_resolutions
IN ACCESS EXCLUSIVE MODE;
SELECT 'mcp.embedding_statistics', count(*) FROM mcp.embedding_statistics
UNION ALL
SELECT 'mcp.task_delegation_history', count(*) FROM mcp.task_delegation_history
UNION ALL
SELECT 'mcp.task_state_transitions', count(*) FROM mcp.task_state_transitions
UNION ALL
SELECT 'mcp.task_idempotency_keys', count(*) FROM mcp.task_idempotency_keys
UNION ALL
SELECT 'mcp.projection_matrices', count(*) FROM mcp.projection_matrices
UNION ALL
SELECT 'mcp.workspace_activities', count(*) FROM mcp.workspace_activities
UNION ALL
SELECT 'mcp.embedding_searches', count(*) FROM mcp.embedding_searches
UNION ALL
SELECT 'mcp.conflict_resolutions', count(*) FROM mcp.conflict_resolutions;
DROP TABLE mcp.conflict_resolutions;
DROP TABLE mcp.embedding_searches;
DROP TABLE mcp.workspace_activities;
DROP TABLE mcp.projection_matrices;
DROP TABLE mcp.task_idempotency_keys;
DROP TABLE mcp.task_state_transitions;
DROP TABLE mcp.task_delegation_history;
DROP TABLE mcp.embedding_statistics;
