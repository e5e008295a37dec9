-- Why: the table of task_metrics.db, for a target without sources. Where the source is there, its own statements are taken.
-- Relies on: the names that its own program uses; a merge renames what has to be renamed.

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
CREATE INDEX idx_subtask_name  ON subtask_metrics (subtask_name);
CREATE INDEX idx_priority_name ON subtask_metrics (priority_name);
CREATE INDEX idx_timestamp     ON subtask_metrics (timestamp);
