-- A few rows of a notifications.db: a program of its own keeps what it tells the user here, under a name that roadmap.db has too.

INSERT INTO notifications (type, priority, title, message, context, status, user_response, created_at, updated_at) VALUES
  ('question', 'high', 'May I delete it?', 'It is "old".', '{"file": "a.py"}', 'responded', 'no', '2025-10-20T09:00:00', '2025-10-20T09:05:00'),
  ('info', 'normal', 'Done 🚢', 'PRIORITY-1', NULL, 'pending', NULL, '2025-10-20T15:00:01', '2025-10-20T15:00:01'),
  ('info', 'low', '', '', '', 'read', NULL, '2025-10-20T15:00:02', '2025-10-20T15:00:03'),
  ('info', 'low', 'gone', 'gone', NULL, 'read', NULL, '2025-10-20T15:00:02', '2025-10-20T15:00:03');
DELETE FROM notifications WHERE title = 'gone';

INSERT INTO system_state VALUES
  ('daemon', 'running', '2025-10-23T12:00:00'),
  ('mode', '007', '2025-10-23T12:00:00');
