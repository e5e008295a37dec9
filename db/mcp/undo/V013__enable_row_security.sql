-- The new tables show all their rows to everybody who may read them again; no row is touched.
LOCK TABLE mcp.embedding_searches, mcp.conflict_resolutions, mcp.task_delegation_history, mcp.task_state_transitions, mcp.task_idempotency_keys, mcp.workspace_activities IN ACCESS EXCLUSIVE MODE;
ALTER TABLE mcp.workspace_activities DISABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation_workspace_activities ON mcp.workspace_activities;
ALTER TABLE mcp.task_idempotency_keys DISABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation_task_idempotency_keys ON mcp.task_idempotency_keys;
ALTER TABLE mcp.task_state_transitions DISABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation_task_state_transitions ON mcp.task_state_transitions;
ALTER TABLE mcp.task_delegation_history DISABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation_task_delegation_history ON mcp.task_delegation_history;
ALTER TABLE mcp.conflict_resolutions DISABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation_conflict_resolutions ON mcp.conflict_resolutions;
ALTER TABLE mcp.embedding_searches DISABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS tenant_isolation_embedding_searches ON mcp.embedding_searches;
