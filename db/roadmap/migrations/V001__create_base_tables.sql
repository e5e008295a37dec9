-- Why: the 11 tables and two views of roadmap.db as its own program makes them, so that a new file starts where the files in use are.
-- Relies on: a file without these tables. A file that has them, under these names or under the new ones, is baselined at 1 and never runs this.
-- Fails when: a table, a view or an index of these names exists. There is no IF NOT EXISTS: what exists is looked at, not passed over.
-- Several columns carry two indexes (idx_items_.., idx_roadmap_..), and a key has one besides its own: so do the files in use.

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
CREATE INDEX idx_specs_roadmap ON technical_specs (roadmap_item_id);
CREATE INDEX idx_specs_status  ON technical_specs (status);
CREATE INDEX idx_specs_number  ON technical_specs (spec_number);

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
CREATE INDEX idx_items_type           ON roadmap_items (item_type);
CREATE INDEX idx_items_status         ON roadmap_items (status);
CREATE INDEX idx_items_priority_order ON roadmap_items (priority_order);
CREATE INDEX idx_items_number         ON roadmap_items (number);
CREATE INDEX idx_items_spec           ON roadmap_items (spec_id);
CREATE UNIQUE INDEX idx_items_id      ON roadmap_items (id);
CREATE INDEX idx_roadmap_spec         ON roadmap_items (spec_id);
CREATE INDEX idx_roadmap_status       ON roadmap_items (status);
CREATE INDEX idx_roadmap_order        ON roadmap_items (priority_order);
CREATE INDEX idx_roadmap_type         ON roadmap_items (item_type);
CREATE INDEX idx_roadmap_spec_work    ON roadmap_items (spec_work_started_at);

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
CREATE INDEX idx_implementation_tasks_status     ON implementation_tasks (status);
CREATE INDEX idx_implementation_tasks_spec       ON implementation_tasks (spec_id);
CREATE INDEX idx_implementation_tasks_branch     ON implementation_tasks (branch_name);
CREATE INDEX idx_implementation_tasks_claimed_at ON implementation_tasks (claimed_at);

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
CREATE INDEX idx_impl_commits_roadmap ON implementation_commits (roadmap_item_id);
CREATE INDEX idx_impl_commits_hash    ON implementation_commits (commit_hash);

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
CREATE INDEX idx_code_reviews_roadmap   ON code_reviews (roadmap_item_id);
CREATE INDEX idx_code_reviews_architect ON code_reviews (architect_reviewed);

CREATE TABLE roadmap_metadata (
  key        TEXT,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT pk_roadmap_metadata PRIMARY KEY (key)
);

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
