-- Why: what the programs write must stay readable by them, and nothing in SQLite holds these columns to their form.
-- Relies on: ISO 8601 times kept as TEXT.
-- Fails when: never. A returned row is a warning, after the merge and in live use later. The old names are read: they stay, as tables or as views.

-- warn: A message has no key, so that nothing tells it from another one.
SELECT 'no key' AS row_key,
       substr(CAST(content AS TEXT), 1, 80) AS found
  FROM agent_messages
 WHERE message_id IS NULL;

-- warn: The column created_at of a message does not hold a time that SQLite can read.
SELECT CAST(message_id AS TEXT) AS row_key,
       substr(CAST(created_at AS TEXT), 1, 80) AS found
  FROM agent_messages
 WHERE created_at IS NOT NULL
   AND julianday(created_at) IS NULL;

-- warn: The column processed_at of a message does not hold a time that SQLite can read.
SELECT CAST(message_id AS TEXT) AS row_key,
       substr(CAST(processed_at AS TEXT), 1, 80) AS found
  FROM agent_messages
 WHERE processed_at IS NOT NULL
   AND julianday(processed_at) IS NULL;
