-- Why: what the programs write must stay readable by them, and nothing in SQLite holds these columns to their form.
-- Relies on: JSON and ISO 8601 times kept as TEXT.
-- Fails when: never. A returned row is a warning, after the merge and in live use later. The old names are read: they stay, as tables or as views.

-- warn: A task of the queue has no key, so that nothing tells it from another one.
SELECT 'no key' AS row_key,
       substr(CAST(payload AS TEXT), 1, 80) AS found
  FROM orchestrator_tasks
 WHERE task_id IS NULL;

-- warn: The column payload of a task of the queue does not hold valid JSON.
SELECT CAST(task_id AS TEXT) AS row_key,
       substr(CAST(payload AS TEXT), 1, 80) AS found
  FROM orchestrator_tasks
 WHERE payload <> ''
   AND CASE typeof(payload) WHEN 'text' THEN json_valid(payload) ELSE 0 END = 0;

-- warn: The column created_at of a task of the queue does not hold a time that SQLite can read.
SELECT CAST(task_id AS TEXT) AS row_key,
       substr(CAST(created_at AS TEXT), 1, 80) AS found
  FROM orchestrator_tasks
 WHERE created_at IS NOT NULL
   AND julianday(created_at) IS NULL;

-- warn: The column spawned_at of an agent does not hold a time that SQLite can read.
SELECT CAST(agent_id AS TEXT) AS row_key,
       substr(CAST(spawned_at AS TEXT), 1, 80) AS found
  FROM agent_lifecycle
 WHERE spawned_at IS NOT NULL
   AND julianday(spawned_at) IS NULL;

-- warn: The column metadata of an agent does not hold valid JSON.
SELECT CAST(agent_id AS TEXT) AS row_key,
       substr(CAST(metadata AS TEXT), 1, 80) AS found
  FROM agent_lifecycle
 WHERE metadata <> ''
   AND CASE typeof(metadata) WHEN 'text' THEN json_valid(metadata) ELSE 0 END = 0;

-- warn: A state of the orchestrator has no key, so that nothing tells it from another one.
SELECT 'no key' AS row_key,
       substr(CAST(value AS TEXT), 1, 80) AS found
  FROM orchestrator_state
 WHERE key IS NULL;

-- warn: The column metadata of a bug does not hold valid JSON.
SELECT CAST(bug_id AS TEXT) AS row_key,
       substr(CAST(metadata AS TEXT), 1, 80) AS found
  FROM bugs
 WHERE metadata <> ''
   AND CASE typeof(metadata) WHEN 'text' THEN json_valid(metadata) ELSE 0 END = 0;

-- warn: The column created_at of a bug does not hold a time that SQLite can read.
SELECT CAST(bug_id AS TEXT) AS row_key,
       substr(CAST(created_at AS TEXT), 1, 80) AS found
  FROM bugs
 WHERE created_at IS NOT NULL
   AND julianday(created_at) IS NULL;
