-- Why: what the programs write must stay readable by them, and nothing in SQLite holds these columns to their form.
-- Relies on: ISO 8601 times kept as TEXT, and one row per thing described.
-- Fails when: never. A returned row is a warning, after the merge and in live use later. The old names are read: they stay, as tables or as views.

-- warn: The column created_at of a dependency does not hold a time that SQLite can read.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(created_at AS TEXT), 1, 80) AS found
  FROM task_group_dependencies
 WHERE created_at IS NOT NULL
   AND julianday(created_at) IS NULL;

-- warn: Several rows describe the same thing.
SELECT entity_type || ' ' || entity_name AS row_key,
       count(*) || ' rows' AS found
  FROM schema_metadata
 GROUP BY entity_type, entity_name, parent_name
HAVING count(*) > 1;
