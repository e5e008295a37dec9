-- The typed columns go; the texts beside them say the same, in the words in which they were written. What a person has
-- added to the mapping, or changed in it, would be lost.
LOCK TABLE mcp.tasks, mcp.workflows, mcp.task_delegations, mcp.workspace_members IN ACCESS EXCLUSIVE MODE;
SELECT 'mcp.typed_column_mapping that a person has added', count(*)
  FROM mcp.typed_column_mapping
 WHERE label <> text_value
   AND (column_name, text_value, label) NOT IN (('status', 'running', 'in_progress'), ('status', 'canceled', 'cancelled'),
                                                ('priority', 'normal', 'medium'), ('role', 'member', 'contributor'));
DROP VIEW IF EXISTS mcp.unmapped_typed_values;
DROP TRIGGER IF EXISTS zz_keep_typed_columns_in_step ON mcp.workspace_members;
DROP TRIGGER IF EXISTS zz_keep_typed_columns_in_step ON mcp.task_delegations;
DROP TRIGGER IF EXISTS zz_keep_typed_columns_in_step ON mcp.workflows;
DROP TRIGGER IF EXISTS zz_keep_typed_columns_in_step ON mcp.tasks;
DROP FUNCTION IF EXISTS mcp.workspace_members_keep_typed_columns_in_step();
DROP FUNCTION IF EXISTS mcp.task_delegations_keep_typed_columns_in_step();
DROP FUNCTION IF EXISTS mcp.workflows_keep_typed_columns_in_step();
DROP FUNCTION IF EXISTS mcp.tasks_keep_typed_columns_in_step();
ALTER TABLE mcp.workspace_members DROP COLUMN IF EXISTS role_enum;
ALTER TABLE mcp.task_delegations DROP COLUMN IF EXISTS delegation_type_enum;
ALTER TABLE mcp.workflows DROP COLUMN IF EXISTS type_enum;
ALTER TABLE mcp.tasks
  DROP COLUMN IF EXISTS priority_enum,
  DROP COLUMN IF EXISTS status_enum;
DROP TABLE mcp.typed_column_mapping;
