-- Why: the table of agent_messages.db, for a target without sources. Where the source is there, its own statements are taken.
-- Relies on: the names that its own program uses; a merge renames what has to be renamed.

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
CREATE INDEX idx_messages_to_status ON agent_messages (to_agent, status);
CREATE INDEX idx_messages_priority  ON agent_messages (priority, created_at);
CREATE INDEX idx_messages_created   ON agent_messages (created_at);
