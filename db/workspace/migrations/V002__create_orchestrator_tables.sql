-- Why: the tables that the orchestrator's three files flow into. ix_tasks_status and ix_tasks_priority are the source's own names:
-- workspace_tasks already owns idx_tasks_status and idx_tasks_priority, and an index name is global to a file.
-- Relies on: the preflight. IF NOT EXISTS adopts tables that are there already, and is safe only because every existing table's
-- columns and every index name's owner are compared with what this file makes, before and again after; a difference refuses.

CREATE TABLE IF NOT EXISTS proposals (
  id                    VARCHAR(255) NOT NULL,
  hypothesis            TEXT         NOT NULL,
  rationale             TEXT         NOT NULL,
  pattern_id            VARCHAR(255),
  performance_data      TEXT,
  implementation_result TEXT,
  metadata              TEXT,
  status                VARCHAR(50)  NOT NULL,
  created_at            FLOAT        NOT NULL,
  reviewed_at           FLOAT,
  implemented_at        FLOAT,
  review_notes          TEXT,
  CONSTRAINT pk_proposals PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS idx_proposals_status     ON proposals (status);
CREATE INDEX IF NOT EXISTS idx_proposals_created_at ON proposals (created_at);
CREATE INDEX IF NOT EXISTS idx_proposals_pattern    ON proposals (pattern_id);

CREATE TABLE IF NOT EXISTS tasks (
  id                  VARCHAR(255) NOT NULL,
  title               VARCHAR(500) NOT NULL,
  description         TEXT,
  status              VARCHAR(100) NOT NULL,
  priority            VARCHAR(50)  NOT NULL,
  capability_required VARCHAR(255),
  estimated_tokens    INTEGER,
  tags                TEXT,
  dependencies        TEXT,
  failures            TEXT,
  metadata            TEXT,
  file                VARCHAR(500),
  created_by          VARCHAR(255),
  created_at          VARCHAR(100),
  updated_at          VARCHAR(100),
  version             INTEGER      NOT NULL DEFAULT 0,
  CONSTRAINT pk_tasks PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS ix_tasks_status               ON tasks (status);
CREATE INDEX IF NOT EXISTS ix_tasks_priority             ON tasks (priority);
CREATE INDEX IF NOT EXISTS idx_tasks_tags                ON tasks (tags);
CREATE INDEX IF NOT EXISTS idx_tasks_updated_at          ON tasks (updated_at);
CREATE INDEX IF NOT EXISTS idx_tasks_capability_required ON tasks (capability_required);

CREATE TABLE IF NOT EXISTS task_queue_metadata (
  "key"      VARCHAR(255) NOT NULL,
  value      TEXT,
  updated_at VARCHAR(100),
  CONSTRAINT pk_task_queue_metadata PRIMARY KEY ("key")
);
CREATE INDEX IF NOT EXISTS idx_task_queue_metadata_updated_at ON task_queue_metadata (updated_at);

CREATE TABLE IF NOT EXISTS orchestration_decisions (
  id               VARCHAR(255) NOT NULL,
  timestamp        FLOAT        NOT NULL,
  task_id          VARCHAR(255) NOT NULL,
  agent_id         VARCHAR(255),
  task_type        VARCHAR(255),
  success          INTEGER,
  failure_reason   TEXT,
  tokens_used      INTEGER,
  duration_seconds FLOAT,
  dry_run          INTEGER               DEFAULT 0,
  decision_process TEXT,
  metadata         TEXT,
  CONSTRAINT pk_orchestration_decisions PRIMARY KEY (id)
);
CREATE INDEX IF NOT EXISTS idx_decisions_timestamp ON orchestration_decisions (timestamp);
CREATE INDEX IF NOT EXISTS idx_decisions_task_id   ON orchestration_decisions (task_id);
CREATE INDEX IF NOT EXISTS idx_decisions_agent_id  ON orchestration_decisions (agent_id);
CREATE INDEX IF NOT EXISTS idx_decisions_task_type ON orchestration_decisions (task_type);
CREATE INDEX IF NOT EXISTS idx_decisions_success   ON orchestration_decisions (success);
CREATE INDEX IF NOT EXISTS idx_decisions_dry_run   ON orchestration_decisions (dry_run);
