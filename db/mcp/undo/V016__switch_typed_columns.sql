-- The texts come back beside the typed columns, each saying its label: which rows said `normal` or `running` before the
-- switch is not known any more. They and their indexes were made before, while others write; here they change names.
LOCK TABLE mcp.tasks, mcp.workflows, mcp.task_delegations, mcp.workspace_members IN ACCESS EXCLUSIVE MODE;
DROP TRIGGER IF EXISTS zz_tributary_write_texts ON mcp.tasks;
DROP TRIGGER IF EXISTS zz_tributary_write_texts ON mcp.workflows;
DROP TRIGGER IF EXISTS zz_tributary_write_texts ON mcp.task_delegations;
DROP TRIGGER IF EXISTS zz_tributary_write_texts ON mcp.workspace_members;
DROP FUNCTION IF EXISTS mcp.tributary_write_texts_of_tasks();
DROP FUNCTION IF EXISTS mcp.tributary_write_texts_of_workflows();
DROP FUNCTION IF EXISTS mcp.tributary_write_texts_of_task_delegations();
DROP FUNCTION IF EXISTS mcp.tributary_write_texts_of_workspace_members();
DROP INDEX mcp.idx_tasks_in_progress, mcp.idx_tasks_pending, mcp.idx_tasks_priority_status, mcp.idx_tasks_status,
  mcp.idx_tasks_tenant_created_by_status, mcp.idx_tasks_tenant_status, mcp.idx_tasks_list, mcp.idx_tasks_tenant_status_priority,
  mcp.idx_workflows_type, mcp.idx_workflows_tenant_active_type;
ALTER TABLE mcp.tasks RENAME COLUMN status TO status_label;
ALTER TABLE mcp.tasks RENAME COLUMN status_enum TO status;
ALTER TABLE mcp.tasks RENAME COLUMN status_label TO status_enum;
ALTER TABLE mcp.tasks RENAME COLUMN priority TO priority_label;
ALTER TABLE mcp.tasks RENAME COLUMN priority_enum TO priority;
ALTER TABLE mcp.tasks RENAME COLUMN priority_label TO priority_enum;
ALTER TABLE mcp.workflows RENAME COLUMN type TO type_label;
ALTER TABLE mcp.workflows RENAME COLUMN type_enum TO type;
ALTER TABLE mcp.workflows RENAME COLUMN type_label TO type_enum;
ALTER TABLE mcp.task_delegations RENAME COLUMN delegation_type TO delegation_type_label;
ALTER TABLE mcp.task_delegations RENAME COLUMN delegation_type_enum TO delegation_type;
ALTER TABLE mcp.task_delegations RENAME COLUMN delegation_type_label TO delegation_type_enum;
ALTER TABLE mcp.workspace_members RENAME COLUMN role TO role_label;
ALTER TABLE mcp.workspace_members RENAME COLUMN role_enum TO role;
ALTER TABLE mcp.workspace_members RENAME COLUMN role_label TO role_enum;
ALTER TABLE mcp.tasks ALTER COLUMN status_enum DROP DEFAULT, ALTER COLUMN priority_enum DROP DEFAULT;
ALTER TABLE mcp.workflows ALTER COLUMN type_enum DROP NOT NULL;
ALTER TABLE mcp.workspace_members ALTER COLUMN role_enum DROP NOT NULL, ALTER COLUMN role_enum DROP DEFAULT;
ALTER TABLE mcp.tasks ALTER COLUMN status SET DEFAULT 'pending', ALTER COLUMN priority SET DEFAULT 'normal';
ALTER TABLE mcp.workspace_members ALTER COLUMN role SET DEFAULT 'member';
DO $view$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW mcp.v_task_statistics WITH (security_invoker = true) AS ' || regexp_replace(regexp_replace(pg_get_viewdef('mcp.v_task_statistics'::regclass), '\(status_enum\)::text', '(status)::text', 'g'), '\(priority_enum\)::text', '(priority)::text', 'g'); END $view$;
DO $view$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW mcp.v_agent_workload WITH (security_invoker = true) AS ' || regexp_replace(pg_get_viewdef('mcp.v_agent_workload'::regclass), '\mt\.status_enum\M', 't.status', 'g'); END $view$;
DO $view$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW mcp.v_active_workflows WITH (security_invoker = true) AS ' || regexp_replace(pg_get_viewdef('mcp.v_active_workflows'::regclass), '\mw\.type_enum\M', 'w.type', 'g'); END $view$;
ALTER INDEX mcp.idx_tasks_in_progress_text RENAME TO idx_tasks_in_progress;
ALTER INDEX mcp.idx_tasks_pending_text RENAME TO idx_tasks_pending;
ALTER INDEX mcp.idx_tasks_priority_status_text RENAME TO idx_tasks_priority_status;
ALTER INDEX mcp.idx_tasks_status_text RENAME TO idx_tasks_status;
ALTER INDEX mcp.idx_tasks_tenant_created_by_status_text RENAME TO idx_tasks_tenant_created_by_status;
ALTER INDEX mcp.idx_tasks_tenant_status_text RENAME TO idx_tasks_tenant_status;
ALTER INDEX mcp.idx_tasks_list_text RENAME TO idx_tasks_list;
ALTER INDEX mcp.idx_tasks_tenant_status_priority_text RENAME TO idx_tasks_tenant_status_priority;
ALTER INDEX mcp.idx_workflows_type_text RENAME TO idx_workflows_type;
ALTER INDEX mcp.idx_workflows_tenant_active_type_text RENAME TO idx_workflows_tenant_active_type;
DO $comment$
DECLARE
  switched RECORD;
BEGIN
  FOR switched IN SELECT c.relname, a.attname, col_description(c.oid, a.attnum) AS said
                  FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
                  WHERE (c.oid, a.attname) IN (('mcp.tasks'::regclass, 'status_enum'), ('mcp.tasks'::regclass, 'priority_enum'),
                         ('mcp.workflows'::regclass, 'type_enum'), ('mcp.task_delegations'::regclass, 'delegation_type_enum'),
                         ('mcp.workspace_members'::regclass, 'role_enum')) LOOP
    EXECUTE format('COMMENT ON COLUMN mcp.%I.%I IS %L', switched.relname, replace(switched.attname, '_enum', ''), switched.said);
  END LOOP;
END
$comment$;
CREATE OR REPLACE FUNCTION mcp.tasks_keep_typed_columns_in_step() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
  meant_by_status mcp.task_status;
  meant_by_priority mcp.task_priority;
BEGIN
  IF TG_OP = 'INSERT' OR NEW.status IS DISTINCT FROM OLD.status OR NEW.status_enum IS DISTINCT FROM OLD.status_enum
     OR NEW.status_enum IS NULL THEN
    SELECT m.label INTO meant_by_status FROM mcp.typed_column_mapping AS m
    WHERE m.table_name = 'tasks' AND m.column_name = 'status' AND m.text_value = NEW.status;
    IF NEW.status_enum IS DISTINCT FROM meant_by_status AND NEW.status_enum IS NOT NULL
       AND (TG_OP = 'INSERT' AND (NEW.status IS NULL OR NEW.status = 'pending') OR TG_OP = 'UPDATE' AND NEW.status IS NOT DISTINCT FROM OLD.status) THEN
      NEW.status := NEW.status_enum;
    ELSE
      NEW.status_enum := meant_by_status;
    END IF;
  END IF;
  IF TG_OP = 'INSERT' OR NEW.priority IS DISTINCT FROM OLD.priority OR NEW.priority_enum IS DISTINCT FROM OLD.priority_enum
     OR NEW.priority_enum IS NULL THEN
    SELECT m.label INTO meant_by_priority FROM mcp.typed_column_mapping AS m
    WHERE m.table_name = 'tasks' AND m.column_name = 'priority' AND m.text_value = NEW.priority;
    IF NEW.priority_enum IS DISTINCT FROM meant_by_priority AND NEW.priority_enum IS NOT NULL
       AND (TG_OP = 'INSERT' AND (NEW.priority IS NULL OR NEW.priority = 'normal') OR TG_OP = 'UPDATE' AND NEW.priority IS NOT DISTINCT FROM OLD.priority) THEN
      NEW.priority := NEW.priority_enum;
    ELSE
      NEW.priority_enum := meant_by_priority;
    END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND current_setting('application_name') = 'tributary' THEN
    NEW.updated_at := OLD.updated_at;
  END IF;
  RETURN NEW;
END
$body$;
CREATE OR REPLACE TRIGGER zz_keep_typed_columns_in_step BEFORE INSERT OR UPDATE ON mcp.tasks FOR EACH ROW EXECUTE FUNCTION mcp.tasks_keep_typed_columns_in_step();
CREATE OR REPLACE FUNCTION mcp.workflows_keep_typed_columns_in_step() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
  meant_by_type mcp.workflow_type;
BEGIN
  IF TG_OP = 'INSERT' OR NEW.type IS DISTINCT FROM OLD.type OR NEW.type_enum IS DISTINCT FROM OLD.type_enum
     OR NEW.type_enum IS NULL THEN
    SELECT m.label INTO meant_by_type FROM mcp.typed_column_mapping AS m
    WHERE m.table_name = 'workflows' AND m.column_name = 'type' AND m.text_value = NEW.type;
    IF NEW.type_enum IS DISTINCT FROM meant_by_type AND NEW.type_enum IS NOT NULL
       AND (TG_OP = 'INSERT' AND (NEW.type IS NULL) OR TG_OP = 'UPDATE' AND NEW.type IS NOT DISTINCT FROM OLD.type) THEN
      NEW.type := NEW.type_enum;
    ELSE
      NEW.type_enum := meant_by_type;
    END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND current_setting('application_name') = 'tributary' THEN
    NEW.updated_at := OLD.updated_at;
  END IF;
  RETURN NEW;
END
$body$;
CREATE OR REPLACE TRIGGER zz_keep_typed_columns_in_step BEFORE INSERT OR UPDATE ON mcp.workflows FOR EACH ROW EXECUTE FUNCTION mcp.workflows_keep_typed_columns_in_step();
CREATE OR REPLACE FUNCTION mcp.task_delegations_keep_typed_columns_in_step() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
  meant_by_delegation_type mcp.delegation_type;
BEGIN
  IF TG_OP = 'INSERT' OR NEW.delegation_type IS DISTINCT FROM OLD.delegation_type OR NEW.delegation_type_enum IS DISTINCT FROM OLD.delegation_type_enum
     OR NEW.delegation_type_enum IS NULL THEN
    SELECT m.label INTO meant_by_delegation_type FROM mcp.typed_column_mapping AS m
    WHERE m.table_name = 'task_delegations' AND m.column_name = 'delegation_type' AND m.text_value = NEW.delegation_type;
    IF NEW.delegation_type_enum IS DISTINCT FROM meant_by_delegation_type AND NEW.delegation_type_enum IS NOT NULL
       AND (TG_OP = 'INSERT' AND (NEW.delegation_type IS NULL) OR TG_OP = 'UPDATE' AND NEW.delegation_type IS NOT DISTINCT FROM OLD.delegation_type) THEN
      NEW.delegation_type := NEW.delegation_type_enum;
    ELSE
      NEW.delegation_type_enum := meant_by_delegation_type;
    END IF;
  END IF;
  RETURN NEW;
END
$body$;
CREATE OR REPLACE TRIGGER zz_keep_typed_columns_in_step BEFORE INSERT OR UPDATE ON mcp.task_delegations FOR EACH ROW EXECUTE FUNCTION mcp.task_delegations_keep_typed_columns_in_step();
CREATE OR REPLACE FUNCTION mcp.workspace_members_keep_typed_columns_in_step() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
  meant_by_role mcp.member_role;
BEGIN
  IF TG_OP = 'INSERT' OR NEW.role IS DISTINCT FROM OLD.role OR NEW.role_enum IS DISTINCT FROM OLD.role_enum
     OR NEW.role_enum IS NULL THEN
    SELECT m.label INTO meant_by_role FROM mcp.typed_column_mapping AS m
    WHERE m.table_name = 'workspace_members' AND m.column_name = 'role' AND m.text_value = NEW.role;
    IF NEW.role_enum IS DISTINCT FROM meant_by_role AND NEW.role_enum IS NOT NULL
       AND (TG_OP = 'INSERT' AND (NEW.role IS NULL OR NEW.role = 'member') OR TG_OP = 'UPDATE' AND NEW.role IS NOT DISTINCT FROM OLD.role) THEN
      NEW.role := NEW.role_enum;
    ELSE
      NEW.role_enum := meant_by_role;
    END IF;
  END IF;
  RETURN NEW;
END
$body$;
CREATE OR REPLACE TRIGGER zz_keep_typed_columns_in_step BEFORE INSERT OR UPDATE ON mcp.workspace_members FOR EACH ROW EXECUTE FUNCTION mcp.workspace_members_keep_typed_columns_in_step();
CREATE OR REPLACE VIEW mcp.unmapped_typed_values WITH (security_invoker = true) AS
SELECT 'tasks'::text AS table_name, 'status'::text AS column_name, t.status::text AS text_value, count(*) AS row_count,
       format('INSERT INTO mcp.typed_column_mapping (table_name, column_name, text_value, label) VALUES (%L, %L, %L, ''<label>'');',
              'tasks', 'status', t.status) AS add_mapping
FROM mcp.tasks AS t
WHERE t.status_enum IS NULL AND t.status IS NOT NULL
GROUP BY t.status
UNION ALL
SELECT 'tasks'::text AS table_name, 'priority'::text AS column_name, t.priority::text AS text_value, count(*) AS row_count,
       format('INSERT INTO mcp.typed_column_mapping (table_name, column_name, text_value, label) VALUES (%L, %L, %L, ''<label>'');',
              'tasks', 'priority', t.priority) AS add_mapping
FROM mcp.tasks AS t
WHERE t.priority_enum IS NULL AND t.priority IS NOT NULL
GROUP BY t.priority
UNION ALL
SELECT 'workflows'::text AS table_name, 'type'::text AS column_name, t.type::text AS text_value, count(*) AS row_count,
       format('INSERT INTO mcp.typed_column_mapping (table_name, column_name, text_value, label) VALUES (%L, %L, %L, ''<label>'');',
              'workflows', 'type', t.type) AS add_mapping
FROM mcp.workflows AS t
WHERE t.type_enum IS NULL AND t.type IS NOT NULL
GROUP BY t.type
UNION ALL
SELECT 'task_delegations'::text AS table_name, 'delegation_type'::text AS column_name, t.delegation_type::text AS text_value, count(*) AS row_count,
       format('INSERT INTO mcp.typed_column_mapping (table_name, column_name, text_value, label) VALUES (%L, %L, %L, ''<label>'');',
              'task_delegations', 'delegation_type', t.delegation_type) AS add_mapping
FROM mcp.task_delegations AS t
WHERE t.delegation_type_enum IS NULL AND t.delegation_type IS NOT NULL
GROUP BY t.delegation_type
UNION ALL
SELECT 'workspace_members'::text AS table_name, 'role'::text AS column_name, t.role::text AS text_value, count(*) AS row_count,
       format('INSERT INTO mcp.typed_column_mapping (table_name, column_name, text_value, label) VALUES (%L, %L, %L, ''<label>'');',
              'workspace_members', 'role', t.role) AS add_mapping
FROM mcp.workspace_members AS t
WHERE t.role_enum IS NULL AND t.role IS NOT NULL
GROUP BY t.role;
