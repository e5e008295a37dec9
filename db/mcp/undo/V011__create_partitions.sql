-- The default partitions go, and the months that hold nothing and are not of the initial schema. A month with rows stays, and so
-- do its rows. Rows in a default partition have no place then: 'maintain mcp' makes their months.
LOCK TABLE
  mcp.tasks,
  mcp.audit_log,
  mcp.api_key_usage,
  mcp.embedding_metrics
IN ACCESS EXCLUSIVE MODE;
SELECT 'mcp.tasks_default', count(*) FROM mcp.tasks_default
UNION ALL
SELECT 'mcp.audit_log_default', count(*) FROM mcp.audit_log_default
UNION ALL
SELECT 'mcp.api_key_usage_default', count(*) FROM mcp.api_key_usage_default
UNION ALL
SELECT 'mcp.embedding_metrics_default', count(*) FROM mcp.embedding_metrics_default;
ALTER TABLE mcp.tasks DETACH PARTITION mcp.tasks_default;
DROP TABLE mcp.tasks_default;
ALTER TABLE mcp.audit_log DETACH PARTITION mcp.audit_log_default;
DROP TABLE mcp.audit_log_default;
ALTER TABLE mcp.api_key_usage DETACH PARTITION mcp.api_key_usage_default;
DROP TABLE mcp.api_key_usage_default;
ALTER TABLE mcp.embedding_metrics DETACH PARTITION mcp.embedding_metrics_default;
DROP TABLE mcp.embedding_metrics_default;
DO $months$
DECLARE
  part   RECORD;
  filled BOOLEAN;
BEGIN
  FOR part IN
    SELECT i.inhparent::REGCLASS AS parent, i.inhrelid::REGCLASS AS name, c.relname,
           c.reloptions @> '{autovacuum_vacuum_scale_factor=0.05,autovacuum_analyze_scale_factor=0.05,autovacuum_vacuum_insert_scale_factor=0.1}' AS is_set
    FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
    WHERE i.inhparent IN ('mcp.tasks'::REGCLASS, 'mcp.audit_log'::REGCLASS, 'mcp.api_key_usage'::REGCLASS, 'mcp.embedding_metrics'::REGCLASS)
      AND c.relkind = 'r'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', part.name) INTO filled;
    IF part.is_set AND NOT filled AND part.relname ~ '_\d{4}_\d\d$' AND part.relname !~ '_2025_0[123]$' THEN
      EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', part.parent, part.name);
      EXECUTE format('DROP TABLE %s', part.name);
    ELSIF part.is_set THEN
      EXECUTE format('ALTER TABLE %s RESET (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor, autovacuum_vacuum_insert_scale_factor)', part.name);
    END IF;
  END LOOP;
END
$months$;
