-- The column is called type again. Its values are the old ones already: the steps before have mapped them back. A key whose
-- kind no old type stands for, and what only the new columns hold, would be lost.
LOCK TABLE mcp.api_keys IN ACCESS EXCLUSIVE MODE;
SELECT format('mcp.api_keys with key_type %s and role %s, for which there is no old type',
              coalesce(key_type, 'NULL'), coalesce(role, 'NULL')), count(*)
  FROM mcp.api_keys
 WHERE CASE
         WHEN jsonb_typeof(metadata) = 'object' AND jsonb_exists(metadata, 'legacy_type')
           THEN metadata ->> 'legacy_type' NOT IN ('standard', 'service', 'personal', 'temporary')
         WHEN key_type = 'user' THEN role IS NOT DISTINCT FROM 'admin'
         WHEN key_type = 'admin' THEN role IS DISTINCT FROM 'admin'
         ELSE key_type IN ('agent', 'gateway')
       END
 GROUP BY key_type, role
UNION ALL
SELECT 'mcp.api_keys with a parent_key_id or allowed_services', count(*)
  FROM mcp.api_keys
 WHERE parent_key_id IS NOT NULL OR allowed_services <> '{}'
UNION ALL
SELECT 'mcp.api_key_type_mapping that a person has added', count(*)
  FROM mcp.api_key_type_mapping
 WHERE NOT (coalesce(old_type, '') IN ('standard', 'personal', 'temporary', '')
            AND coalesce(role, '') IN ('user', 'readonly', 'service', '') AND key_type = 'user'
            OR old_type = 'service' AND coalesce(role, '') IN ('user', 'readonly', 'service', '') AND key_type = 'service'
            OR old_type = 'standard' AND role = 'admin' AND key_type = 'admin');
DROP TRIGGER IF EXISTS zz_tributary_keep_updated_at ON mcp.api_keys;
DROP TRIGGER IF EXISTS tributary_map_types_back ON mcp.api_keys;
DROP FUNCTION IF EXISTS mcp.tributary_keep_updated_at();
DROP FUNCTION IF EXISTS mcp.tributary_map_types_back();
ALTER TABLE mcp.api_keys
  DROP CONSTRAINT IF EXISTS api_keys_key_type_transition,
  DROP CONSTRAINT IF EXISTS api_keys_parent_key_id_fkey,
  DROP COLUMN IF EXISTS allowed_services,
  DROP COLUMN IF EXISTS parent_key_id,
  ALTER COLUMN key_type SET DEFAULT 'standard';
ALTER TABLE mcp.api_keys RENAME COLUMN key_type TO type;
DROP TABLE mcp.api_key_type_mapping;
