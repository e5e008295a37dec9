-- Why: what the programs write must stay readable by them, and nothing in SQLite holds these columns to their form.
-- Relies on: JSON kept as TEXT, times kept as Unix seconds, and yes and no kept as 1 and 0.
-- Fails when: never. A returned row is a warning, after the copy and in live use later.

-- warn: The column decision_process of a decision does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(decision_process AS TEXT), 1, 80) AS found
  FROM orchestration_decisions
 WHERE decision_process <> ''
   AND CASE typeof(decision_process) WHEN 'text' THEN json_valid(decision_process) ELSE 0 END = 0;

-- warn: The column metadata of a decision does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(metadata AS TEXT), 1, 80) AS found
  FROM orchestration_decisions
 WHERE metadata <> ''
   AND CASE typeof(metadata) WHEN 'text' THEN json_valid(metadata) ELSE 0 END = 0;

-- warn: The column timestamp of a decision does not hold a Unix time in seconds between 2000 and 2100.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(timestamp AS TEXT), 1, 80) AS found
  FROM orchestration_decisions
 WHERE timestamp IS NOT NULL
   AND CASE WHEN typeof(timestamp) IN ('real', 'integer') THEN timestamp NOT BETWEEN 946684800 AND 4102444800 ELSE 1 END;

-- warn: The column success of a decision is neither 1 (yes) nor 0 (no) nor NULL (unknown).
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(success AS TEXT), 1, 80) AS found
  FROM orchestration_decisions
 WHERE success NOT IN (0, 1);

-- warn: The column dry_run of a decision is neither 1 (yes) nor 0 (no).
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(dry_run AS TEXT), 1, 80) AS found
  FROM orchestration_decisions
 WHERE dry_run NOT IN (0, 1);
