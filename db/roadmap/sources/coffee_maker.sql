-- Why: the table of coffee_maker.db that no other file has, for a target without sources. Where the source is there, its own statements are taken.
-- Relies on: the names that its own program uses; a merge renames what has to be renamed.

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
CREATE INDEX idx_task_group_dependencies_group      ON task_group_dependencies (task_group_id);
CREATE INDEX idx_task_group_dependencies_depends_on ON task_group_dependencies (depends_on_group_id);
CREATE INDEX idx_task_group_dependencies_type       ON task_group_dependencies (dependency_type);
