-- Generated, never edited: what a fresh file holds after the last version, tables and their indexes by name.
-- tributary_ledger is in it, because Tributary makes it; flyway_schema_history is not, because Flyway does.
-- Made again by: mvn test -Dtest=SchemaFileTest -Dschema.write=true

CREATE TABLE "messaging_agent_message" (
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
CREATE INDEX idx_messages_created   ON "messaging_agent_message" (created_at);
CREATE INDEX idx_messages_priority  ON "messaging_agent_message" (priority, created_at);
CREATE INDEX idx_messages_to_status ON "messaging_agent_message" (to_agent, status);

CREATE TABLE "metrics_subtask" (
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
CREATE INDEX idx_priority_name ON "metrics_subtask" (priority_name);
CREATE INDEX idx_subtask_name  ON "metrics_subtask" (subtask_name);
CREATE INDEX idx_timestamp     ON "metrics_subtask" (timestamp);

CREATE TABLE "notification_roadmap" (
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

CREATE TABLE "notification_system_state" (
  key        TEXT,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT pk_system_state PRIMARY KEY (key)
);

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

CREATE TABLE "orchestrator_agent_lifecycle" (
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
CREATE INDEX idx_agent_type_status ON "orchestrator_agent_lifecycle" (agent_type, status);
CREATE INDEX idx_merged_at         ON "orchestrator_agent_lifecycle" (merged_at);
CREATE INDEX idx_pid               ON "orchestrator_agent_lifecycle" (pid);
CREATE INDEX idx_priority_number   ON "orchestrator_agent_lifecycle" (priority_number);
CREATE INDEX idx_spawned_at        ON "orchestrator_agent_lifecycle" (spawned_at);
CREATE INDEX idx_task_id           ON "orchestrator_agent_lifecycle" (task_id);
CREATE INDEX idx_worktree_branch   ON "orchestrator_agent_lifecycle" (worktree_branch);

CREATE TABLE "orchestrator_bug" (
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
CREATE INDEX idx_bug_assigned_to ON "orchestrator_bug" (assigned_to);
CREATE INDEX idx_bug_category    ON "orchestrator_bug" (category);
CREATE INDEX idx_bug_created_at  ON "orchestrator_bug" (created_at);
CREATE INDEX idx_bug_priority    ON "orchestrator_bug" (priority);
CREATE INDEX idx_bug_reporter    ON "orchestrator_bug" (reporter);
CREATE INDEX idx_bug_status      ON "orchestrator_bug" (status);

CREATE TABLE orchestrator_state (
  key        TEXT,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT pk_orchestrator_state PRIMARY KEY (key)
);
CREATE INDEX idx_orchestrator_state_key ON orchestrator_state (key);

CREATE TABLE "orchestrator_task" (
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
CREATE INDEX idx_duration         ON "orchestrator_task" (duration_ms DESC);
CREATE INDEX idx_priority         ON "orchestrator_task" (priority, created_at);
CREATE INDEX idx_recipient_status ON "orchestrator_task" (recipient, status);
CREATE INDEX idx_status           ON "orchestrator_task" (status);

CREATE TABLE "review_code_review" (
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
  CONSTRAINT fk_code_reviews_roadmap_item_id FOREIGN KEY (roadmap_item_id) REFERENCES "roadmap_priority" (id) ON DELETE CASCADE,
  CONSTRAINT fk_code_reviews_spec_id FOREIGN KEY (spec_id) REFERENCES "specs_specification" (id) ON DELETE SET NULL
);
CREATE INDEX idx_code_reviews_architect ON "review_code_review" (architect_reviewed);
CREATE INDEX idx_code_reviews_roadmap   ON "review_code_review" (roadmap_item_id);

CREATE TABLE "review_commit" (
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
  CONSTRAINT fk_implementation_commits_roadmap_item_id FOREIGN KEY (roadmap_item_id) REFERENCES "roadmap_priority" (id) ON DELETE CASCADE
);
CREATE INDEX idx_impl_commits_hash    ON "review_commit" (commit_hash);
CREATE INDEX idx_impl_commits_roadmap ON "review_commit" (roadmap_item_id);

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

CREATE TABLE roadmap_metadata (
  key        TEXT,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT pk_roadmap_metadata PRIMARY KEY (key)
);

CREATE TABLE "roadmap_notification" (
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
CREATE INDEX idx_notifications_status ON "roadmap_notification" (status);

CREATE TABLE "roadmap_priority" (
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
  CONSTRAINT fk_roadmap_items_spec_id FOREIGN KEY (spec_id) REFERENCES "specs_specification" (id) ON DELETE SET NULL
);
CREATE UNIQUE INDEX idx_items_id      ON "roadmap_priority" (id);
CREATE INDEX idx_items_number         ON "roadmap_priority" (number);
CREATE INDEX idx_items_priority_order ON "roadmap_priority" (priority_order);
CREATE INDEX idx_items_spec           ON "roadmap_priority" (spec_id);
CREATE INDEX idx_items_status         ON "roadmap_priority" (status);
CREATE INDEX idx_items_type           ON "roadmap_priority" (item_type);
CREATE INDEX idx_roadmap_order        ON "roadmap_priority" (priority_order);
CREATE INDEX idx_roadmap_spec         ON "roadmap_priority" (spec_id);
CREATE INDEX idx_roadmap_spec_work    ON "roadmap_priority" (spec_work_started_at);
CREATE INDEX idx_roadmap_status       ON "roadmap_priority" (status);
CREATE INDEX idx_roadmap_type         ON "roadmap_priority" (item_type);

CREATE TABLE "specs_specification" (
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
CREATE INDEX idx_specs_number  ON "specs_specification" (spec_number);
CREATE INDEX idx_specs_roadmap ON "specs_specification" (roadmap_item_id);
CREATE INDEX idx_specs_status  ON "specs_specification" (status);

CREATE TABLE "specs_task" (
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
  CONSTRAINT fk_implementation_tasks_spec_id FOREIGN KEY (spec_id) REFERENCES "specs_specification" (id) ON DELETE CASCADE
);
CREATE INDEX idx_implementation_tasks_branch     ON "specs_task" (branch_name);
CREATE INDEX idx_implementation_tasks_claimed_at ON "specs_task" (claimed_at);
CREATE INDEX idx_implementation_tasks_spec       ON "specs_task" (spec_id);
CREATE INDEX idx_implementation_tasks_status     ON "specs_task" (status);

CREATE TABLE "specs_task_dependency" (
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
CREATE INDEX idx_task_group_dependencies_depends_on ON "specs_task_dependency" (depends_on_group_id);
CREATE INDEX idx_task_group_dependencies_group      ON "specs_task_dependency" (task_group_id);
CREATE INDEX idx_task_group_dependencies_type       ON "specs_task_dependency" (dependency_type);

CREATE TABLE "system_audit" (
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

CREATE TABLE "system_schema_metadata" (
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
CREATE INDEX idx_schema_metadata_entity ON "system_schema_metadata" (entity_type, entity_name);
CREATE INDEX idx_schema_metadata_parent ON "system_schema_metadata" (entity_type, parent_name);

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
  took_ms        INTEGER NOT NULL,
  statement      TEXT    NOT NULL
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
FROM "orchestrator_agent_lifecycle"
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
FROM "orchestrator_agent_lifecycle"
WHERE status = 'completed' AND duration_ms IS NOT NULL
ORDER BY duration_ms DESC
LIMIT 100;

CREATE VIEW "agent_lifecycle" AS /* Tributary: a second name of this table */
SELECT "agent_id" AS "agent_id",
       "pid" AS "pid",
       "agent_type" AS "agent_type",
       "task_id" AS "task_id",
       "task_type" AS "task_type",
       "priority_number" AS "priority_number",
       "spawned_at" AS "spawned_at",
       "started_at" AS "started_at",
       "completed_at" AS "completed_at",
       "status" AS "status",
       "exit_code" AS "exit_code",
       "duration_ms" AS "duration_ms",
       "idle_time_ms" AS "idle_time_ms",
       "command" AS "command",
       "worktree_path" AS "worktree_path",
       "worktree_branch" AS "worktree_branch",
       "merged_at" AS "merged_at",
       "cleaned_at" AS "cleaned_at",
       "merge_duration_ms" AS "merge_duration_ms",
       "cleanup_duration_ms" AS "cleanup_duration_ms",
       "error_message" AS "error_message",
       "metadata" AS "metadata",
       "stdout_output" AS "stdout_output",
       "stderr_output" AS "stderr_output"
  FROM "orchestrator_agent_lifecycle";

CREATE VIEW "agent_messages" AS /* Tributary: a second name of this table */
SELECT "message_id" AS "message_id",
       "from_agent" AS "from_agent",
       "to_agent" AS "to_agent",
       "message_type" AS "message_type",
       "priority" AS "priority",
       "content" AS "content",
       "status" AS "status",
       "created_at" AS "created_at",
       "processed_at" AS "processed_at",
       "error" AS "error"
  FROM "messaging_agent_message";

CREATE VIEW agent_performance AS
SELECT
  recipient AS agent,
  COUNT(*) AS total_tasks,
  SUM(CASE WHEN status = 'completed' THEN 1 ELSE 0 END) AS completed_tasks,
  SUM(CASE WHEN status = 'failed' THEN 1 ELSE 0 END) AS failed_tasks,
  AVG(CASE WHEN status = 'completed' THEN duration_ms ELSE NULL END) AS avg_duration_ms,
  MAX(CASE WHEN status = 'completed' THEN duration_ms ELSE NULL END) AS max_duration_ms,
  MIN(CASE WHEN status = 'completed' THEN duration_ms ELSE NULL END) AS min_duration_ms
FROM "orchestrator_task"
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
FROM "orchestrator_agent_lifecycle"
GROUP BY agent_type;

CREATE VIEW "audit_trail" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "table_name" AS "table_name",
       "item_id" AS "item_id",
       "action" AS "action",
       "field_changed" AS "field_changed",
       "old_value" AS "old_value",
       "new_value" AS "new_value",
       "changed_by" AS "changed_by",
       "changed_at" AS "changed_at"
  FROM "system_audit";

CREATE VIEW bottlenecks AS
SELECT task_id, recipient AS agent, type, duration_ms, created_at, started_at, completed_at
FROM "orchestrator_task"
WHERE status = 'completed' AND duration_ms IS NOT NULL
ORDER BY duration_ms DESC
LIMIT 100;

CREATE VIEW bug_category_analysis AS
SELECT
  category,
  COUNT(*) AS total,
  SUM(CASE WHEN status = 'resolved' OR status = 'closed' THEN 1 ELSE 0 END) AS resolved,
  AVG(time_to_resolve_ms) AS avg_resolution_time_ms
FROM "orchestrator_bug"
WHERE category IS NOT NULL
GROUP BY category
ORDER BY total DESC;

CREATE VIEW bug_priority_distribution AS
SELECT
  priority,
  status,
  COUNT(*) AS count,
  AVG(time_to_resolve_ms) AS avg_resolution_time_ms
FROM "orchestrator_bug"
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
FROM "orchestrator_bug"
GROUP BY month
ORDER BY month DESC;

CREATE VIEW "bugs" AS /* Tributary: a second name of this table */
SELECT "bug_id" AS "bug_id",
       "bug_number" AS "bug_number",
       "title" AS "title",
       "description" AS "description",
       "priority" AS "priority",
       "status" AS "status",
       "category" AS "category",
       "reporter" AS "reporter",
       "assigned_to" AS "assigned_to",
       "discovered_in_priority" AS "discovered_in_priority",
       "created_at" AS "created_at",
       "updated_at" AS "updated_at",
       "resolved_at" AS "resolved_at",
       "closed_at" AS "closed_at",
       "reproduction_steps" AS "reproduction_steps",
       "expected_behavior" AS "expected_behavior",
       "actual_behavior" AS "actual_behavior",
       "root_cause" AS "root_cause",
       "fix_description" AS "fix_description",
       "related_files" AS "related_files",
       "related_commits" AS "related_commits",
       "pr_url" AS "pr_url",
       "roadmap_priority" AS "roadmap_priority",
       "time_to_resolve_ms" AS "time_to_resolve_ms",
       "time_to_close_ms" AS "time_to_close_ms",
       "ticket_file_path" AS "ticket_file_path",
       "test_file_path" AS "test_file_path",
       "test_name" AS "test_name",
       "metadata" AS "metadata"
  FROM "orchestrator_bug";

CREATE VIEW "code_reviews" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "roadmap_item_id" AS "roadmap_item_id",
       "spec_id" AS "spec_id",
       "review_date" AS "review_date",
       "reviewer" AS "reviewer",
       "commits_reviewed" AS "commits_reviewed",
       "summary" AS "summary",
       "quality_score" AS "quality_score",
       "critical_issues" AS "critical_issues",
       "warnings" AS "warnings",
       "suggestions" AS "suggestions",
       "follows_spec" AS "follows_spec",
       "test_coverage_ok" AS "test_coverage_ok",
       "style_compliant" AS "style_compliant",
       "architect_reviewed" AS "architect_reviewed",
       "architect_reviewed_at" AS "architect_reviewed_at",
       "architect_comments" AS "architect_comments",
       "created_at" AS "created_at",
       "updated_at" AS "updated_at"
  FROM "review_code_review";

CREATE VIEW "implementation_commits" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "roadmap_item_id" AS "roadmap_item_id",
       "commit_hash" AS "commit_hash",
       "commit_message" AS "commit_message",
       "commit_author" AS "commit_author",
       "commit_date" AS "commit_date",
       "files_changed" AS "files_changed",
       "insertions" AS "insertions",
       "deletions" AS "deletions",
       "created_at" AS "created_at"
  FROM "review_commit";

CREATE VIEW "implementation_tasks" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "task_id" AS "task_id",
       "spec_id" AS "spec_id",
       "scope" AS "scope",
       "scope_description" AS "scope_description",
       "assigned_files" AS "assigned_files",
       "branch_name" AS "branch_name",
       "worktree_path" AS "worktree_path",
       "status" AS "status",
       "claimed_by" AS "claimed_by",
       "claimed_at" AS "claimed_at",
       "started_at" AS "started_at",
       "completed_at" AS "completed_at",
       "commit_sha" AS "commit_sha",
       "merged_at" AS "merged_at",
       "created_by" AS "created_by",
       "created_at" AS "created_at"
  FROM "specs_task";

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
FROM "specs_task" t
JOIN "specs_specification" s ON t.spec_id = s.id;

CREATE VIEW "notifications" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "target_agent" AS "target_agent",
       "source_agent" AS "source_agent",
       "notification_type" AS "notification_type",
       "item_id" AS "item_id",
       "message" AS "message",
       "status" AS "status",
       "created_at" AS "created_at",
       "processed_at" AS "processed_at",
       "processed_by" AS "processed_by",
       "notes" AS "notes"
  FROM "notification_roadmap";

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
FROM "orchestrator_bug"
WHERE status NOT IN ('resolved', 'closed')
ORDER BY
  CASE priority
    WHEN 'Critical' THEN 1
    WHEN 'High' THEN 2
    WHEN 'Medium' THEN 3
    WHEN 'Low' THEN 4
  END,
  created_at ASC;

CREATE VIEW "orchestrator_tasks" AS /* Tributary: a second name of this table */
SELECT "task_id" AS "task_id",
       "sender" AS "sender",
       "recipient" AS "recipient",
       "type" AS "type",
       "priority" AS "priority",
       "status" AS "status",
       "payload" AS "payload",
       "created_at" AS "created_at",
       "started_at" AS "started_at",
       "completed_at" AS "completed_at",
       "duration_ms" AS "duration_ms",
       "error_message" AS "error_message"
  FROM "orchestrator_task";

CREATE VIEW priority_timeline AS
SELECT
  priority_number,
  agent_type,
  MIN(spawned_at) AS first_spawn,
  MAX(completed_at) AS last_completion,
  COUNT(*) AS agent_count,
  SUM(duration_ms) AS total_time_ms,
  AVG(duration_ms) AS avg_time_ms
FROM "orchestrator_agent_lifecycle"
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
FROM "orchestrator_task"
WHERE status = 'queued'
GROUP BY recipient;

CREATE VIEW "roadmap_items" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "item_type" AS "item_type",
       "number" AS "number",
       "title" AS "title",
       "status" AS "status",
       "spec_id" AS "spec_id",
       "content" AS "content",
       "estimated_hours" AS "estimated_hours",
       "dependencies" AS "dependencies",
       "priority_order" AS "priority_order",
       "implementation_started_at" AS "implementation_started_at",
       "updated_at" AS "updated_at",
       "updated_by" AS "updated_by",
       "plan_and_summary" AS "plan_and_summary",
       "spec_work_started_at" AS "spec_work_started_at"
  FROM "roadmap_priority";

CREATE VIEW "roadmap_update_notifications" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "item_id" AS "item_id",
       "requested_by" AS "requested_by",
       "notification_type" AS "notification_type",
       "requested_status" AS "requested_status",
       "message" AS "message",
       "status" AS "status",
       "created_at" AS "created_at",
       "processed_at" AS "processed_at",
       "processed_by" AS "processed_by",
       "notes" AS "notes"
  FROM "roadmap_notification";

CREATE VIEW "schema_metadata" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "entity_type" AS "entity_type",
       "entity_name" AS "entity_name",
       "parent_name" AS "parent_name",
       "description" AS "description",
       "purpose" AS "purpose",
       "usage_notes" AS "usage_notes",
       "content_type" AS "content_type",
       "use_files" AS "use_files",
       "related_tables" AS "related_tables",
       "foreign_keys" AS "foreign_keys",
       "created_at" AS "created_at",
       "updated_at" AS "updated_at"
  FROM "system_schema_metadata";

CREATE VIEW spec_progress_view AS
SELECT
  s.id,
  s.spec_number,
  s.title,
  s.status,
  s.roadmap_item_id,
  s.spec_type,
  s.updated_at
FROM "specs_specification" s;

CREATE VIEW "subtask_metrics" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "timestamp" AS "timestamp",
       "priority_name" AS "priority_name",
       "priority_title" AS "priority_title",
       "subtask_name" AS "subtask_name",
       "estimated_seconds" AS "estimated_seconds",
       "actual_seconds" AS "actual_seconds",
       "status" AS "status",
       "deviation_seconds" AS "deviation_seconds",
       "deviation_percent" AS "deviation_percent",
       "created_at" AS "created_at"
  FROM "metrics_subtask";

CREATE VIEW "system_state" AS /* Tributary: a second name of this table */
SELECT "key" AS "key",
       "value" AS "value",
       "updated_at" AS "updated_at"
  FROM "notification_system_state";

CREATE VIEW "task_group_dependencies" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "task_group_id" AS "task_group_id",
       "depends_on_group_id" AS "depends_on_group_id",
       "dependency_type" AS "dependency_type",
       "reason" AS "reason",
       "created_at" AS "created_at",
       "created_by" AS "created_by"
  FROM "specs_task_dependency";

CREATE VIEW "technical_specs" AS /* Tributary: a second name of this table */
SELECT "id" AS "id",
       "spec_number" AS "spec_number",
       "title" AS "title",
       "roadmap_item_id" AS "roadmap_item_id",
       "status" AS "status",
       "spec_type" AS "spec_type",
       "file_path" AS "file_path",
       "content" AS "content",
       "dependencies" AS "dependencies",
       "estimated_hours" AS "estimated_hours",
       "actual_hours" AS "actual_hours",
       "updated_at" AS "updated_at",
       "updated_by" AS "updated_by",
       "started_at" AS "started_at",
       "phase" AS "phase",
       "plan_summary" AS "plan_summary",
       "plan_and_summary" AS "plan_and_summary",
       "total_phases" AS "total_phases",
       "phase_files" AS "phase_files",
       "current_phase_status" AS "current_phase_status"
  FROM "specs_specification";

CREATE TRIGGER "tributary_agent_lifecycle_delete" INSTEAD OF DELETE ON "agent_lifecycle"
BEGIN
  DELETE FROM "orchestrator_agent_lifecycle"
   WHERE "agent_id" = OLD."agent_id";
END;

CREATE TRIGGER "tributary_agent_lifecycle_insert" INSTEAD OF INSERT ON "agent_lifecycle"
BEGIN
  INSERT INTO "orchestrator_agent_lifecycle" ("agent_id", "pid", "agent_type", "task_id", "task_type", "priority_number", "spawned_at", "started_at", "completed_at", "status", "exit_code", "duration_ms", "idle_time_ms", "command", "worktree_path", "worktree_branch", "merged_at", "cleaned_at", "merge_duration_ms", "cleanup_duration_ms", "error_message", "metadata", "stdout_output", "stderr_output")
  VALUES (NEW."agent_id",
          NEW."pid",
          NEW."agent_type",
          NEW."task_id",
          NEW."task_type",
          NEW."priority_number",
          NEW."spawned_at",
          NEW."started_at",
          NEW."completed_at",
          NEW."status",
          NEW."exit_code",
          NEW."duration_ms",
          NEW."idle_time_ms",
          NEW."command",
          NEW."worktree_path",
          NEW."worktree_branch",
          NEW."merged_at",
          NEW."cleaned_at",
          NEW."merge_duration_ms",
          NEW."cleanup_duration_ms",
          NEW."error_message",
          NEW."metadata",
          NEW."stdout_output",
          NEW."stderr_output");
END;

CREATE TRIGGER "tributary_agent_lifecycle_update" INSTEAD OF UPDATE ON "agent_lifecycle"
BEGIN
  UPDATE "orchestrator_agent_lifecycle"
     SET "agent_id" = NEW."agent_id",
         "pid" = NEW."pid",
         "agent_type" = NEW."agent_type",
         "task_id" = NEW."task_id",
         "task_type" = NEW."task_type",
         "priority_number" = NEW."priority_number",
         "spawned_at" = NEW."spawned_at",
         "started_at" = NEW."started_at",
         "completed_at" = NEW."completed_at",
         "status" = NEW."status",
         "exit_code" = NEW."exit_code",
         "duration_ms" = NEW."duration_ms",
         "idle_time_ms" = NEW."idle_time_ms",
         "command" = NEW."command",
         "worktree_path" = NEW."worktree_path",
         "worktree_branch" = NEW."worktree_branch",
         "merged_at" = NEW."merged_at",
         "cleaned_at" = NEW."cleaned_at",
         "merge_duration_ms" = NEW."merge_duration_ms",
         "cleanup_duration_ms" = NEW."cleanup_duration_ms",
         "error_message" = NEW."error_message",
         "metadata" = NEW."metadata",
         "stdout_output" = NEW."stdout_output",
         "stderr_output" = NEW."stderr_output"
   WHERE "agent_id" = OLD."agent_id";
END;

CREATE TRIGGER "tributary_agent_messages_delete" INSTEAD OF DELETE ON "agent_messages"
BEGIN
  DELETE FROM "messaging_agent_message"
   WHERE rowid = (SELECT rowid FROM "messaging_agent_message" WHERE "message_id" IS OLD."message_id" AND ("message_id" IS NOT NULL AND 1 OR +"message_id" IS +OLD."message_id" COLLATE BINARY AND typeof("message_id") = typeof(OLD."message_id") AND +"from_agent" IS +OLD."from_agent" COLLATE BINARY AND typeof("from_agent") = typeof(OLD."from_agent") AND +"to_agent" IS +OLD."to_agent" COLLATE BINARY AND typeof("to_agent") = typeof(OLD."to_agent") AND +"message_type" IS +OLD."message_type" COLLATE BINARY AND typeof("message_type") = typeof(OLD."message_type") AND +"priority" IS +OLD."priority" COLLATE BINARY AND typeof("priority") = typeof(OLD."priority") AND +"content" IS +OLD."content" COLLATE BINARY AND typeof("content") = typeof(OLD."content") AND +"status" IS +OLD."status" COLLATE BINARY AND typeof("status") = typeof(OLD."status") AND +"created_at" IS +OLD."created_at" COLLATE BINARY AND typeof("created_at") = typeof(OLD."created_at") AND +"processed_at" IS +OLD."processed_at" COLLATE BINARY AND typeof("processed_at") = typeof(OLD."processed_at") AND +"error" IS +OLD."error" COLLATE BINARY AND typeof("error") = typeof(OLD."error")) LIMIT 1);
END;

CREATE TRIGGER "tributary_agent_messages_insert" INSTEAD OF INSERT ON "agent_messages"
BEGIN
  INSERT INTO "messaging_agent_message" ("message_id", "from_agent", "to_agent", "message_type", "priority", "content", "status", "created_at", "processed_at", "error")
  VALUES (NEW."message_id",
          NEW."from_agent",
          NEW."to_agent",
          NEW."message_type",
          NEW."priority",
          NEW."content",
          coalesce(NEW."status", ('pending')),
          NEW."created_at",
          NEW."processed_at",
          NEW."error");
END;

CREATE TRIGGER "tributary_agent_messages_update" INSTEAD OF UPDATE ON "agent_messages"
BEGIN
  UPDATE "messaging_agent_message"
     SET "message_id" = NEW."message_id",
         "from_agent" = NEW."from_agent",
         "to_agent" = NEW."to_agent",
         "message_type" = NEW."message_type",
         "priority" = NEW."priority",
         "content" = NEW."content",
         "status" = NEW."status",
         "created_at" = NEW."created_at",
         "processed_at" = NEW."processed_at",
         "error" = NEW."error"
   WHERE rowid = (SELECT rowid FROM "messaging_agent_message" WHERE "message_id" IS OLD."message_id" AND ("message_id" IS NOT NULL AND 1 OR +"message_id" IS +OLD."message_id" COLLATE BINARY AND typeof("message_id") = typeof(OLD."message_id") AND +"from_agent" IS +OLD."from_agent" COLLATE BINARY AND typeof("from_agent") = typeof(OLD."from_agent") AND +"to_agent" IS +OLD."to_agent" COLLATE BINARY AND typeof("to_agent") = typeof(OLD."to_agent") AND +"message_type" IS +OLD."message_type" COLLATE BINARY AND typeof("message_type") = typeof(OLD."message_type") AND +"priority" IS +OLD."priority" COLLATE BINARY AND typeof("priority") = typeof(OLD."priority") AND +"content" IS +OLD."content" COLLATE BINARY AND typeof("content") = typeof(OLD."content") AND +"status" IS +OLD."status" COLLATE BINARY AND typeof("status") = typeof(OLD."status") AND +"created_at" IS +OLD."created_at" COLLATE BINARY AND typeof("created_at") = typeof(OLD."created_at") AND +"processed_at" IS +OLD."processed_at" COLLATE BINARY AND typeof("processed_at") = typeof(OLD."processed_at") AND +"error" IS +OLD."error" COLLATE BINARY AND typeof("error") = typeof(OLD."error")) LIMIT 1);
END;

CREATE TRIGGER "tributary_audit_trail_delete" INSTEAD OF DELETE ON "audit_trail"
BEGIN
  DELETE FROM "system_audit"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_audit_trail_insert" INSTEAD OF INSERT ON "audit_trail"
BEGIN
  INSERT INTO "system_audit" ("id", "table_name", "item_id", "action", "field_changed", "old_value", "new_value", "changed_by", "changed_at")
  VALUES (NEW."id",
          NEW."table_name",
          NEW."item_id",
          NEW."action",
          NEW."field_changed",
          NEW."old_value",
          NEW."new_value",
          NEW."changed_by",
          NEW."changed_at");
END;

CREATE TRIGGER "tributary_audit_trail_update" INSTEAD OF UPDATE ON "audit_trail"
BEGIN
  UPDATE "system_audit"
     SET "id" = NEW."id",
         "table_name" = NEW."table_name",
         "item_id" = NEW."item_id",
         "action" = NEW."action",
         "field_changed" = NEW."field_changed",
         "old_value" = NEW."old_value",
         "new_value" = NEW."new_value",
         "changed_by" = NEW."changed_by",
         "changed_at" = NEW."changed_at"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_bugs_delete" INSTEAD OF DELETE ON "bugs"
BEGIN
  DELETE FROM "orchestrator_bug"
   WHERE "bug_id" = OLD."bug_id";
END;

CREATE TRIGGER "tributary_bugs_insert" INSTEAD OF INSERT ON "bugs"
BEGIN
  INSERT INTO "orchestrator_bug" ("bug_id", "bug_number", "title", "description", "priority", "status", "category", "reporter", "assigned_to", "discovered_in_priority", "created_at", "updated_at", "resolved_at", "closed_at", "reproduction_steps", "expected_behavior", "actual_behavior", "root_cause", "fix_description", "related_files", "related_commits", "pr_url", "roadmap_priority", "time_to_resolve_ms", "time_to_close_ms", "ticket_file_path", "test_file_path", "test_name", "metadata")
  VALUES (NEW."bug_id",
          NEW."bug_number",
          NEW."title",
          NEW."description",
          NEW."priority",
          coalesce(NEW."status", ('open')),
          NEW."category",
          NEW."reporter",
          coalesce(NEW."assigned_to", ('code_developer')),
          NEW."discovered_in_priority",
          NEW."created_at",
          NEW."updated_at",
          NEW."resolved_at",
          NEW."closed_at",
          NEW."reproduction_steps",
          NEW."expected_behavior",
          NEW."actual_behavior",
          NEW."root_cause",
          NEW."fix_description",
          NEW."related_files",
          NEW."related_commits",
          NEW."pr_url",
          NEW."roadmap_priority",
          NEW."time_to_resolve_ms",
          NEW."time_to_close_ms",
          NEW."ticket_file_path",
          NEW."test_file_path",
          NEW."test_name",
          NEW."metadata");
END;

CREATE TRIGGER "tributary_bugs_update" INSTEAD OF UPDATE ON "bugs"
BEGIN
  UPDATE "orchestrator_bug"
     SET "bug_id" = NEW."bug_id",
         "bug_number" = NEW."bug_number",
         "title" = NEW."title",
         "description" = NEW."description",
         "priority" = NEW."priority",
         "status" = NEW."status",
         "category" = NEW."category",
         "reporter" = NEW."reporter",
         "assigned_to" = NEW."assigned_to",
         "discovered_in_priority" = NEW."discovered_in_priority",
         "created_at" = NEW."created_at",
         "updated_at" = NEW."updated_at",
         "resolved_at" = NEW."resolved_at",
         "closed_at" = NEW."closed_at",
         "reproduction_steps" = NEW."reproduction_steps",
         "expected_behavior" = NEW."expected_behavior",
         "actual_behavior" = NEW."actual_behavior",
         "root_cause" = NEW."root_cause",
         "fix_description" = NEW."fix_description",
         "related_files" = NEW."related_files",
         "related_commits" = NEW."related_commits",
         "pr_url" = NEW."pr_url",
         "roadmap_priority" = NEW."roadmap_priority",
         "time_to_resolve_ms" = NEW."time_to_resolve_ms",
         "time_to_close_ms" = NEW."time_to_close_ms",
         "ticket_file_path" = NEW."ticket_file_path",
         "test_file_path" = NEW."test_file_path",
         "test_name" = NEW."test_name",
         "metadata" = NEW."metadata"
   WHERE "bug_id" = OLD."bug_id";
END;

CREATE TRIGGER "tributary_code_reviews_delete" INSTEAD OF DELETE ON "code_reviews"
BEGIN
  DELETE FROM "review_code_review"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_code_reviews_insert" INSTEAD OF INSERT ON "code_reviews"
BEGIN
  INSERT INTO "review_code_review" ("id", "roadmap_item_id", "spec_id", "review_date", "reviewer", "commits_reviewed", "summary", "quality_score", "critical_issues", "warnings", "suggestions", "follows_spec", "test_coverage_ok", "style_compliant", "architect_reviewed", "architect_reviewed_at", "architect_comments", "created_at", "updated_at")
  VALUES (NEW."id",
          NEW."roadmap_item_id",
          NEW."spec_id",
          NEW."review_date",
          NEW."reviewer",
          NEW."commits_reviewed",
          NEW."summary",
          NEW."quality_score",
          NEW."critical_issues",
          NEW."warnings",
          NEW."suggestions",
          NEW."follows_spec",
          NEW."test_coverage_ok",
          NEW."style_compliant",
          coalesce(NEW."architect_reviewed", (FALSE)),
          NEW."architect_reviewed_at",
          NEW."architect_comments",
          NEW."created_at",
          NEW."updated_at");
END;

CREATE TRIGGER "tributary_code_reviews_update" INSTEAD OF UPDATE ON "code_reviews"
BEGIN
  UPDATE "review_code_review"
     SET "id" = NEW."id",
         "roadmap_item_id" = NEW."roadmap_item_id",
         "spec_id" = NEW."spec_id",
         "review_date" = NEW."review_date",
         "reviewer" = NEW."reviewer",
         "commits_reviewed" = NEW."commits_reviewed",
         "summary" = NEW."summary",
         "quality_score" = NEW."quality_score",
         "critical_issues" = NEW."critical_issues",
         "warnings" = NEW."warnings",
         "suggestions" = NEW."suggestions",
         "follows_spec" = NEW."follows_spec",
         "test_coverage_ok" = NEW."test_coverage_ok",
         "style_compliant" = NEW."style_compliant",
         "architect_reviewed" = NEW."architect_reviewed",
         "architect_reviewed_at" = NEW."architect_reviewed_at",
         "architect_comments" = NEW."architect_comments",
         "created_at" = NEW."created_at",
         "updated_at" = NEW."updated_at"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_implementation_commits_delete" INSTEAD OF DELETE ON "implementation_commits"
BEGIN
  DELETE FROM "review_commit"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_implementation_commits_insert" INSTEAD OF INSERT ON "implementation_commits"
BEGIN
  INSERT INTO "review_commit" ("id", "roadmap_item_id", "commit_hash", "commit_message", "commit_author", "commit_date", "files_changed", "insertions", "deletions", "created_at")
  VALUES (NEW."id",
          NEW."roadmap_item_id",
          NEW."commit_hash",
          NEW."commit_message",
          NEW."commit_author",
          NEW."commit_date",
          NEW."files_changed",
          NEW."insertions",
          NEW."deletions",
          NEW."created_at");
END;

CREATE TRIGGER "tributary_implementation_commits_update" INSTEAD OF UPDATE ON "implementation_commits"
BEGIN
  UPDATE "review_commit"
     SET "id" = NEW."id",
         "roadmap_item_id" = NEW."roadmap_item_id",
         "commit_hash" = NEW."commit_hash",
         "commit_message" = NEW."commit_message",
         "commit_author" = NEW."commit_author",
         "commit_date" = NEW."commit_date",
         "files_changed" = NEW."files_changed",
         "insertions" = NEW."insertions",
         "deletions" = NEW."deletions",
         "created_at" = NEW."created_at"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_implementation_tasks_delete" INSTEAD OF DELETE ON "implementation_tasks"
BEGIN
  DELETE FROM "specs_task"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_implementation_tasks_insert" INSTEAD OF INSERT ON "implementation_tasks"
BEGIN
  INSERT INTO "specs_task" ("id", "task_id", "spec_id", "scope", "scope_description", "assigned_files", "branch_name", "worktree_path", "status", "claimed_by", "claimed_at", "started_at", "completed_at", "commit_sha", "merged_at", "created_by", "created_at")
  VALUES (NEW."id",
          NEW."task_id",
          NEW."spec_id",
          NEW."scope",
          NEW."scope_description",
          NEW."assigned_files",
          NEW."branch_name",
          NEW."worktree_path",
          coalesce(NEW."status", ('pending')),
          NEW."claimed_by",
          NEW."claimed_at",
          NEW."started_at",
          NEW."completed_at",
          NEW."commit_sha",
          NEW."merged_at",
          coalesce(NEW."created_by", ('architect')),
          NEW."created_at");
END;

CREATE TRIGGER "tributary_implementation_tasks_update" INSTEAD OF UPDATE ON "implementation_tasks"
BEGIN
  UPDATE "specs_task"
     SET "id" = NEW."id",
         "task_id" = NEW."task_id",
         "spec_id" = NEW."spec_id",
         "scope" = NEW."scope",
         "scope_description" = NEW."scope_description",
         "assigned_files" = NEW."assigned_files",
         "branch_name" = NEW."branch_name",
         "worktree_path" = NEW."worktree_path",
         "status" = NEW."status",
         "claimed_by" = NEW."claimed_by",
         "claimed_at" = NEW."claimed_at",
         "started_at" = NEW."started_at",
         "completed_at" = NEW."completed_at",
         "commit_sha" = NEW."commit_sha",
         "merged_at" = NEW."merged_at",
         "created_by" = NEW."created_by",
         "created_at" = NEW."created_at"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_notifications_delete" INSTEAD OF DELETE ON "notifications"
BEGIN
  DELETE FROM "notification_roadmap"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_notifications_insert" INSTEAD OF INSERT ON "notifications"
BEGIN
  INSERT INTO "notification_roadmap" ("id", "target_agent", "source_agent", "notification_type", "item_id", "message", "status", "created_at", "processed_at", "processed_by", "notes")
  VALUES (NEW."id",
          NEW."target_agent",
          NEW."source_agent",
          NEW."notification_type",
          NEW."item_id",
          NEW."message",
          coalesce(NEW."status", ('pending')),
          NEW."created_at",
          NEW."processed_at",
          NEW."processed_by",
          NEW."notes");
END;

CREATE TRIGGER "tributary_notifications_update" INSTEAD OF UPDATE ON "notifications"
BEGIN
  UPDATE "notification_roadmap"
     SET "id" = NEW."id",
         "target_agent" = NEW."target_agent",
         "source_agent" = NEW."source_agent",
         "notification_type" = NEW."notification_type",
         "item_id" = NEW."item_id",
         "message" = NEW."message",
         "status" = NEW."status",
         "created_at" = NEW."created_at",
         "processed_at" = NEW."processed_at",
         "processed_by" = NEW."processed_by",
         "notes" = NEW."notes"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_orchestrator_tasks_delete" INSTEAD OF DELETE ON "orchestrator_tasks"
BEGIN
  DELETE FROM "orchestrator_task"
   WHERE rowid = (SELECT rowid FROM "orchestrator_task" WHERE "task_id" IS OLD."task_id" AND ("task_id" IS NOT NULL AND 1 OR +"task_id" IS +OLD."task_id" COLLATE BINARY AND typeof("task_id") = typeof(OLD."task_id") AND +"sender" IS +OLD."sender" COLLATE BINARY AND typeof("sender") = typeof(OLD."sender") AND +"recipient" IS +OLD."recipient" COLLATE BINARY AND typeof("recipient") = typeof(OLD."recipient") AND +"type" IS +OLD."type" COLLATE BINARY AND typeof("type") = typeof(OLD."type") AND +"priority" IS +OLD."priority" COLLATE BINARY AND typeof("priority") = typeof(OLD."priority") AND +"status" IS +OLD."status" COLLATE BINARY AND typeof("status") = typeof(OLD."status") AND +"payload" IS +OLD."payload" COLLATE BINARY AND typeof("payload") = typeof(OLD."payload") AND +"created_at" IS +OLD."created_at" COLLATE BINARY AND typeof("created_at") = typeof(OLD."created_at") AND +"started_at" IS +OLD."started_at" COLLATE BINARY AND typeof("started_at") = typeof(OLD."started_at") AND +"completed_at" IS +OLD."completed_at" COLLATE BINARY AND typeof("completed_at") = typeof(OLD."completed_at") AND +"duration_ms" IS +OLD."duration_ms" COLLATE BINARY AND typeof("duration_ms") = typeof(OLD."duration_ms") AND +"error_message" IS +OLD."error_message" COLLATE BINARY AND typeof("error_message") = typeof(OLD."error_message")) LIMIT 1);
END;

CREATE TRIGGER "tributary_orchestrator_tasks_insert" INSTEAD OF INSERT ON "orchestrator_tasks"
BEGIN
  INSERT INTO "orchestrator_task" ("task_id", "sender", "recipient", "type", "priority", "status", "payload", "created_at", "started_at", "completed_at", "duration_ms", "error_message")
  VALUES (NEW."task_id",
          NEW."sender",
          NEW."recipient",
          NEW."type",
          coalesce(NEW."priority", (5)),
          coalesce(NEW."status", ('queued')),
          NEW."payload",
          NEW."created_at",
          NEW."started_at",
          NEW."completed_at",
          NEW."duration_ms",
          NEW."error_message");
END;

CREATE TRIGGER "tributary_orchestrator_tasks_update" INSTEAD OF UPDATE ON "orchestrator_tasks"
BEGIN
  UPDATE "orchestrator_task"
     SET "task_id" = NEW."task_id",
         "sender" = NEW."sender",
         "recipient" = NEW."recipient",
         "type" = NEW."type",
         "priority" = NEW."priority",
         "status" = NEW."status",
         "payload" = NEW."payload",
         "created_at" = NEW."created_at",
         "started_at" = NEW."started_at",
         "completed_at" = NEW."completed_at",
         "duration_ms" = NEW."duration_ms",
         "error_message" = NEW."error_message"
   WHERE rowid = (SELECT rowid FROM "orchestrator_task" WHERE "task_id" IS OLD."task_id" AND ("task_id" IS NOT NULL AND 1 OR +"task_id" IS +OLD."task_id" COLLATE BINARY AND typeof("task_id") = typeof(OLD."task_id") AND +"sender" IS +OLD."sender" COLLATE BINARY AND typeof("sender") = typeof(OLD."sender") AND +"recipient" IS +OLD."recipient" COLLATE BINARY AND typeof("recipient") = typeof(OLD."recipient") AND +"type" IS +OLD."type" COLLATE BINARY AND typeof("type") = typeof(OLD."type") AND +"priority" IS +OLD."priority" COLLATE BINARY AND typeof("priority") = typeof(OLD."priority") AND +"status" IS +OLD."status" COLLATE BINARY AND typeof("status") = typeof(OLD."status") AND +"payload" IS +OLD."payload" COLLATE BINARY AND typeof("payload") = typeof(OLD."payload") AND +"created_at" IS +OLD."created_at" COLLATE BINARY AND typeof("created_at") = typeof(OLD."created_at") AND +"started_at" IS +OLD."started_at" COLLATE BINARY AND typeof("started_at") = typeof(OLD."started_at") AND +"completed_at" IS +OLD."completed_at" COLLATE BINARY AND typeof("completed_at") = typeof(OLD."completed_at") AND +"duration_ms" IS +OLD."duration_ms" COLLATE BINARY AND typeof("duration_ms") = typeof(OLD."duration_ms") AND +"error_message" IS +OLD."error_message" COLLATE BINARY AND typeof("error_message") = typeof(OLD."error_message")) LIMIT 1);
END;

CREATE TRIGGER "tributary_roadmap_items_delete" INSTEAD OF DELETE ON "roadmap_items"
BEGIN
  DELETE FROM "roadmap_priority"
   WHERE rowid = (SELECT rowid FROM "roadmap_priority" WHERE "id" IS OLD."id" AND ("id" IS NOT NULL AND 1 OR +"id" IS +OLD."id" COLLATE BINARY AND typeof("id") = typeof(OLD."id") AND +"item_type" IS +OLD."item_type" COLLATE BINARY AND typeof("item_type") = typeof(OLD."item_type") AND +"number" IS +OLD."number" COLLATE BINARY AND typeof("number") = typeof(OLD."number") AND +"title" IS +OLD."title" COLLATE BINARY AND typeof("title") = typeof(OLD."title") AND +"status" IS +OLD."status" COLLATE BINARY AND typeof("status") = typeof(OLD."status") AND +"spec_id" IS +OLD."spec_id" COLLATE BINARY AND typeof("spec_id") = typeof(OLD."spec_id") AND +"content" IS +OLD."content" COLLATE BINARY AND typeof("content") = typeof(OLD."content") AND +"estimated_hours" IS +OLD."estimated_hours" COLLATE BINARY AND typeof("estimated_hours") = typeof(OLD."estimated_hours") AND +"dependencies" IS +OLD."dependencies" COLLATE BINARY AND typeof("dependencies") = typeof(OLD."dependencies") AND +"priority_order" IS +OLD."priority_order" COLLATE BINARY AND typeof("priority_order") = typeof(OLD."priority_order") AND +"implementation_started_at" IS +OLD."implementation_started_at" COLLATE BINARY AND typeof("implementation_started_at") = typeof(OLD."implementation_started_at") AND +"updated_at" IS +OLD."updated_at" COLLATE BINARY AND typeof("updated_at") = typeof(OLD."updated_at") AND +"updated_by" IS +OLD."updated_by" COLLATE BINARY AND typeof("updated_by") = typeof(OLD."updated_by") AND +"plan_and_summary" IS +OLD."plan_and_summary" COLLATE BINARY AND typeof("plan_and_summary") = typeof(OLD."plan_and_summary") AND +"spec_work_started_at" IS +OLD."spec_work_started_at" COLLATE BINARY AND typeof("spec_work_started_at") = typeof(OLD."spec_work_started_at")) LIMIT 1);
END;

CREATE TRIGGER "tributary_roadmap_items_insert" INSTEAD OF INSERT ON "roadmap_items"
BEGIN
  INSERT INTO "roadmap_priority" ("id", "item_type", "number", "title", "status", "spec_id", "content", "estimated_hours", "dependencies", "priority_order", "implementation_started_at", "updated_at", "updated_by", "plan_and_summary", "spec_work_started_at")
  VALUES (NEW."id",
          NEW."item_type",
          NEW."number",
          NEW."title",
          NEW."status",
          NEW."spec_id",
          NEW."content",
          NEW."estimated_hours",
          NEW."dependencies",
          NEW."priority_order",
          NEW."implementation_started_at",
          NEW."updated_at",
          NEW."updated_by",
          NEW."plan_and_summary",
          NEW."spec_work_started_at");
END;

CREATE TRIGGER "tributary_roadmap_items_update" INSTEAD OF UPDATE ON "roadmap_items"
BEGIN
  UPDATE "roadmap_priority"
     SET "id" = NEW."id",
         "item_type" = NEW."item_type",
         "number" = NEW."number",
         "title" = NEW."title",
         "status" = NEW."status",
         "spec_id" = NEW."spec_id",
         "content" = NEW."content",
         "estimated_hours" = NEW."estimated_hours",
         "dependencies" = NEW."dependencies",
         "priority_order" = NEW."priority_order",
         "implementation_started_at" = NEW."implementation_started_at",
         "updated_at" = NEW."updated_at",
         "updated_by" = NEW."updated_by",
         "plan_and_summary" = NEW."plan_and_summary",
         "spec_work_started_at" = NEW."spec_work_started_at"
   WHERE rowid = (SELECT rowid FROM "roadmap_priority" WHERE "id" IS OLD."id" AND ("id" IS NOT NULL AND 1 OR +"id" IS +OLD."id" COLLATE BINARY AND typeof("id") = typeof(OLD."id") AND +"item_type" IS +OLD."item_type" COLLATE BINARY AND typeof("item_type") = typeof(OLD."item_type") AND +"number" IS +OLD."number" COLLATE BINARY AND typeof("number") = typeof(OLD."number") AND +"title" IS +OLD."title" COLLATE BINARY AND typeof("title") = typeof(OLD."title") AND +"status" IS +OLD."status" COLLATE BINARY AND typeof("status") = typeof(OLD."status") AND +"spec_id" IS +OLD."spec_id" COLLATE BINARY AND typeof("spec_id") = typeof(OLD."spec_id") AND +"content" IS +OLD."content" COLLATE BINARY AND typeof("content") = typeof(OLD."content") AND +"estimated_hours" IS +OLD."estimated_hours" COLLATE BINARY AND typeof("estimated_hours") = typeof(OLD."estimated_hours") AND +"dependencies" IS +OLD."dependencies" COLLATE BINARY AND typeof("dependencies") = typeof(OLD."dependencies") AND +"priority_order" IS +OLD."priority_order" COLLATE BINARY AND typeof("priority_order") = typeof(OLD."priority_order") AND +"implementation_started_at" IS +OLD."implementation_started_at" COLLATE BINARY AND typeof("implementation_started_at") = typeof(OLD."implementation_started_at") AND +"updated_at" IS +OLD."updated_at" COLLATE BINARY AND typeof("updated_at") = typeof(OLD."updated_at") AND +"updated_by" IS +OLD."updated_by" COLLATE BINARY AND typeof("updated_by") = typeof(OLD."updated_by") AND +"plan_and_summary" IS +OLD."plan_and_summary" COLLATE BINARY AND typeof("plan_and_summary") = typeof(OLD."plan_and_summary") AND +"spec_work_started_at" IS +OLD."spec_work_started_at" COLLATE BINARY AND typeof("spec_work_started_at") = typeof(OLD."spec_work_started_at")) LIMIT 1);
END;

CREATE TRIGGER "tributary_roadmap_update_notifications_delete" INSTEAD OF DELETE ON "roadmap_update_notifications"
BEGIN
  DELETE FROM "roadmap_notification"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_roadmap_update_notifications_insert" INSTEAD OF INSERT ON "roadmap_update_notifications"
BEGIN
  INSERT INTO "roadmap_notification" ("id", "item_id", "requested_by", "notification_type", "requested_status", "message", "status", "created_at", "processed_at", "processed_by", "notes")
  VALUES (NEW."id",
          NEW."item_id",
          NEW."requested_by",
          NEW."notification_type",
          NEW."requested_status",
          NEW."message",
          coalesce(NEW."status", ('pending')),
          NEW."created_at",
          NEW."processed_at",
          NEW."processed_by",
          NEW."notes");
END;

CREATE TRIGGER "tributary_roadmap_update_notifications_update" INSTEAD OF UPDATE ON "roadmap_update_notifications"
BEGIN
  UPDATE "roadmap_notification"
     SET "id" = NEW."id",
         "item_id" = NEW."item_id",
         "requested_by" = NEW."requested_by",
         "notification_type" = NEW."notification_type",
         "requested_status" = NEW."requested_status",
         "message" = NEW."message",
         "status" = NEW."status",
         "created_at" = NEW."created_at",
         "processed_at" = NEW."processed_at",
         "processed_by" = NEW."processed_by",
         "notes" = NEW."notes"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_schema_metadata_delete" INSTEAD OF DELETE ON "schema_metadata"
BEGIN
  DELETE FROM "system_schema_metadata"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_schema_metadata_insert" INSTEAD OF INSERT ON "schema_metadata"
BEGIN
  INSERT INTO "system_schema_metadata" ("id", "entity_type", "entity_name", "parent_name", "description", "purpose", "usage_notes", "content_type", "use_files", "related_tables", "foreign_keys", "created_at", "updated_at")
  VALUES (NEW."id",
          NEW."entity_type",
          NEW."entity_name",
          NEW."parent_name",
          NEW."description",
          NEW."purpose",
          NEW."usage_notes",
          NEW."content_type",
          coalesce(NEW."use_files", (0)),
          NEW."related_tables",
          NEW."foreign_keys",
          coalesce(NEW."created_at", (CURRENT_TIMESTAMP)),
          coalesce(NEW."updated_at", (CURRENT_TIMESTAMP)));
END;

CREATE TRIGGER "tributary_schema_metadata_update" INSTEAD OF UPDATE ON "schema_metadata"
BEGIN
  UPDATE "system_schema_metadata"
     SET "id" = NEW."id",
         "entity_type" = NEW."entity_type",
         "entity_name" = NEW."entity_name",
         "parent_name" = NEW."parent_name",
         "description" = NEW."description",
         "purpose" = NEW."purpose",
         "usage_notes" = NEW."usage_notes",
         "content_type" = NEW."content_type",
         "use_files" = NEW."use_files",
         "related_tables" = NEW."related_tables",
         "foreign_keys" = NEW."foreign_keys",
         "created_at" = NEW."created_at",
         "updated_at" = NEW."updated_at"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_subtask_metrics_delete" INSTEAD OF DELETE ON "subtask_metrics"
BEGIN
  DELETE FROM "metrics_subtask"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_subtask_metrics_insert" INSTEAD OF INSERT ON "subtask_metrics"
BEGIN
  INSERT INTO "metrics_subtask" ("id", "timestamp", "priority_name", "priority_title", "subtask_name", "estimated_seconds", "actual_seconds", "status", "deviation_seconds", "deviation_percent", "created_at")
  VALUES (NEW."id",
          NEW."timestamp",
          NEW."priority_name",
          NEW."priority_title",
          NEW."subtask_name",
          NEW."estimated_seconds",
          NEW."actual_seconds",
          NEW."status",
          NEW."deviation_seconds",
          NEW."deviation_percent",
          coalesce(NEW."created_at", (CURRENT_TIMESTAMP)));
END;

CREATE TRIGGER "tributary_subtask_metrics_update" INSTEAD OF UPDATE ON "subtask_metrics"
BEGIN
  UPDATE "metrics_subtask"
     SET "id" = NEW."id",
         "timestamp" = NEW."timestamp",
         "priority_name" = NEW."priority_name",
         "priority_title" = NEW."priority_title",
         "subtask_name" = NEW."subtask_name",
         "estimated_seconds" = NEW."estimated_seconds",
         "actual_seconds" = NEW."actual_seconds",
         "status" = NEW."status",
         "deviation_seconds" = NEW."deviation_seconds",
         "deviation_percent" = NEW."deviation_percent",
         "created_at" = NEW."created_at"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_system_state_delete" INSTEAD OF DELETE ON "system_state"
BEGIN
  DELETE FROM "notification_system_state"
   WHERE rowid = (SELECT rowid FROM "notification_system_state" WHERE "key" IS OLD."key" AND ("key" IS NOT NULL AND 1 OR +"key" IS +OLD."key" COLLATE BINARY AND typeof("key") = typeof(OLD."key") AND +"value" IS +OLD."value" COLLATE BINARY AND typeof("value") = typeof(OLD."value") AND +"updated_at" IS +OLD."updated_at" COLLATE BINARY AND typeof("updated_at") = typeof(OLD."updated_at")) LIMIT 1);
END;

CREATE TRIGGER "tributary_system_state_insert" INSTEAD OF INSERT ON "system_state"
BEGIN
  INSERT INTO "notification_system_state" ("key", "value", "updated_at")
  VALUES (NEW."key",
          NEW."value",
          NEW."updated_at");
END;

CREATE TRIGGER "tributary_system_state_update" INSTEAD OF UPDATE ON "system_state"
BEGIN
  UPDATE "notification_system_state"
     SET "key" = NEW."key",
         "value" = NEW."value",
         "updated_at" = NEW."updated_at"
   WHERE rowid = (SELECT rowid FROM "notification_system_state" WHERE "key" IS OLD."key" AND ("key" IS NOT NULL AND 1 OR +"key" IS +OLD."key" COLLATE BINARY AND typeof("key") = typeof(OLD."key") AND +"value" IS +OLD."value" COLLATE BINARY AND typeof("value") = typeof(OLD."value") AND +"updated_at" IS +OLD."updated_at" COLLATE BINARY AND typeof("updated_at") = typeof(OLD."updated_at")) LIMIT 1);
END;

CREATE TRIGGER "tributary_task_group_dependencies_delete" INSTEAD OF DELETE ON "task_group_dependencies"
BEGIN
  DELETE FROM "specs_task_dependency"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_task_group_dependencies_insert" INSTEAD OF INSERT ON "task_group_dependencies"
BEGIN
  INSERT INTO "specs_task_dependency" ("id", "task_group_id", "depends_on_group_id", "dependency_type", "reason", "created_at", "created_by")
  VALUES (NEW."id",
          NEW."task_group_id",
          NEW."depends_on_group_id",
          NEW."dependency_type",
          NEW."reason",
          NEW."created_at",
          NEW."created_by");
END;

CREATE TRIGGER "tributary_task_group_dependencies_update" INSTEAD OF UPDATE ON "task_group_dependencies"
BEGIN
  UPDATE "specs_task_dependency"
     SET "id" = NEW."id",
         "task_group_id" = NEW."task_group_id",
         "depends_on_group_id" = NEW."depends_on_group_id",
         "dependency_type" = NEW."dependency_type",
         "reason" = NEW."reason",
         "created_at" = NEW."created_at",
         "created_by" = NEW."created_by"
   WHERE "id" = OLD."id";
END;

CREATE TRIGGER "tributary_technical_specs_delete" INSTEAD OF DELETE ON "technical_specs"
BEGIN
  DELETE FROM "specs_specification"
   WHERE rowid = (SELECT rowid FROM "specs_specification" WHERE "id" IS OLD."id" AND ("id" IS NOT NULL AND 1 OR +"id" IS +OLD."id" COLLATE BINARY AND typeof("id") = typeof(OLD."id") AND +"spec_number" IS +OLD."spec_number" COLLATE BINARY AND typeof("spec_number") = typeof(OLD."spec_number") AND +"title" IS +OLD."title" COLLATE BINARY AND typeof("title") = typeof(OLD."title") AND +"roadmap_item_id" IS +OLD."roadmap_item_id" COLLATE BINARY AND typeof("roadmap_item_id") = typeof(OLD."roadmap_item_id") AND +"status" IS +OLD."status" COLLATE BINARY AND typeof("status") = typeof(OLD."status") AND +"spec_type" IS +OLD."spec_type" COLLATE BINARY AND typeof("spec_type") = typeof(OLD."spec_type") AND +"file_path" IS +OLD."file_path" COLLATE BINARY AND typeof("file_path") = typeof(OLD."file_path") AND +"content" IS +OLD."content" COLLATE BINARY AND typeof("content") = typeof(OLD."content") AND +"dependencies" IS +OLD."dependencies" COLLATE BINARY AND typeof("dependencies") = typeof(OLD."dependencies") AND +"estimated_hours" IS +OLD."estimated_hours" COLLATE BINARY AND typeof("estimated_hours") = typeof(OLD."estimated_hours") AND +"actual_hours" IS +OLD."actual_hours" COLLATE BINARY AND typeof("actual_hours") = typeof(OLD."actual_hours") AND +"updated_at" IS +OLD."updated_at" COLLATE BINARY AND typeof("updated_at") = typeof(OLD."updated_at") AND +"updated_by" IS +OLD."updated_by" COLLATE BINARY AND typeof("updated_by") = typeof(OLD."updated_by") AND +"started_at" IS +OLD."started_at" COLLATE BINARY AND typeof("started_at") = typeof(OLD."started_at") AND +"phase" IS +OLD."phase" COLLATE BINARY AND typeof("phase") = typeof(OLD."phase") AND +"plan_summary" IS +OLD."plan_summary" COLLATE BINARY AND typeof("plan_summary") = typeof(OLD."plan_summary") AND +"plan_and_summary" IS +OLD."plan_and_summary" COLLATE BINARY AND typeof("plan_and_summary") = typeof(OLD."plan_and_summary") AND +"total_phases" IS +OLD."total_phases" COLLATE BINARY AND typeof("total_phases") = typeof(OLD."total_phases") AND +"phase_files" IS +OLD."phase_files" COLLATE BINARY AND typeof("phase_files") = typeof(OLD."phase_files") AND +"current_phase_status" IS +OLD."current_phase_status" COLLATE BINARY AND typeof("current_phase_status") = typeof(OLD."current_phase_status")) LIMIT 1);
END;

CREATE TRIGGER "tributary_technical_specs_insert" INSTEAD OF INSERT ON "technical_specs"
BEGIN
  INSERT INTO "specs_specification" ("id", "spec_number", "title", "roadmap_item_id", "status", "spec_type", "file_path", "content", "dependencies", "estimated_hours", "actual_hours", "updated_at", "updated_by", "started_at", "phase", "plan_summary", "plan_and_summary", "total_phases", "phase_files", "current_phase_status")
  VALUES (NEW."id",
          NEW."spec_number",
          NEW."title",
          NEW."roadmap_item_id",
          coalesce(NEW."status", ('draft')),
          coalesce(NEW."spec_type", ('monolithic')),
          NEW."file_path",
          NEW."content",
          NEW."dependencies",
          NEW."estimated_hours",
          NEW."actual_hours",
          NEW."updated_at",
          NEW."updated_by",
          NEW."started_at",
          NEW."phase",
          NEW."plan_summary",
          NEW."plan_and_summary",
          NEW."total_phases",
          NEW."phase_files",
          NEW."current_phase_status");
END;

CREATE TRIGGER "tributary_technical_specs_update" INSTEAD OF UPDATE ON "technical_specs"
BEGIN
  UPDATE "specs_specification"
     SET "id" = NEW."id",
         "spec_number" = NEW."spec_number",
         "title" = NEW."title",
         "roadmap_item_id" = NEW."roadmap_item_id",
         "status" = NEW."status",
         "spec_type" = NEW."spec_type",
         "file_path" = NEW."file_path",
         "content" = NEW."content",
         "dependencies" = NEW."dependencies",
         "estimated_hours" = NEW."estimated_hours",
         "actual_hours" = NEW."actual_hours",
         "updated_at" = NEW."updated_at",
         "updated_by" = NEW."updated_by",
         "started_at" = NEW."started_at",
         "phase" = NEW."phase",
         "plan_summary" = NEW."plan_summary",
         "plan_and_summary" = NEW."plan_and_summary",
         "total_phases" = NEW."total_phases",
         "phase_files" = NEW."phase_files",
         "current_phase_status" = NEW."current_phase_status"
   WHERE rowid = (SELECT rowid FROM "specs_specification" WHERE "id" IS OLD."id" AND ("id" IS NOT NULL AND 1 OR +"id" IS +OLD."id" COLLATE BINARY AND typeof("id") = typeof(OLD."id") AND +"spec_number" IS +OLD."spec_number" COLLATE BINARY AND typeof("spec_number") = typeof(OLD."spec_number") AND +"title" IS +OLD."title" COLLATE BINARY AND typeof("title") = typeof(OLD."title") AND +"roadmap_item_id" IS +OLD."roadmap_item_id" COLLATE BINARY AND typeof("roadmap_item_id") = typeof(OLD."roadmap_item_id") AND +"status" IS +OLD."status" COLLATE BINARY AND typeof("status") = typeof(OLD."status") AND +"spec_type" IS +OLD."spec_type" COLLATE BINARY AND typeof("spec_type") = typeof(OLD."spec_type") AND +"file_path" IS +OLD."file_path" COLLATE BINARY AND typeof("file_path") = typeof(OLD."file_path") AND +"content" IS +OLD."content" COLLATE BINARY AND typeof("content") = typeof(OLD."content") AND +"dependencies" IS +OLD."dependencies" COLLATE BINARY AND typeof("dependencies") = typeof(OLD."dependencies") AND +"estimated_hours" IS +OLD."estimated_hours" COLLATE BINARY AND typeof("estimated_hours") = typeof(OLD."estimated_hours") AND +"actual_hours" IS +OLD."actual_hours" COLLATE BINARY AND typeof("actual_hours") = typeof(OLD."actual_hours") AND +"updated_at" IS +OLD."updated_at" COLLATE BINARY AND typeof("updated_at") = typeof(OLD."updated_at") AND +"updated_by" IS +OLD."updated_by" COLLATE BINARY AND typeof("updated_by") = typeof(OLD."updated_by") AND +"started_at" IS +OLD."started_at" COLLATE BINARY AND typeof("started_at") = typeof(OLD."started_at") AND +"phase" IS +OLD."phase" COLLATE BINARY AND typeof("phase") = typeof(OLD."phase") AND +"plan_summary" IS +OLD."plan_summary" COLLATE BINARY AND typeof("plan_summary") = typeof(OLD."plan_summary") AND +"plan_and_summary" IS +OLD."plan_and_summary" COLLATE BINARY AND typeof("plan_and_summary") = typeof(OLD."plan_and_summary") AND +"total_phases" IS +OLD."total_phases" COLLATE BINARY AND typeof("total_phases") = typeof(OLD."total_phases") AND +"phase_files" IS +OLD."phase_files" COLLATE BINARY AND typeof("phase_files") = typeof(OLD."phase_files") AND +"current_phase_status" IS +OLD."current_phase_status" COLLATE BINARY AND typeof("current_phase_status") = typeof(OLD."current_phase_status")) LIMIT 1);
END;
