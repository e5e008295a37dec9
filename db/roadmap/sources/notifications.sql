-- Why: the two tables of notifications.db, for a target without sources. Where the source is there, its own statements are taken.
-- Relies on: the names that its own program uses; a merge renames what has to be renamed.

CREATE TABLE notifications (
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
CREATE INDEX idx_notifications_status     ON notifications (status);
CREATE INDEX idx_notifications_type       ON notifications (type);
CREATE INDEX idx_notifications_priority   ON notifications (priority);
CREATE INDEX idx_notifications_created_at ON notifications (created_at);

CREATE TABLE system_state (
  key        TEXT,
  value      TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CONSTRAINT pk_system_state PRIMARY KEY (key)
);
