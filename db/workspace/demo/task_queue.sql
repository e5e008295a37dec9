-- A small task_queue.db as the orchestrator makes it: the two tables that are copied, with their own indexes, and two that are not.

CREATE TABLE task_history (
  id INTEGER NOT NULL,
  task_type VARCHAR(255),
  capability_required VARCHAR(255),
  complexity VARCHAR(100),
  tokens_used INTEGER,
  estimated_tokens INTEGER,
  agent_id VARCHAR(255),
  timestamp FLOAT NOT NULL,
  metadata TEXT,
  PRIMARY KEY (id)
);
CREATE INDEX ix_task_history_capability_required ON task_history (capability_required);
CREATE INDEX ix_task_history_task_type ON task_history (task_type);

CREATE TABLE tasks (
  id VARCHAR(255) NOT NULL,
  title VARCHAR(500) NOT NULL,
  description TEXT,
  status VARCHAR(100) NOT NULL,
  priority VARCHAR(50) NOT NULL,
  capability_required VARCHAR(255),
  estimated_tokens INTEGER,
  tags TEXT,
  dependencies TEXT,
  failures TEXT,
  metadata TEXT,
  file VARCHAR(500),
  created_by VARCHAR(255),
  created_at VARCHAR(100),
  updated_at VARCHAR(100),
  version INTEGER NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX idx_tasks_tags ON tasks (tags);
CREATE INDEX ix_tasks_updated_at ON tasks (updated_at);
CREATE INDEX ix_tasks_priority ON tasks (priority);
CREATE INDEX ix_tasks_capability_required ON tasks (capability_required);
CREATE INDEX ix_tasks_status ON tasks (status);

CREATE TABLE task_queue_metadata (
  "key" VARCHAR(255) NOT NULL,
  value TEXT NOT NULL,
  updated_at VARCHAR(100) NOT NULL,
  PRIMARY KEY ("key")
);

CREATE TABLE agent_history (
  agent_id VARCHAR(255) NOT NULL,
  successes INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  updated_at FLOAT NOT NULL,
  PRIMARY KEY (agent_id)
);

INSERT INTO tasks
  (id, title, description, status, priority, capability_required, estimated_tokens, tags, dependencies, failures, metadata, file, created_by, created_at, updated_at, version)
VALUES
  ('TASK-TIDE-001', 'Read station heights in metres', 'The old files mix feet and metres.', 'completed', 'CRITICAL', 'code-generation-advanced', 42000, '["tides", "units"]', '[]', '[]', '{"assigned_to": "agent-north", "completed_at": "2025-09-03T10:12:44.120000Z"}', 'src/tide/station.py', 'user', '2025-09-01T08:30:00Z', '2025-09-03T10:12:44.120391+00:00', 3),
  ('TASK-TIDE-002', 'Interpolate between two stations', NULL, 'completed', 'HIGH', 'code-generation-advanced', 30000, '["tides"]', '["TASK-TIDE-001"]', '[]', '{"assigned_to": "agent-north"}', 'src/tide/interpolate.py', 'user', '2025-09-01T08:31:12.004110', '2025-09-04T09:00:00.000000+00:00', 2),
  ('TASK-TIDE-003', 'Test the spring tide of 2026', 'Water stands 40 cm above the table.', 'completed', 'HIGH', 'testing', 12000, '["tides", "testing"]', '["TASK-TIDE-002"]', '[]', NULL, 'tests/test_spring.py', 'user', '2025-09-01T08:33:59.871002', '2025-09-05T15:41:03.337221+00:00', 1),
  ('TASK-TIDE-004', 'Explain the tables to a skipper', NULL, 'completed', 'MEDIUM', 'documentation', 6000, '["docs"]', '[]', '[]', NULL, 'docs/tides.md', 'planner', '2025-09-01T08:40:00Z', '2025-09-05T16:00:00+00:00', 1),
  ('TASK-BERTH-001', 'Refuse two ships at one berth', 'Also when the second one is entered by telephone.', 'completed', 'CRITICAL', 'code-generation-advanced', 60000, '["planner", "safety"]', '[]', '["timeout after 1800 s"]', '{"assigned_to": "agent-south", "retries": 1}', 'src/planner/plan.py', 'user', '2025-09-02T09:00:00.000001Z', '2025-09-09T18:22:17.909090+00:00', 4),
  ('TASK-BERTH-002', 'Show a conflict before it is saved 🚢', 'A red bar, and the other ship''s name.', 'completed', 'HIGH', 'code-generation-intermediate', 25000, '["planner", "ui"]', '["TASK-BERTH-001"]', '[]', NULL, 'src/planner/view.py', 'user', '2025-09-02T09:02:31.550000', '2025-09-11T08:08:08.080808+00:00', 2),
  ('TASK-BERTH-003', 'Keep the harbour master''s notes', 'They are lost when a ship changes berth.', 'completed', 'HIGH', 'code-generation-intermediate', 18000, '["planner"]', '[]', '[]', NULL, 'src/planner/notes.py', 'planner', '2025-09-02T09:05:47.213344', '2025-09-12T12:00:00.500000+00:00', 1),
  ('TASK-BERTH-004', 'Review the double-booking fix', NULL, 'completed', 'HIGH', 'code-review', 8000, '["review"]', '["TASK-BERTH-001"]', '[]', '{"verdict": "accepted", "comments": 3}', NULL, 'planner', '2025-09-09T18:30:00Z', '2025-09-10T07:45:12.000000+00:00', 1),
  ('TASK-BERTH-005', 'Plan for a ship longer than its berth', 'She then takes two.', 'in_progress', 'HIGH', 'code-generation-advanced', 45000, '["planner"]', '["TASK-BERTH-002"]', '[]', '{"assigned_to": "agent-north", "assigned_at": "2025-09-29T07:30:00+00:00"}', 'src/planner/plan.py', 'user', '2025-09-15T10:11:12.131415', '2025-09-29T07:30:00.000000+00:00', 5),
  ('TASK-BERTH-006', 'Print the daily sheet on one page', NULL, 'pending_assignment', 'MEDIUM', 'code-generation-simple', 5000, '["planner", "print"]', '["TASK-BERTH-003"]', '[]', NULL, 'src/planner/sheet.py', 'user', '2025-09-16T06:00:00Z', '2025-09-16T06:00:00+00:00', 0),
  ('TASK-PILOT-001', 'Book a pilot only once', 'A pilot has a ship, or has none.', 'in_progress', 'CRITICAL', 'code-generation-advanced', 38000, '["pilots", "safety"]', '[]', '["tests failed: 2 of 31"]', '{"assigned_to": "agent-south"}', 'src/planner/pilots.py', 'user', '2025-09-17T11:20:00.750000', '2025-09-30T09:15:30.250000+00:00', 2),
  ('TASK-PILOT-002', 'Give a pilot eleven hours of rest', NULL, 'blocked', 'HIGH', 'code-generation-intermediate', 15000, '["pilots"]', '["TASK-PILOT-001"]', '[]', NULL, 'src/planner/pilots.py', 'user', '2025-09-17T11:24:09.310000', '2025-09-30T09:16:00.000000+00:00', 1),
  ('TASK-PILOT-003', 'Write the roster to the quay display', NULL, 'pending_assignment', 'LOW', 'code-generation-simple', 4000, '["pilots", "display"]', '["TASK-PILOT-001"]', '[]', NULL, 'src/display/roster.py', 'planner', '2025-09-17T11:25:00Z', '2025-09-17T11:25:00+00:00', 0),
  ('TASK-CRANE-001', 'Import the crane calendar', 'The spreadsheet''s columns have no names.', 'completed', 'HIGH', 'data-migration', 22000, '["cranes", "import"]', '[]', '[]', '{"rows": 1184}', 'tools/import_cranes.py', 'user', '2025-09-09T08:30:00.125000', '2025-09-18T14:14:14.141414+00:00', 2),
  ('TASK-CRANE-002', 'Count the crane hours per ship', NULL, 'completed', 'MEDIUM', 'code-generation-intermediate', 14000, '["cranes"]', '["TASK-CRANE-001"]', '[]', NULL, 'src/crane/hours.py', 'user', '2025-09-09T08:33:00.500000', '2025-09-22T10:30:00.000000+00:00', 1),
  ('TASK-CRANE-003', 'Stop the cranes above 72 km/h of wind', 'The limit is in the crane''s papers: "20 m/s".', 'pending_assignment', 'CRITICAL', 'code-generation-advanced', 28000, '["cranes", "safety", "wind"]', '["TASK-CRANE-001"]', '[]', NULL, 'src/crane/limits.py', 'user', '2025-09-19T05:45:00.000000Z', '2025-09-19T05:45:00.000000+00:00', 0),
  ('TASK-DUES-001', 'Round the dues once, at the end', NULL, 'pending_assignment', 'HIGH', 'code-generation-simple', 5000, '["dues"]', '[]', '[]', NULL, 'src/dues/calculate.py', 'user', '2025-09-20T13:00:00Z', '2025-09-20T13:00:00+00:00', 0),
  ('TASK-DUES-002', 'Bill by draught as measured, not as declared', 'Two ships a month declare less.', 'deferred', 'MEDIUM', 'code-generation-intermediate', 16000, '["dues"]', '["TASK-DUES-001"]', '[]', '{"until": "2026-01-01"}', 'src/dues/draught.py', 'user', '2025-09-20T13:05:44.090909', '2025-09-26T16:20:00.000000+00:00', 1),
  ('TASK-DUES-003', 'Keep invoices for ten years', NULL, 'in_progress', 'HIGH', 'data-migration', 20000, '["dues", "archive"]', '[]', '[]', '{"assigned_to": "agent-north"}', 'tools/keep_invoices.py', 'planner', '2025-09-20T13:10:00.333333', '2025-10-01T08:00:00.000000+00:00', 1),
  ('TASK-DISP-001', 'Larger letters on the quay display', 'They are read from 60 m away.', 'completed', 'LOW', 'code-generation-simple', 3000, '["display"]', '[]', '[]', NULL, 'src/display/style.css', 'user', '2025-09-21T07:07:07.070707', '2025-09-23T11:11:11.111111+00:00', 1),
  ('TASK-DISP-002', 'Show fog 🌫️ and ice ❄️', NULL, 'pending_assignment', 'MEDIUM', 'code-generation-simple', 6000, '["display", "weather"]', '[]', '[]', NULL, 'src/display/weather.py', 'user', '2025-09-21T07:09:30.000000', '2025-09-21T07:09:30.000000+00:00', 0),
  ('TASK-OPS-001', 'Back up the plan every hour', '', 'failed', 'HIGH', 'operations', 9000, '["operations"]', '[]', '["disk full", "disk full"]', '{"last_error": "disk full"}', NULL, 'planner', '2025-09-24T22:00:00.000000Z', '2025-09-25T03:00:00.000000+00:00', 2),
  ('TASK-OPS-002', 'Rehearse a restore', 'A backup that was never restored is a hope.', 'pending_assignment', 'HIGH', 'operations', 11000, '["operations"]', '["TASK-OPS-001"]', '[]', NULL, 'docs/restore.md', 'user', '2025-09-25T08:30:00Z', '2025-09-25T08:30:00+00:00', 0),
  ('TASK-OPS-003', 'Réviser les cartes d''accès', NULL, 'cancelled', 'LOW', 'documentation', NULL, '[]', '[]', '[]', NULL, NULL, NULL, '2025-09-26T09:00:00.654321', NULL, 0);

INSERT INTO task_queue_metadata
  ("key", value, updated_at)
VALUES
  ('task_counts', '{"total": 24, "completed": 11, "in_progress": 3, "pending_assignment": 6, "blocked": 1, "deferred": 1, "failed": 1, "cancelled": 1}', '2025-10-01T08:00:00.000000+00:00'),
  ('updated_by', 'planner', '2025-10-01T08:00:00.000000+00:00'),
  ('_version', '7', '2025-10-01T08:00:00.000000+00:00');

INSERT INTO task_history
  (id, task_type, capability_required, complexity, tokens_used, estimated_tokens, agent_id, timestamp, metadata)
VALUES
  (1, 'feature', 'code-generation-advanced', 'high', 39870, 42000, 'agent-north', 1756894364.120391, '{"task_id": "TASK-TIDE-001"}'),
  (2, 'feature', 'code-generation-advanced', 'high', 71204, 60000, 'agent-south', 1757442137.90909, '{"task_id": "TASK-BERTH-001"}'),
  (3, 'review', 'code-review', 'low', 5120, 8000, 'agent-north', 1757490312.0, NULL),
  (4, 'import', 'data-migration', 'medium', 20977, 22000, 'agent-south', 1758204854.141414, NULL);

INSERT INTO agent_history
  (agent_id, successes, failures, attempts, updated_at)
VALUES
  ('agent-north', 7, 0, 7, 1758280300.5),
  ('agent-south', 5, 3, 8, 1758280301.25);
