-- The triggers go, what they have written stays: rows of audit_log.
LOCK TABLE mcp.tasks, mcp.workflows, mcp.workspaces, mcp.shared_documents, mcp.agent_configs, mcp.embedding_models, mcp.integrations, mcp.projection_matrices, mcp.tenant_config, mcp.webhook_configs IN ACCESS EXCLUSIVE MODE;
DROP TRIGGER IF EXISTS update_webhook_configs_updated_at ON mcp.webhook_configs;
DROP TRIGGER IF EXISTS update_tenant_config_updated_at ON mcp.tenant_config;
DROP TRIGGER IF EXISTS update_tasks_updated_at ON mcp.tasks;
DROP TRIGGER IF EXISTS update_projection_matrices_updated_at ON mcp.projection_matrices;
DROP TRIGGER IF EXISTS update_integrations_updated_at ON mcp.integrations;
DROP TRIGGER IF EXISTS update_embedding_models_updated_at ON mcp.embedding_models;
DROP TRIGGER IF EXISTS update_agent_configs_updated_at ON mcp.agent_configs;
DROP TRIGGER IF EXISTS validate_workflow_steps ON mcp.workflows;
DROP TRIGGER IF EXISTS audit_shared_documents_update ON mcp.shared_documents;
DROP TRIGGER IF EXISTS audit_shared_documents ON mcp.shared_documents;
DROP TRIGGER IF EXISTS audit_workspaces_update ON mcp.workspaces;
DROP TRIGGER IF EXISTS audit_workspaces ON mcp.workspaces;
DROP TRIGGER IF EXISTS audit_workflows_update ON mcp.workflows;
DROP TRIGGER IF EXISTS audit_workflows ON mcp.workflows;
DROP TRIGGER IF EXISTS audit_tasks_update ON mcp.tasks;
DROP TRIGGER IF EXISTS audit_tasks ON mcp.tasks;
