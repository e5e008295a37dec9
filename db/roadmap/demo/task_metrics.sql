-- A task_metrics.db that was emptied: its table has no rows, and two keys were given out.

INSERT INTO subtask_metrics (timestamp, priority_name, subtask_name, estimated_seconds, actual_seconds, status, deviation_percent) VALUES
  ('2025-10-20T15:00:00', 'PRIORITY-1', 'The question', 3600, 4200, 'completed', 16.7),
  ('2025-10-20T16:00:00', 'PRIORITY-1', 'The tests', 3600, 3600, 'completed', 0.0);
DELETE FROM subtask_metrics;
