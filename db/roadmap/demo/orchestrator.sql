-- A few rows of an orchestrator.db; one task and one state have no key, which SQLite allows, and the last bug was deleted.

INSERT INTO agent_lifecycle (pid, agent_type, task_id, priority_number, spawned_at, started_at, completed_at, status, exit_code, duration_ms, idle_time_ms, command, metadata) VALUES
  (4711, 'architect', 'spec-101', 1, '2025-10-20T08:00:00', '2025-10-20T08:00:01', '2025-10-20T08:12:31', 'completed', 0, 751000, 1000, 'poetry run architect spec', '{"cost": 0.25}'),
  (4712, 'code_developer', 'impl-1', 1, '2025-10-20T10:00:00', '2025-10-20T10:00:09', '2025-10-20T15:00:00', 'completed', 0, 18000000, 9000, 'poetry run code-developer', NULL),
  (4713, 'code_developer', 'impl-17', NULL, '2025-10-23T12:00:00', NULL, NULL, 'failed', 137, NULL, NULL, 'poetry run code-developer --größer', '');

INSERT INTO orchestrator_state VALUES
  ('last_run', '2025-10-23T12:00:00', '2025-10-23T12:00:00'),
  ('workers', '007', '2025-10-23T12:00:00'),
  (NULL, 'written without a key', '2025-10-23T12:00:01');

INSERT INTO orchestrator_tasks (task_id, sender, recipient, type, priority, status, payload, created_at, started_at, completed_at, duration_ms) VALUES
  ('task-1', 'project_manager', 'architect', 'create_spec', 1, 'completed', '{"item": "PRIORITY-1"}', '2025-10-20T07:59:00', '2025-10-20T08:00:00', '2025-10-20T08:12:31', 751000),
  ('task-2', 'architect', 'code_developer', 'implement', 5, 'failed', '{"item": "US-017", "note": "naïve 🌫️"}', '2025-10-23T11:59:00', NULL, NULL, NULL),
  ('task-3', 'user', 'architect', 'question', 9, 'queued', '{}', '2025-10-23T12:30:00', NULL, NULL, NULL),
  (NULL, 'user', 'architect', 'question', 9, 'queued', '{"text": "no key"}', '2025-10-23T12:31:00', NULL, NULL, NULL);

INSERT INTO bugs (bug_number, title, description, priority, status, category, reporter, created_at, updated_at, time_to_resolve_ms) VALUES
  (66, 'The question is asked twice', 'It''s "asked" twice', 'High', 'resolved', 'logic', 'user', '2025-10-21T10:00:00', '2025-10-22T10:00:00', 86400000),
  (67, 'Type too small', '', 'Low', 'open', NULL, 'user', '2025-10-22T10:00:00', '2025-10-22T10:00:00', NULL),
  (68, 'Reported by mistake', '', 'Low', 'open', NULL, 'user', '2025-10-22T10:00:01', '2025-10-22T10:00:01', NULL);
DELETE FROM bugs WHERE bug_number = 68;
