-- Why: an agent reads here what a table means before it uses it, so that nothing may be without a description, or have two.
-- Relies on: system_schema_metadata, in which rows are compared by their names as SQLite compares names.
-- Fails when: never. A returned row is a warning, after the migration and in live use later: somebody made a table, say.

-- warn: A table, view or column that nobody has described.
SELECT entity_type || ' ' || coalesce(parent_name || '.', '') || entity_name AS row_key,
       substr(description, 1, 80) AS found
  FROM system_schema_metadata
 WHERE description LIKE 'Not described yet:%'
 ORDER BY row_key;

-- warn: A table, view or column that has not exactly one row in system_schema_metadata.
SELECT entity.entity_type || ' ' || CASE entity.parent_name WHEN '' THEN '' ELSE entity.parent_name || '.' END || entity.entity_name AS row_key,
       coalesce(described.described_by, 0) || ' rows' AS found
  FROM (SELECT type AS entity_type,
               name AS entity_name,
               ''   AS parent_name
          FROM sqlite_schema
         WHERE type IN ('table', 'view')
           AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
         UNION ALL
        SELECT 'column',
               c.name,
               s.name
          FROM sqlite_schema AS s, pragma_table_xinfo(s.name) AS c
         WHERE s.type = 'table'
           AND s.name NOT LIKE 'sqlite\_%' ESCAPE '\'
           AND c.hidden <> 1) AS entity
  LEFT JOIN (SELECT lower(entity_type) AS entity_type,
                    lower(entity_name) AS entity_name,
                    CASE lower(entity_type) WHEN 'column' THEN lower(coalesce(parent_name, '')) ELSE '' END AS parent_name,
                    count(*)           AS described_by
               FROM system_schema_metadata
              GROUP BY 1, 2, 3) AS described
    ON described.entity_type = entity.entity_type
   AND described.entity_name = lower(entity.entity_name)
   AND described.parent_name = lower(entity.parent_name)
 WHERE coalesce(described.described_by, 0) <> 1
 ORDER BY row_key;
