-- Rows for a small workspace.db: invented tasks, sessions and components of a harbour authority.
-- Relies on the tables of V001; the demo runs that file first, as the workspace program would.

INSERT INTO workspace_tasks
  (id, title, description, status, priority, repos_affected, dependencies, created, updated, session_created, assigned_to, notes)
VALUES
  ('WS-TASK-001', 'Agree on one name for every berth', 'Three repositories spell "Berth 4" in three ways.', 'completed', 'HIGH', '["tide-tables", "berth-planner"]', NULL, '2025-09-01 08:12:40.118204', '2025-09-04 16:20:11.904117', '2025-09-01-session-001', 'mira', 'Settled: B04.'),
  ('WS-TASK-002', 'Move tide tables to UTC', NULL, 'completed', 'CRITICAL', '["tide-tables"]', '["WS-TASK-001"]', '2025-09-01 08:15:02.551090', '2025-09-08 11:02:37.400218', '2025-09-01-session-001', 'mira', NULL),
  ('WS-TASK-003', 'Warn before a pilot is booked twice', 'The planner accepts two ships for one pilot when the second is entered by telephone.', 'approved', 'CRITICAL', '["berth-planner"]', NULL, '2025-09-02 09:30:00.000000', '2025-09-19 14:45:51.733902', '2025-09-02-session-001', 'jonas', NULL),
  ('WS-TASK-004', 'Print the harbour master''s daily sheet', 'One page, before 06:00.', 'approved', 'MEDIUM', '["berth-planner"]', '["WS-TASK-003"]', '2025-09-02 09:41:17.208813', '2025-09-19 14:46:20.118045', '2025-09-02-session-001', NULL, NULL),
  ('WS-TASK-005', 'Show fog on the quay display 🌫️', NULL, 'approved', 'MEDIUM', '["quay-display"]', NULL, '2025-09-05 13:00:44.910337', '2025-09-19 14:46:58.662190', NULL, NULL, 'Needs the visibility sensor.'),
  ('WS-TASK-006', 'Replace the hand-made crane calendar', 'A spreadsheet on one desk.', 'in_progress', 'HIGH', '["berth-planner", "crane-hours"]', NULL, '2025-09-09 07:55:13.047112', '2025-10-02 10:10:10.101010', '2025-09-09-session-001', 'jonas', NULL),
  ('WS-TASK-007', 'Keep invoices for ten years', NULL, 'in_progress', 'HIGH', '["harbour-dues"]', '[]', '2025-09-10 10:20:30.405060', '2025-10-03 09:09:09.909090', NULL, 'mira', NULL),
  ('WS-TASK-008', 'Round harbour dues once, at the end', 'Each line is rounded, so that the total is off by some cents.', 'pending', 'HIGH', '["harbour-dues"]', '["WS-TASK-007"]', '2025-09-12 15:33:27.000451', '2025-09-12 15:33:27.000455', NULL, NULL, NULL),
  ('WS-TASK-009', 'One log line per ship movement', NULL, 'pending', 'LOW', '["tide-tables", "berth-planner", "quay-display"]', NULL, '2025-09-15 08:00:00.000000', '2025-09-15 08:00:00.000000', NULL, NULL, ''),
  ('WS-TASK-010', 'Test the planner on the leap day', '29 February 2028.', 'pending', 'MEDIUM', '["berth-planner"]', NULL, '2025-09-16 17:45:36.271828', '2025-09-16 17:45:36.271833', NULL, NULL, NULL),
  ('WS-TASK-011', 'Describe how a storm warning travels', NULL, 'pending', NULL, '["docs"]', NULL, '2025-09-18 12:12:12.121212', '2025-09-18 12:12:12.121212', NULL, NULL, NULL),
  ('WS-TASK-012', 'Bring the task lists together', 'One file instead of four.', 'pending', 'HIGH', '["workspace-root"]', NULL, '2025-10-01 09:00:00.000000', '2025-10-01 09:00:00.000000', NULL, 'mira', NULL);

INSERT INTO workspace_sessions
  (id, start_time, end_time, status, user, handoff_notes)
VALUES
  ('2025-09-01-session-001', '2025-09-01 08:05:00.000000', '2025-09-01 11:40:12.345678', 'completed', 'mira', 'Berth names first, then the tide tables.'),
  ('2025-09-02-session-001', '2025-09-02 09:00:00.000000', '2025-09-02 12:15:00.000000', 'completed', 'jonas', NULL),
  ('2025-09-09-session-001', '2025-09-09 07:50:00.000000', NULL, 'active', 'jonas', NULL);

INSERT INTO session_activities
  (id, session_id, activity_type, description, files_created, files_modified, outcome, time)
VALUES
  ('2025-09-01-session-001-1756714800.25', '2025-09-01-session-001', 'analysis', 'Listed every spelling of every berth', '["docs/berths.md"]', NULL, '41 spellings, 17 berths', '2025-09-01 08:20:00.250000'),
  ('2025-09-01-session-001-1756722600.50', '2025-09-01-session-001', 'documentation', 'Wrote the rule for new berths', NULL, '["docs/berths.md"]', NULL, '2025-09-01 10:30:00.500000'),
  ('2025-09-02-session-001-1756805400.75', '2025-09-02-session-001', 'analysis', 'Followed one double booking through the planner', NULL, NULL, 'The telephone form skips the check', '2025-09-02 09:30:00.750000'),
  ('2025-09-09-session-001-1757404800.00', '2025-09-09-session-001', 'governance', 'Asked the crane drivers which hours they really work', NULL, NULL, NULL, '2025-09-09 08:00:00.000000');

INSERT INTO architecture_components
  (id, component_name, component_type, repo, expected_path, description, approved_scope, status, created_at, updated_at, registered_by)
VALUES
  ('comp-001', 'TideCalendar', 'core_class', 'tide-tables', 'src/tide/calendar.py', 'High and low water for every berth', '{"reads": ["stations"], "writes": []}', 'active', '2025-09-03 07:00:00.000000', '2025-09-03 07:00:00.000000', 'mira'),
  ('comp-002', 'BerthPlan', 'core_class', 'berth-planner', 'src/planner/plan.py', 'Which ship lies where, and when', '{"reads": ["tides", "ships"], "writes": ["plan"]}', 'active', '2025-09-03 07:01:00.000000', '2025-09-03 07:01:00.000000', 'mira'),
  ('comp-003', 'PilotRoster', 'service_module', 'berth-planner', 'src/planner/pilots.py', NULL, NULL, 'active', '2025-09-03 07:02:00.000000', '2025-09-20 18:30:00.000000', 'jonas'),
  ('comp-004', 'DuesCalculator', 'service_module', 'harbour-dues', 'src/dues/calculate.py', 'Dues by length, draught and days', NULL, 'deprecated', '2025-09-03 07:03:00.000000', '2025-09-21 09:15:00.000000', NULL);
