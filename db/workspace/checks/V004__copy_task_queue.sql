-- Why: what the programs write must stay readable by them, and nothing in SQLite holds these columns to their form.
-- Relies on: JSON kept as TEXT, times kept as ISO 8601 text, and the status and priority values that the orchestrator uses today.
-- Columns with an index are looked at in it first, which reads a tenth of the pages.
-- Fails when: never. A returned row is a warning, after the copy and in live use later.

-- warn: The column tags of a task does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(tags AS TEXT), 1, 80) AS found
  FROM tasks
 WHERE rowid IN (SELECT rowid
                   FROM tasks
                  WHERE tags <> ''
                    AND CASE typeof(tags) WHEN 'text' THEN json_valid(tags) ELSE 0 END = 0);

-- warn: The column dependencies of a task does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(dependencies AS TEXT), 1, 80) AS found
  FROM tasks
 WHERE dependencies <> ''
   AND CASE typeof(dependencies) WHEN 'text' THEN json_valid(dependencies) ELSE 0 END = 0;

-- warn: The column failures of a task does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(failures AS TEXT), 1, 80) AS found
  FROM tasks
 WHERE failures <> ''
   AND CASE typeof(failures) WHEN 'text' THEN json_valid(failures) ELSE 0 END = 0;

-- warn: The column metadata of a task does not hold valid JSON.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(metadata AS TEXT), 1, 80) AS found
  FROM tasks
 WHERE metadata <> ''
   AND CASE typeof(metadata) WHEN 'text' THEN json_valid(metadata) ELSE 0 END = 0;

-- warn: The column created_at of a task does not hold an ISO 8601 time (2025-11-15T10:51:00, a fraction and a zone may follow).
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(created_at AS TEXT), 1, 80) AS found
  FROM tasks
 WHERE created_at IS NOT NULL
   AND (   typeof(created_at) <> 'text'
        OR created_at NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*'
        OR julianday(created_at) IS NULL);

-- warn: The column updated_at of a task does not hold an ISO 8601 time (2025-11-15T10:51:00, a fraction and a zone may follow).
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(updated_at AS TEXT), 1, 80) AS found
  FROM tasks
 WHERE rowid IN (SELECT rowid
                   FROM tasks
                  WHERE updated_at IS NOT NULL
                    AND (   typeof(updated_at) <> 'text'
                         OR updated_at NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*'
                         OR julianday(updated_at) IS NULL));

-- warn: The status of a task is not one of those known so far.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(status AS TEXT), 1, 80) AS found
  FROM tasks
 WHERE rowid IN (SELECT rowid
                   FROM tasks
                  WHERE status NOT IN ('pending', 'pending_assignment', 'assigned', 'in_progress', 'blocked',
                                       'deferred', 'review', 'completed', 'failed', 'cancelled'));

-- warn: The priority of a task is not one of those known so far.
SELECT CAST(id AS TEXT) AS row_key,
       substr(CAST(priority AS TEXT), 1, 80) AS found
  FROM tasks
 WHERE rowid IN (SELECT rowid
                   FROM tasks
                  WHERE priority NOT IN ('CRITICAL', 'HIGH', 'MEDIUM', 'LOW'));

-- warn: A value of the task queue metadata begins like JSON and is not valid JSON (plain words and times are allowed).
SELECT CAST("key" AS TEXT) AS row_key,
       substr(CAST(value AS TEXT), 1, 80) AS found
  FROM task_queue_metadata
 WHERE CASE WHEN typeof(value) = 'blob' THEN 1
            WHEN ltrim(value) GLOB '[{[]*' THEN json_valid(value) = 0
            ELSE 0 END;

-- warn: The column updated_at of a task queue metadata entry does not hold an ISO 8601 time (2025-11-15T10:51:00, a fraction and a zone may follow).
SELECT CAST("key" AS TEXT) AS row_key,
       substr(CAST(updated_at AS TEXT), 1, 80) AS found
  FROM task_queue_metadata
 WHERE updated_at IS NOT NULL
   AND (   typeof(updated_at) <> 'text'
        OR updated_at NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]*'
        OR julianday(updated_at) IS NULL);
