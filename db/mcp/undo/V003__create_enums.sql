-- The enums go. Fails where something of somebody else's uses one: nothing here drops what it did not make.
DROP TYPE IF EXISTS mcp.member_role;
DROP TYPE IF EXISTS mcp.workspace_visibility;
DROP TYPE IF EXISTS mcp.delegation_type;
DROP TYPE IF EXISTS mcp.workflow_status;
DROP TYPE IF EXISTS mcp.workflow_type;
DROP TYPE IF EXISTS mcp.task_priority;
DROP TYPE IF EXISTS mcp.task_status;
