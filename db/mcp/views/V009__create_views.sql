-- What the service's dashboards read. The plain views have the rights of whoever reads them, so that row-level security holds
-- through them; the materialized ones hold the rows of all tenants and are the owner's. Values of status, priority, type and role
-- are read as text: a column of an enum takes their place one day, and these definitions stay true.

-- Per tenant, agent, model and day: what embeddings cost. An unknown agent is ''.
CREATE MATERIALIZED VIEW mcp.agent_cost_analytics AS
SELECT m.tenant_id,
       coalesce(m.agent_id, '')                          AS agent_id,
       m.model_id,
       m.timestamp::DATE                                 AS day,
       count(*)                                          AS requests,
       count(*) FILTER (WHERE m.success IS FALSE)        AS failures,
       sum(coalesce(m.tokens_used, m.tokens_processed))  AS tokens_used,
       sum(coalesce(m.cost_usd, m.estimated_cost_usd, 0)) AS cost_usd,
       avg(coalesce(m.latency_ms, m.processing_time_ms)) AS avg_latency_ms,
       sum(coalesce(m.cache_hits, 0))                    AS cache_hits,
       sum(coalesce(m.cache_misses, 0))                  AS cache_misses
FROM mcp.embedding_metrics AS m
GROUP BY m.tenant_id, coalesce(m.agent_id, ''), m.model_id, m.timestamp::DATE;

CREATE UNIQUE INDEX agent_cost_analytics_key ON mcp.agent_cost_analytics (tenant_id, agent_id, model_id, day);

-- The models that may be used, with what has been made with each.
CREATE MATERIALIZED VIEW mcp.active_embedding_models AS
SELECT m.id,
       m.provider,
       m.model_name,
       m.dimensions,
       m.max_tokens,
       m.cost_per_token,
       m.capabilities,
       count(e.id)                 AS embeddings,
       count(DISTINCT e.tenant_id) AS tenants,
       max(e.created_at)           AS last_embedding_at
FROM mcp.embedding_models AS m
LEFT JOIN mcp.embeddings AS e ON e.model_id = m.id
WHERE m.is_active
GROUP BY m.id, m.provider, m.model_name, m.dimensions, m.max_tokens, m.cost_per_token, m.capabilities;

CREATE UNIQUE INDEX active_embedding_models_key ON mcp.active_embedding_models (id);

-- Per tenant, status and priority: how many tasks, how old, how many late, how long the finished ones took.
CREATE VIEW mcp.v_task_statistics WITH (security_invoker = true) AS
SELECT t.tenant_id,
       t.status::TEXT                                             AS status,
       t.priority::TEXT                                           AS priority,
       count(*)                                                   AS tasks,
       count(*) FILTER (WHERE t.assigned_to IS NULL)              AS unassigned,
       count(*) FILTER (WHERE t.due_date < coalesce(t.completed_at, LOCALTIMESTAMP)) AS late,
       min(t.created_at)                                          AS oldest_created_at,
       avg(t.completed_at - coalesce(t.started_at, t.created_at)) AS avg_time_to_complete
FROM mcp.tasks AS t
GROUP BY t.tenant_id, t.status::TEXT, t.priority::TEXT;

-- The workflows that may run, with their executions.
CREATE VIEW mcp.v_active_workflows WITH (security_invoker = true) AS
SELECT w.id,
       w.tenant_id,
       w.name,
       w.type::TEXT                                                 AS type,
       CASE jsonb_typeof(w.steps) WHEN 'array' THEN jsonb_array_length(w.steps) END AS steps,
       count(x.id)                                                  AS executions,
       count(x.id) FILTER (WHERE x.completed_at IS NULL)            AS unfinished,
       count(x.id) FILTER (WHERE x.status::TEXT = 'failed')         AS failed,
       max(x.started_at)                                            AS last_started_at
FROM mcp.workflows AS w
LEFT JOIN mcp.workflow_executions AS x ON x.workflow_id = w.id
WHERE w.is_active
GROUP BY w.id, w.tenant_id, w.name, w.type, w.steps;

-- Per agent: what it has to do, and what it could still take.
CREATE VIEW mcp.v_agent_workload WITH (security_invoker = true) AS
SELECT a.id,
       a.tenant_id,
       a.name,
       a.status::TEXT                                              AS status,
       a.current_workload,
       a.max_workload,
       greatest(a.max_workload - a.current_workload, 0)            AS free,
       count(t.id)                                                 AS open_tasks,
       count(t.id) FILTER (WHERE t.status::TEXT = 'in_progress')   AS in_progress,
       count(t.id) FILTER (WHERE t.due_date < LOCALTIMESTAMP)      AS late,
       min(t.created_at)                                           AS oldest_task_created_at
FROM mcp.agents AS a
LEFT JOIN mcp.tasks AS t
       ON t.assigned_to = a.id AND t.tenant_id = a.tenant_id AND t.status::TEXT NOT IN ('completed', 'failed', 'cancelled')
GROUP BY a.id, a.tenant_id, a.name, a.status, a.current_workload, a.max_workload;

-- Per workspace: who is in it, what is in it, and what has happened last.
CREATE VIEW mcp.v_workspace_activity WITH (security_invoker = true) AS
SELECT w.id,
       w.tenant_id,
       w.name,
       (SELECT count(*) FROM mcp.workspace_members AS m WHERE m.workspace_id = w.id)  AS members,
       (SELECT count(*) FROM mcp.shared_documents AS d WHERE d.workspace_id = w.id)   AS documents,
       (SELECT count(*) FROM mcp.workspace_activities AS a WHERE a.workspace_id = w.id) AS activities,
       (SELECT count(*) FROM mcp.workspace_activities AS a
         WHERE a.workspace_id = w.id AND a.created_at >= LOCALTIMESTAMP - interval '7 days') AS activities_in_7_days,
       greatest((SELECT max(a.created_at) FROM mcp.workspace_activities AS a WHERE a.workspace_id = w.id),
                (SELECT max(d.updated_at) FROM mcp.shared_documents AS d WHERE d.workspace_id = w.id)) AS last_activity_at
FROM mcp.workspaces AS w;
