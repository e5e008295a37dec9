-- Why: the tables and the 11 views of orchestrator.db, for a target without sources. Where the source is there, its own statements are taken.
-- Relies on: the names that its own program uses; a merge renames what has to be renamed.

CREATE TABLE agent_lifecycle (
  agent_id            INTEGER CONSTRAINT pk_agent_lifecycle PRIMARY KEY AUTOINCREMENT,
  pid                 INTEGER NOT NULL,
  agent_type          TEXT    NOT NULL,
  task_id             TEXT    NOT NULL,
  task_type           TEXT,
  priority_number     INTEGER,
  spawned_at          TEXT    NOT NULL,
  started_at          TEXT,
  completed_at        TEXT,
  status              TEXT    NOT NULL,
  exit_code           INTEGER,
  duration_ms         INTEGER,
  idle_time_ms        INTEGER,
  command             TEXT    NOT NULL,
  worktree_path       TEXT,
  worktree_branch     TEXT,
  merged_at           TEXT,
  cleaned_at          TEXT,
  merge_duration_ms   INTEGER,
  cleanup_duration_ms INTEGER,
  error_message       TEXT,
  metadata            TEXT,
  stdout_output       TEXT,
  stderr_output       TEXT
);
CREATE INDEX idx_agent_type_status ON agent_lifecycle (agent_type, status);
CREATE INDEX idx_priority_number   ON agent_lifecycle (priority_number);
CREATE INDEX idx_spawned_at        ON agent_lifecycle (spawned_at);
CREATE INDEX idx_task_id           ON agent_lifecycle (task_id);
CREATE INDEX idx_pid               ON agent_lifecycle (pid);
CREATE INDEX idx_worktree_branch   ON agent_lifecycle (worktree_branch);
CREATE INDEX idx_merged_at         ON agent_lifecycle (merged_at);

CREATE TABLE orchestrator_state (
  key        TEXT,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT pk_orchestrator_state PRIMARY KEY (key)
);
CREATE INDEX idx_orchestrator_state_key ON orchestrator_state (key);

CREATE TABLE orchestrator_tasks (
  task_id       TEXT,
  sender        TEXT    NOT NULL,
  recipient     TEXT    NOT NULL,
  type          TEXT    NOT NULL,
  priority      INTEGER NOT NULL DEFAULT 5,
  status        TEXT    NOT NULL DEFAULT 'queued',
  payload       TEXT    NOT NULL,
  created_at    TEXT    NOT NULL,
  started_at    TEXT,
  completed_at  TEXT,
  duration_ms   INTEGER,
  error_message TEXT,
  CONSTRAINT pk_orchestrator_tasks PRIMARY KEY (task_id)
);
CREATE INDEX idx_priority         ON orchestrator_tasks (priority, created_at);
CREATE INDEX idx_duration         ON orchestrator_tasks (duration_ms DESC);
CREATE INDEX idx_recipient_status ON orchestrator_tasks (recipient, status);
CREATE INDEX idx_status           ON orchestrator_tasks (status);

CREATE TABLE bugs (
  bug_id                 INTEGER CONSTRAINT pk_bugs PRIMARY KEY AUTOINCREMENT,
  bug_number             INTEGER NOT NULL,
  title                  TEXT    NOT NULL,
  description            TEXT    NOT NULL,
  priority               TEXT    NOT NULL,
  status                 TEXT    NOT NULL DEFAULT 'open',
  category               TEXT,
  reporter               TEXT    NOT NULL,
  assigned_to            TEXT    DEFAULT 'code_developer',
  discovered_in_priority INTEGER,
  created_at             TEXT    NOT NULL,
  updated_at             TEXT    NOT NULL,
  resolved_at            TEXT,
  closed_at              TEXT,
  reproduction_steps     TEXT,
  expected_behavior      TEXT,
  actual_behavior        TEXT,
  root_cause             TEXT,
  fix_description        TEXT,
  related_files          TEXT,
  related_commits        TEXT,
  pr_url                 TEXT,
  roadmap_priority       TEXT,
  time_to_resolve_ms     INTEGER,
  time_to_close_ms       INTEGER,
  ticket_file_path       TEXT,
  test_file_path         TEXT,
  test_name              TEXT,
  metadata               TEXT,
  CONSTRAINT uq_bugs_bug_number UNIQUE (bug_number)
);
CREATE INDEX idx_bug_status      ON bugs (status);
CREATE INDEX idx_bug_priority    ON bugs (priority);
CREATE INDEX idx_bug_assigned_to ON bugs (assigned_to);
CREATE INDEX idx_bug_created_at  ON bugs (created_at);
CREATE INDEX idx_bug_reporter    ON bugs (reporter);
CREATE INDEX idx_bug_category    ON bugs (category);

CREATE VIEW bottlenecks AS
SELECT task_id, recipient AS agent, type, duration_ms, created_at, started_at, completed_at
FROM orchestrator_tasks
WHERE status = 'completed' AND duration_ms IS NOT NULL
ORDER BY duration_ms DESC
LIMIT 100;

CREATE VIEW agent_performance AS
SELECT
  recipient AS agent,
  COUNT(*) AS total_tasks,
  SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END) AS completed_tasks,
  SUM(CASE WHEN status = 'failed' THEN 1 ELSE 0 END) AS failed_tasks,
  AVG(CASE WHEN status = 'completed' THEN duration_ms ELSE NULL END) AS avg_duration_ms,
  MAX(CASE WHEN status = 'completed' THEN duration_ms ELSE NULL END) AS max_duration_ms,
  MIN(CASE WHEN status = 'completed' THEN duration_ms ELSE NULL END) AS min_duration_ms
FROM orchestrator_tasks
GROUP BY recipient;

CREATE VIEW queue_depth AS
SELECT
  recipient AS agent,
  COUNT(*) AS queued_tasks,
  SUM(CASE WHEN priority <= 2 THEN 1 ELSE 0 END) AS high_priority,
  SUM(CASE WHEN priority BETWEEN 3 AND 7 THEN 1 ELSE 0 END) AS normal_priority,
  SUM(CASE WHEN priority >= 8 THEN 1 ELSE 0 END) AS low_priority
FROM orchestrator_tasks
WHERE status = 'queued'
GROUP BY recipient;

CREATE VIEW active_agents AS
SELECT
  agent_id,
  pid,
  agent_type,
  task_id,
  priority_number,
  status,
  spawned_at,
  CAST((julianday('now') - julianday(spawned_at)) * 86400000 AS INTEGER) AS elapsed_ms
FROM agent_lifecycle
WHERE status IN ('spawned', 'running')
ORDER BY spawned_at;

CREATE VIEW agent_velocity AS
SELECT
  agent_type,
  COUNT(*) AS total_agents,
  SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END) AS completed,
  SUM(CASE WHEN status = 'failed' THEN 1 ELSE 0 END) AS failed,
  AVG(CASE WHEN status = 'completed' THEN duration_ms ELSE NULL END) AS avg_duration_ms,
  AVG(CASE WHEN status = 'completed' THEN idle_time_ms ELSE NULL END) AS avg_idle_ms,
  MAX(duration_ms) AS max_duration_ms,
  MIN(duration_ms) AS min_duration_ms
FROM agent_lifecycle
GROUP BY agent_type;

CREATE VIEW agent_bottlenecks AS
SELECT
  agent_id,
  agent_type,
  task_id,
  priority_number,
  duration_ms,
  idle_time_ms,
  spawned_at,
  completed_at,
  CASE
    WHEN idle_time_ms > duration_ms * 0.5 THEN 'High Idle Time'
    WHEN duration_ms > 1800000 THEN 'Long Duration'
    ELSE 'Normal'
  END AS bottleneck_type
FROM agent_lifecycle
WHERE status = 'completed' AND duration_ms IS NOT NULL
ORDER BY duration_ms DESC
LIMIT 100;

CREATE VIEW priority_timeline AS
SELECT
  priority_number,
  agent_type,
  MIN(spawned_at) AS first_spawn,
  MAX(completed_at) AS last_completion,
  COUNT(*) AS agent_count,
  SUM(duration_ms) AS total_time_ms,
  AVG(duration_ms) AS avg_time_ms
FROM agent_lifecycle
WHERE priority_number IS NOT NULL
GROUP BY priority_number, agent_type
ORDER BY priority_number;

CREATE VIEW bug_resolution_velocity AS
SELECT
  strftime('%Y-%m', created_at) AS month,
  COUNT(*) AS total_bugs,
  SUM(CASE WHEN status = 'resolved' OR status = 'closed' THEN 1 ELSE 0 END) AS resolved,
  SUM(CASE WHEN status = 'open' THEN 1 ELSE 0 END) AS open,
  AVG(CASE WHEN status = 'resolved' OR status = 'closed' THEN time_to_resolve_ms ELSE NULL END) AS avg_resolution_time_ms
FROM bugs
GROUP BY month
ORDER BY month DESC;

CREATE VIEW bug_priority_distribution AS
SELECT
  priority,
  status,
  COUNT(*) AS count,
  AVG(time_to_resolve_ms) AS avg_resolution_time_ms
FROM bugs
GROUP BY priority, status
ORDER BY
  CASE priority
    WHEN 'Critical' THEN 1
    WHEN 'High' THEN 2
    WHEN 'Medium' THEN 3
    WHEN 'Low' THEN 4
  END;

CREATE VIEW bug_category_analysis AS
SELECT
  category,
  COUNT(*) AS total,
  SUM(CASE WHEN status = 'resolved' OR status = 'closed' THEN 1 ELSE 0 END) AS resolved,
  AVG(time_to_resolve_ms) AS avg_resolution_time_ms
FROM bugs
WHERE category IS NOT NULL
GROUP BY category
ORDER BY total DESC;

CREATE VIEW open_bugs_summary AS
SELECT
  bug_id,
  bug_number,
  title,
  priority,
  status,
  assigned_to,
  created_at,
  CAST((julianday('now') - julianday(created_at)) * 86400000 AS INTEGER) AS age_ms
FROM bugs
WHERE status NOT IN ('resolved', 'closed')
ORDER BY
  CASE priority
    WHEN 'Critical' THEN 1
    WHEN 'High' THEN 2
    WHEN 'Medium' THEN 3
    WHEN 'Low' THEN 4
  END,
  created_at ASC;
