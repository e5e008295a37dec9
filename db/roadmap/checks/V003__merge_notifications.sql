-- Why: what the programs write must stay readable by them, and nothing in SQLite holds these columns to their form.
-- Relies on: JSON and ISO 8601 times kept as TEXT.
-- Fails when: never. A returned row is a warning, after the merge and in live use later. The old names are read: they stay, as tables or as views.

-- warn: The column context of a notification does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(context AS TEXT), 1, 80) AS found
  FROM notification_user
 WHERE context <> ''
   AND CASE typeof(context) WHEN 'text' THEN json_valid(context) ELSE 0 END = 0;

-- warn: The column created_at of a notification does not hold a time that SQLite can read.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(created_at AS TEXT), 1, 80) AS found
  FROM notification_user
 WHERE created_at IS NOT NULL
   AND julianday(created_at) IS NULL;

-- warn: A state of the system has no key, so that nothing tells it from another one.
SELECT 'no key' AS row_key,
       substr(CAST(value AS TEXT), 1, 80) AS found
  FROM system_state
 WHERE key IS NULL;
