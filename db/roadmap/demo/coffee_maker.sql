-- A few rows of a coffee_maker.db: dependencies, documentation that competes with roadmap.db's, and two tables that should be empty.

CREATE TABLE schema_metadata (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  entity_type   TEXT NOT NULL,
  entity_name   TEXT NOT NULL,
  parent_name   TEXT,
  description   TEXT NOT NULL,
  purpose       TEXT,
  usage_notes   TEXT,
  content_type  TEXT,
  use_files     BOOLEAN DEFAULT 0,
  related_tables TEXT,
  foreign_keys  TEXT,
  created_at    TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at    TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (entity_type, entity_name, parent_name)
);
CREATE INDEX idx_schema_metadata_entity ON schema_metadata (entity_type, entity_name);
CREATE INDEX idx_schema_metadata_parent ON schema_metadata (entity_type, parent_name);

CREATE TABLE commits (
  commit_id     INTEGER PRIMARY KEY AUTOINCREMENT,
  work_id       TEXT NOT NULL,
  commit_sha    TEXT NOT NULL,
  committed_at  TEXT NOT NULL,
  review_status TEXT,
  FOREIGN KEY (work_id) REFERENCES works (work_id)
);
CREATE INDEX idx_commits_work_id ON commits (work_id);

CREATE TABLE implementation_tasks (
  task_id         TEXT PRIMARY KEY,
  priority_number INTEGER NOT NULL,
  priority_order  INTEGER NOT NULL,
  status          TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  UNIQUE (priority_number, priority_order)
);
CREATE INDEX idx_implementation_tasks_status ON implementation_tasks (status);

INSERT INTO task_group_dependencies (task_group_id, depends_on_group_id, dependency_type, reason, created_at, created_by) VALUES
  ('GROUP-31', 'GROUP-30', 'hard', 'The type needs the question', '2025-10-23T12:00:00', 'architect'),
  ('GROUP-32', 'GROUP-30', 'soft', NULL, '2025-10-23T12:00:01', 'architect');

INSERT INTO schema_metadata (entity_type, entity_name, parent_name, description, created_at, updated_at) VALUES
  ('table', 'technical_specs', NULL, 'Complete technical specifications', '2025-10-20 06:00:00', '2025-10-20 06:00:00'),
  ('table', 'roadmap_items', NULL, 'An older text', '2025-10-19 06:00:00', '2025-10-19 06:00:00'),
  ('column', 'content', 'technical_specs', 'The text of the specification, or its phases as JSON', '2025-10-20 06:00:00', '2025-10-25T07:00:00'),
  ('table', 'task_group_dependencies', NULL, 'Which group of tasks waits for which', '2025-10-20 06:00:00', '2025-10-20 06:00:00');
