-- A few rows of the merged tables.
INSERT INTO agent_lifecycle (pid, agent_type, task_id, priority_number, spawned_at, status, duration_ms, idle_time_ms, completed_at, command) VALUES
  (4711, 'code_developer', 'impl-1', 3, '2025-10-20T08:00:00', 'completed', 5000, 3000, '2025-10-20T08:00:05', 'poetry run code-developer'),
  (4712, 'architect', 'spec-2', NULL, '2025-10-21T08:00:00', 'running', NULL, NULL, NULL, 'poetry run architect'),
  (4713, 'architect', 'spec-3', 7, '2025-10-22T08:00:00', 'failed', 10, 1, '2025-10-22T08:00:01', 'poetry run architect');
DELETE FROM agent_lifecycle WHERE pid = 4713;
INSERT INTO orchestrator_state VALUES ('mode', 'auto', '2025-10-20'), (NULL, 'lost', '2025-10-20'), (NULL, 'lost', '2025-10-20');
INSERT INTO orchestrator_tasks (task_id, sender, recipient, type, priority, status, payload, created_at, duration_ms) VALUES
  ('t1', 'architect', 'code_developer', 'implement', 2, 'queued', '{}', '2025-10-20', NULL),
  ('t2', 'architect', 'code_developer', 'implement', 5, 'completed', '{"a": 1}', '2025-10-21', 1200),
  ('t3', 'user', 'architect', 'spec', 9, 'failed', '', '2025-10-22', NULL);
INSERT INTO bugs (bug_number, title, description, priority, reporter, created_at, updated_at) VALUES
  (1, 'It crashes', 'At night', 'Critical', 'user', '2025-10-01', '2025-10-01'),
  (2, 'Too small', 'The type', 'Low', 'user', '2025-10-02', '2025-10-02');
INSERT INTO notification_user (type, title, message, created_at, updated_at) VALUES
  ('info', 'Done', 'PRIORITY-1 is done', '2025-10-22', '2025-10-22'),
  ('question', 'Delete?', 'Really?', '2025-10-23', '2025-10-23');
INSERT INTO system_state VALUES ('daemon', 'on', '2025-10-20');
INSERT INTO agent_messages (message_id, from_agent, to_agent, message_type, priority, content, created_at) VALUES
  ('m1', 'architect', 'code_developer', 'task_request', 'normal', '{}', '2025-10-20'),
  ('m2', 'code_developer', 'architect', 'task_response', 'high', 'Größe 🌫️', '2025-10-21');
INSERT INTO task_group_dependencies (task_group_id, depends_on_group_id, dependency_type, created_at, created_by) VALUES
  ('GROUP-31', 'GROUP-30', 'hard', '2025-10-20', 'architect');
INSERT INTO subtask_metrics (timestamp, priority_name, subtask_name, estimated_seconds, actual_seconds, status, created_at) VALUES
  ('2025-10-20', 'PRIORITY 1', 'write tests', 60, 75, 'completed', '2025-10-20 08:00:00');
