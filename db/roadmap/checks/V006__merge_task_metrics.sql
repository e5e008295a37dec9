-- Why: what the programs write must stay readable by them, and nothing in SQLite holds these columns to their form.
-- Relies on: ISO 8601 times kept as TEXT.
-- Fails when: never. A returned row is a warning, after the merge and in live use later. The old names are read: they stay, as tables or as views.

-- warn: The column timestamp of a measured time does not hold a time that SQLite can read.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(timestamp AS TEXT), 1, 80) AS found
  FROM subtask_metrics
 WHERE timestamp IS NOT NULL
   AND julianday(timestamp) IS NULL;
