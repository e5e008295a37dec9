-- Generated, never edited: what a fresh file holds after the last version, tables and their indexes by name.
-- tributary_ledger is in it, because Tributary makes it; flyway_schema_history is not, because Flyway does.
-- Made again by: mvn test -Dtest=SchemaFileTest -Dschema.write=true

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
CREATE INDEX idx_merged_at         ON agent_lifecycle (merged_at);
CREATE INDEX idx_pid               ON agent_lifecycle (pid);
CREATE INDEX idx_priority_number   ON agent_lifecycle (priority_number);
CREATE INDEX idx_spawned_at        ON agent_lifecycle (spawned_at);
CREATE INDEX idx_task_id           ON agent_lifecycle (task_id);
CREATE INDEX idx_worktree_branch   ON agent_lifecycle (worktree_branch);

CREATE TABLE agent_messages (
  message_id   TEXT,
  from_agent   TEXT NOT NULL,
  to_agent     TEXT NOT NULL,
  message_type TEXT NOT NULL,
  priority     TEXT NOT NULL,
  content      TEXT NOT NULL,
  status       TEXT NOT NULL DEFAULT 'pending',
  created_at   TEXT NOT NULL,
  processed_at TEXT,
  error        TEXT,
  CONSTRAINT pk_agent_messages PRIMARY KEY (message_id)
);
CREATE INDEX idx_messages_created   ON agent_messages (created_at);
CREATE INDEX idx_messages_priority  ON agent_messages (priority, created_at);
CREATE INDEX idx_messages_to_status ON agent_messages (to_agent, status);

CREATE TABLE audit_trail (
  id            INTEGER CONSTRAINT pk_audit_trail PRIMARY KEY AUTOINCREMENT,
  table_name    TEXT    NOT NULL,
  item_id       TEXT    NOT NULL,
  action        TEXT    NOT NULL,
  field_changed TEXT,
  old_value     TEXT,
  new_value     TEXT,
  changed_by    TEXT    NOT NULL,
  changed_at    TEXT    NOT NULL
);

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
CREATE INDEX idx_bug_assigned_to ON bugs (assigned_to);
CREATE INDEX idx_bug_category    ON bugs (category);
CREATE INDEX idx_bug_created_at  ON bugs (created_at);
CREATE INDEX idx_bug_priority    ON bugs (priority);
CREATE INDEX idx_bug_reporter    ON bugs (reporter);
CREATE INDEX idx_bug_status      ON bugs (status);

CREATE TABLE code_reviews (
  id                    INTEGER CONSTRAINT pk_code_reviews PRIMARY KEY AUTOINCREMENT,
  roadmap_item_id       TEXT    NOT NULL,
  spec_id               TEXT,
  review_date           TEXT    NOT NULL,
  reviewer              TEXT    NOT NULL,
  commits_reviewed      INTEGER NOT NULL,
  summary               TEXT    NOT NULL,
  quality_score         INTEGER,
  critical_issues       TEXT,
  warnings              TEXT,
  suggestions           TEXT,
  follows_spec          BOOLEAN NOT NULL,
  test_coverage_ok      BOOLEAN NOT NULL,
  style_compliant       BOOLEAN NOT NULL,
  architect_reviewed    BOOLEAN DEFAULT FALSE,
  architect_reviewed_at TEXT,
  architect_comments    TEXT,
  created_at            TEXT    NOT NULL,
  updated_at            TEXT    NOT NULL,
  CONSTRAINT uq_code_reviews_roadmap_item_id UNIQUE (roadmap_item_id),
  CONSTRAINT fk_code_reviews_roadmap_item_id FOREIGN KEY (roadmap_item_id) REFERENCES roadmap_items (id) ON DELETE CASCADE,
  CONSTRAINT fk_code_reviews_spec_id FOREIGN KEY (spec_id) REFERENCES technical_specs (id) ON DELETE SET NULL
);
CREATE INDEX idx_code_reviews_architect ON code_reviews (architect_reviewed);
CREATE INDEX idx_code_reviews_roadmap   ON code_reviews (roadmap_item_id);

CREATE TABLE implementation_commits (
  id              INTEGER CONSTRAINT pk_implementation_commits PRIMARY KEY AUTOINCREMENT,
  roadmap_item_id TEXT    NOT NULL,
  commit_hash     TEXT    NOT NULL,
  commit_message  TEXT    NOT NULL,
  commit_author   TEXT    NOT NULL,
  commit_date     TEXT    NOT NULL,
  files_changed   TEXT    NOT NULL,
  insertions      INTEGER NOT NULL,
  deletions       INTEGER NOT NULL,
  created_at      TEXT    NOT NULL,
  CONSTRAINT fk_implementation_commits_roadmap_item_id FOREIGN KEY (roadmap_item_id) REFERENCES roadmap_items (id) ON DELETE CASCADE
);
CREATE INDEX idx_impl_commits_hash    ON implementation_commits (commit_hash);
CREATE INDEX idx_impl_commits_roadmap ON implementation_commits (roadmap_item_id);

CREATE TABLE implementation_tasks (
  id                INTEGER CONSTRAINT pk_implementation_tasks PRIMARY KEY AUTOINCREMENT,
  task_id           TEXT    NOT NULL,
  spec_id           TEXT    NOT NULL,
  scope             TEXT    NOT NULL,
  scope_description TEXT,
  assigned_files    TEXT,
  branch_name       TEXT    NOT NULL,
  worktree_path     TEXT,
  status            TEXT    NOT NULL DEFAULT 'pending',
  claimed_by        TEXT,
  claimed_at        TEXT,
  started_at        TEXT,
  completed_at      TEXT,
  commit_sha        TEXT,
  merged_at         TEXT,
  created_by        TEXT    NOT NULL DEFAULT 'architect',
  created_at        TEXT    NOT NULL,
  CONSTRAINT uq_implementation_tasks_task_id UNIQUE (task_id),
  CONSTRAINT uq_implementation_tasks_branch_name UNIQUE (branch_name),
  CONSTRAINT fk_implementation_tasks_spec_id FOREIGN KEY (spec_id) REFERENCES technical_specs (id) ON DELETE CASCADE
);
CREATE INDEX idx_implementation_tasks_branch     ON implementation_tasks (branch_name);
CREATE INDEX idx_implementation_tasks_claimed_at ON implementation_tasks (claimed_at);
CREATE INDEX idx_implementation_tasks_spec       ON implementation_tasks (spec_id);
CREATE INDEX idx_implementation_tasks_status     ON implementation_tasks (status);

CREATE TABLE "notification_user" (
  id            INTEGER CONSTRAINT pk_notifications PRIMARY KEY AUTOINCREMENT,
  type          TEXT    NOT NULL,
  priority      TEXT    NOT NULL DEFAULT 'normal',
  title         TEXT    NOT NULL,
  message       TEXT    NOT NULL,
  context       TEXT,
  status        TEXT    NOT NULL DEFAULT 'pending',
  user_response TEXT,
  created_at    TEXT    NOT NULL,
  updated_at    TEXT    NOT NULL
);
CREATE INDEX idx_notifications_created_at ON "notification_user" (created_at);
CREATE INDEX idx_notifications_priority   ON "notification_user" (priority);
CREATE INDEX idx_notifications_type       ON "notification_user" (type);
CREATE INDEX "notification_user_idx_notifications_status"     ON "notification_user" (status);

CREATE TABLE notifications (
  id                INTEGER CONSTRAINT pk_notifications PRIMARY KEY AUTOINCREMENT,
  target_agent      TEXT    NOT NULL,
  source_agent      TEXT    NOT NULL,
  notification_type TEXT    NOT NULL,
  item_id           TEXT,
  message           TEXT,
  status            TEXT    NOT NULL DEFAULT 'pending',
  created_at        TEXT    NOT NULL,
  processed_at      TEXT,
  processed_by      TEXT,
  notes             TEXT
);

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
CREATE INDEX idx_duration         ON orchestrator_tasks (duration_ms DESC);
CREATE INDEX idx_priority         ON orchestrator_tasks (priority, created_at);
CREATE INDEX idx_recipient_status ON orchestrator_tasks (recipient, status);
CREATE INDEX idx_status           ON orchestrator_tasks (status);

CREATE TABLE roadmap_audit (
  id            INTEGER CONSTRAINT pk_roadmap_audit PRIMARY KEY AUTOINCREMENT,
  item_id       TEXT    NOT NULL,
  action        TEXT    NOT NULL,
  field_changed TEXT,
  old_value     TEXT,
  new_value     TEXT,
  changed_by    TEXT    NOT NULL,
  changed_at    TEXT    NOT NULL
);
CREATE INDEX idx_audit_item ON roadmap_audit (item_id);

CREATE TABLE roadmap_items (
  id                        TEXT,
  item_type                 TEXT    NOT NULL,
  number                    TEXT    NOT NULL,
  title                     TEXT    NOT NULL,
  status                    TEXT    NOT NULL,
  spec_id                   TEXT,
  content                   TEXT,
  estimated_hours           TEXT,
  dependencies              TEXT,
  priority_order            INTEGER NOT NULL,
  implementation_started_at TEXT,
  updated_at                TEXT    NOT NULL,
  updated_by                TEXT    NOT NULL,
  plan_and_summary          TEXT,
  spec_work_started_at      TEXT,
  CONSTRAINT pk_roadmap_items PRIMARY KEY (id),
  CONSTRAINT uq_roadmap_items_priority_order UNIQUE (priority_order),
  CONSTRAINT fk_roadmap_items_spec_id FOREIGN KEY (spec_id) REFERENCES technical_specs (id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX idx_items_id      ON roadmap_items (id);
CREATE INDEX idx_items_number         ON roadmap_items (number);
CREATE INDEX idx_items_priority_order ON roadmap_items (priority_order);
CREATE INDEX idx_items_spec           ON roadmap_items (spec_id);
CREATE INDEX idx_items_status         ON roadmap_items (status);
CREATE INDEX idx_items_type           ON roadmap_items (item_type);
CREATE INDEX idx_roadmap_order        ON roadmap_items (priority_order);
CREATE INDEX idx_roadmap_spec         ON roadmap_items (spec_id);
CREATE INDEX idx_roadmap_spec_work    ON roadmap_items (spec_work_started_at);
CREATE INDEX idx_roadmap_status       ON roadmap_items (status);
CREATE INDEX idx_roadmap_type         ON roadmap_items (item_type);

CREATE TABLE roadmap_metadata (
  key        TEXT,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT pk_roadmap_metadata PRIMARY KEY (key)
);

CREATE TABLE roadmap_update_notifications (
  id                INTEGER CONSTRAINT pk_roadmap_update_notifications PRIMARY KEY AUTOINCREMENT,
  item_id           TEXT    NOT NULL,
  requested_by      TEXT    NOT NULL,
  notification_type TEXT    NOT NULL,
  requested_status  TEXT,
  message           TEXT,
  status            TEXT    NOT NULL DEFAULT 'pending',
  created_at        TEXT    NOT NULL,
  processed_at      TEXT,
  processed_by      TEXT,
  notes             TEXT
);
CREATE INDEX idx_notifications_status ON roadmap_update_notifications (status);

CREATE TABLE schema_metadata (
  id             INTEGER CONSTRAINT pk_schema_metadata PRIMARY KEY AUTOINCREMENT,
  entity_type    TEXT    NOT NULL,
  entity_name    TEXT    NOT NULL,
  parent_name    TEXT,
  description    TEXT    NOT NULL,
  purpose        TEXT,
  usage_notes    TEXT,
  content_type   TEXT,
  use_files      BOOLEAN DEFAULT 0,
  related_tables TEXT,
  foreign_keys   TEXT,
  created_at     TEXT    NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at     TEXT    NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT uq_schema_metadata_natural_key UNIQUE (entity_type, entity_name, parent_name)
);
CREATE INDEX idx_schema_metadata_entity ON schema_metadata (entity_type, entity_name);
CREATE INDEX idx_schema_metadata_parent ON schema_metadata (entity_type, parent_name);

CREATE TABLE subtask_metrics (
  id                INTEGER CONSTRAINT pk_subtask_metrics PRIMARY KEY AUTOINCREMENT,
  timestamp         TEXT    NOT NULL,
  priority_name     TEXT    NOT NULL,
  priority_title    TEXT,
  subtask_name      TEXT    NOT NULL,
  estimated_seconds INTEGER NOT NULL,
  actual_seconds    INTEGER NOT NULL,
  status            TEXT    NOT NULL,
  deviation_seconds INTEGER,
  deviation_percent REAL,
  created_at        TEXT    DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX idx_priority_name ON subtask_metrics (priority_name);
CREATE INDEX idx_subtask_name  ON subtask_metrics (subtask_name);
CREATE INDEX idx_timestamp     ON subtask_metrics (timestamp);

CREATE TABLE system_state (
  key        TEXT,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT pk_system_state PRIMARY KEY (key)
);

CREATE TABLE task_group_dependencies (
  id                  INTEGER CONSTRAINT pk_task_group_dependencies PRIMARY KEY AUTOINCREMENT,
  task_group_id       TEXT    NOT NULL,
  depends_on_group_id TEXT    NOT NULL,
  dependency_type     TEXT    NOT NULL,
  reason              TEXT,
  created_at          TEXT    NOT NULL,
  created_by          TEXT    NOT NULL,
  CONSTRAINT uq_task_group_dependencies_task_group_id_depends_on_group_id UNIQUE (task_group_id, depends_on_group_id),
  CONSTRAINT ck_task_group_dependencies_other_group CHECK (task_group_id != depends_on_group_id),
  CONSTRAINT ck_task_group_dependencies_dependency_type CHECK (dependency_type IN ('hard', 'soft'))
);
CREATE INDEX idx_task_group_dependencies_depends_on ON task_group_dependencies (depends_on_group_id);
CREATE INDEX idx_task_group_dependencies_group      ON task_group_dependencies (task_group_id);
CREATE INDEX idx_task_group_dependencies_type       ON task_group_dependencies (dependency_type);

CREATE TABLE technical_specs (
  id                   TEXT,
  spec_number          INTEGER NOT NULL,
  title                TEXT    NOT NULL,
  roadmap_item_id      TEXT,
  status               TEXT    NOT NULL DEFAULT 'draft',
  spec_type            TEXT    DEFAULT 'monolithic',
  file_path            TEXT,
  content              TEXT,
  dependencies         TEXT,
  estimated_hours      REAL,
  actual_hours         REAL,
  updated_at           TEXT    NOT NULL,
  updated_by           TEXT    NOT NULL,
  started_at           TEXT,
  phase                TEXT,
  plan_summary         TEXT,
  plan_and_summary     TEXT,
  total_phases         INTEGER,
  phase_files          TEXT,
  current_phase_status TEXT,
  CONSTRAINT pk_technical_specs PRIMARY KEY (id),
  CONSTRAINT uq_technical_specs_spec_number UNIQUE (spec_number)
);
CREATE INDEX idx_specs_number  ON technical_specs (spec_number);
CREATE INDEX idx_specs_roadmap ON technical_specs (roadmap_item_id);
CREATE INDEX idx_specs_status  ON technical_specs (status);

CREATE TABLE tributary_ledger (
  id             INTEGER NOT NULL CONSTRAINT pk_tributary_ledger PRIMARY KEY,
  version        TEXT    NOT NULL,
  source         TEXT    NOT NULL,
  source_file    TEXT    NOT NULL,
  fingerprint    TEXT    NOT NULL,
  table_name     TEXT    NOT NULL,
  rows_read      INTEGER NOT NULL,
  rows_copied    INTEGER NOT NULL,
  rows_identical INTEGER NOT NULL,
  rows_changed   INTEGER NOT NULL,
  source_digest  TEXT    NOT NULL,
  target_digest  TEXT    NOT NULL,
  policy         TEXT    NOT NULL,
  tool_version   TEXT    NOT NULL,
  recorded_at    TEXT    NOT NULL,
  took_ms        INTEGER NOT NULL
);

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

CREATE VIEW bottlenecks AS
SELECT task_id, recipient AS agent, type, duration_ms, created_at, started_at, completed_at
FROM orchestrator_tasks
WHERE status = 'completed' AND duration_ms IS NOT NULL
ORDER BY duration_ms DESC
LIMIT 100;

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

CREATE VIEW implementation_tasks_view AS
SELECT
  t.id,
  t.task_id,
  t.spec_id,
  s.roadmap_item_id,
  t.scope,
  t.scope_description,
  t.assigned_files,
  t.branch_name,
  t.worktree_path,
  t.status,
  t.claimed_by,
  t.claimed_at,
  t.started_at,
  t.completed_at,
  t.commit_sha,
  t.merged_at,
  t.created_by,
  t.created_at
FROM implementation_tasks t
JOIN technical_specs s ON t.spec_id = s.id;

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

CREATE VIEW spec_progress_view AS
SELECT
  s.id,
  s.spec_number,
  s.title,
  s.status,
  s.roadmap_item_id,
  s.spec_type,
  s.updated_at
FROM technical_specs s;
