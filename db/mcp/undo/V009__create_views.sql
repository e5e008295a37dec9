-- The views go; what they show is in the tables. A view of somebody else's that reads one stops it.
DROP VIEW IF EXISTS mcp.v_workspace_activity;
DROP VIEW IF EXISTS mcp.v_agent_workload;
DROP VIEW IF EXISTS mcp.v_active_workflows;
DROP VIEW IF EXISTS mcp.v_task_statistics;
DROP MATERIALIZED VIEW IF EXISTS mcp.active_embedding_models;
DROP MATERIALIZED VIEW IF EXISTS mcp.agent_cost_analytics;
