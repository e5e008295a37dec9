-- Why: what the programs write must stay readable by them, and nothing in SQLite holds these columns to their form.
-- Relies on: JSON kept as TEXT, times kept as Unix seconds, and the status values that the orchestrator uses today.
-- Fails when: never. A returned row is a warning, after the copy and in live use later.

-- warn: The column performance_data of a proposal does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(performance_data AS TEXT), 1, 80) AS found
  FROM proposals
 WHERE performance_data <> ''
   AND CASE typeof(performance_data) WHEN 'text' THEN json_valid(performance_data) ELSE 0 END = 0;

-- warn: The column implementation_result of a proposal does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(implementation_result AS TEXT), 1, 80) AS found
  FROM proposals
 WHERE implementation_result <> ''
   AND CASE typeof(implementation_result) WHEN 'text' THEN json_valid(implementation_result) ELSE 0 END = 0;

-- warn: The column metadata of a proposal does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(metadata AS TEXT), 1, 80) AS found
  FROM proposals
 WHERE metadata <> ''
   AND CASE typeof(metadata) WHEN 'text' THEN json_valid(metadata) ELSE 0 END = 0;

-- warn: The column created_at of a proposal does not hold a Unix time in seconds between 2000 and 2100.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(created_at AS TEXT), 1, 80) AS found
  FROM proposals
 WHERE created_at IS NOT NULL
   AND CASE WHEN typeof(created_at) IN ('real', 'integer') THEN created_at NOT BETWEEN 946684800 AND 4102444800 ELSE 1 END;

-- warn: The column reviewed_at of a proposal does not hold a Unix time in seconds between 2000 and 2100.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(reviewed_at AS TEXT), 1, 80) AS found
  FROM proposals
 WHERE reviewed_at IS NOT NULL
   AND CASE WHEN typeof(reviewed_at) IN ('real', 'integer') THEN reviewed_at NOT BETWEEN 946684800 AND 4102444800 ELSE 1 END;

-- warn: The column implemented_at of a proposal does not hold a Unix time in seconds between 2000 and 2100.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(implemented_at AS TEXT), 1, 80) AS found
  FROM proposals
 WHERE implemented_at IS NOT NULL
   AND CASE WHEN typeof(implemented_at) IN ('real', 'integer') THEN implemented_at NOT BETWEEN 946684800 AND 4102444800 ELSE 1 END;

-- warn: The status of a proposal is not one of those known so far.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(status AS TEXT), 1, 80) AS found
  FROM proposals
 WHERE status NOT IN ('pending', 'under_review', 'approved', 'rejected', 'deferred', 'implemented', 'failed');
