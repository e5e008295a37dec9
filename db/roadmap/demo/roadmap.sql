-- A few rows of a roadmap.db as its own program leaves them; among them one whose specification is gone.

INSERT INTO technical_specs (id, spec_number, title, roadmap_item_id, status, spec_type, content, estimated_hours, updated_at, updated_by, total_phases) VALUES
  ('SPEC-101', 101, 'Ask before deleting', 'PRIORITY-1', 'approved', 'monolithic', '# Ask before deleting', 6.5, '2025-10-20T08:12:31.118204', 'architect', NULL),
  ('SPEC-102', 102, 'Größere Schrift 🌫️', 'US-017', 'draft', 'hierarchical', '{"phases": ["one", "two"]}', NULL, '2025-10-21T17:03:00', 'architect', 2);

INSERT INTO roadmap_items (id, item_type, number, title, status, spec_id, content, estimated_hours, priority_order, updated_at, updated_by) VALUES
  ('PRIORITY-1', 'priority', '1', 'Ask before deleting', '✅ Complete', 'SPEC-101', 'It''s "done".', '6-8', 1, '2025-10-22T09:00:00', 'code_developer'),
  ('PRIORITY-2', 'priority', '2', 'Larger type', '📝 Planned', NULL, NULL, NULL, 2, '2025-10-22T09:00:01', 'project_manager'),
  ('US-017', 'user_story', '017', 'As a reader I see more', '🔄 In Progress', 'SPEC-102', '', '', 3, '2025-10-23T11:41:09.5', 'project_manager'),
  ('US-018', 'user_story', '018', 'A specification that was removed', '📝 Planned', 'SPEC-099', NULL, NULL, 4, '2025-10-23T11:41:10', 'project_manager');

INSERT INTO implementation_tasks (task_id, spec_id, scope, scope_description, assigned_files, branch_name, status, created_at) VALUES
  ('TASK-1-1', 'SPEC-101', 'phase1', 'The question', '["cli.py"]', 'roadmap-task-1-1', 'completed', '2025-10-20T10:00:00'),
  ('TASK-17-1', 'SPEC-102', 'phase1', 'The type', '[]', 'roadmap-task-17-1', 'pending', '2025-10-23T12:00:00');

INSERT INTO implementation_commits (roadmap_item_id, commit_hash, commit_message, commit_author, commit_date, files_changed, insertions, deletions, created_at) VALUES
  ('PRIORITY-1', '1f0a9c3e', 'Ask before deleting', 'code_developer', '2025-10-20T15:00:00', '["cli.py"]', 41, 3, '2025-10-20T15:00:02');

INSERT INTO code_reviews (roadmap_item_id, spec_id, review_date, reviewer, commits_reviewed, summary, quality_score, follows_spec, test_coverage_ok, style_compliant, created_at, updated_at) VALUES
  ('PRIORITY-1', 'SPEC-101', '2025-10-21', 'code_reviewer', 1, 'Good', 9, 1, 1, 1, '2025-10-21T08:00:00', '2025-10-21T08:00:00');

INSERT INTO roadmap_metadata VALUES ('last_synced', '2025-10-23T12:00:00', '2025-10-23T12:00:00');

INSERT INTO roadmap_audit (item_id, action, field_changed, old_value, new_value, changed_by, changed_at) VALUES
  ('PRIORITY-1', 'update', 'status', '🔄 In Progress', '✅ Complete', 'code_developer', '2025-10-22T09:00:00'),
  ('US-017', 'create', NULL, NULL, NULL, 'project_manager', '2025-10-19T09:00:00');

INSERT INTO roadmap_update_notifications (item_id, requested_by, notification_type, requested_status, created_at) VALUES
  ('PRIORITY-1', 'code_developer', 'status_update', '✅ Complete', '2025-10-22T08:59:58');

INSERT INTO notifications (target_agent, source_agent, notification_type, item_id, message, created_at) VALUES
  ('architect', 'project_manager', 'spec_complete', 'SPEC-101', 'Please look', '2025-10-20T08:13:00'),
  ('code_developer', 'architect', 'status_update', 'US-017', '', '2025-10-23T11:42:00');
DELETE FROM notifications WHERE id = 2;

INSERT INTO audit_trail (table_name, item_id, action, changed_by, changed_at) VALUES
  ('technical_specs', 'SPEC-101', 'create', 'architect', '2025-10-19T14:00:00');

INSERT INTO schema_metadata (entity_type, entity_name, parent_name, description, created_at, updated_at) VALUES
  ('table', 'technical_specs', NULL, 'Complete technical specifications', '2025-10-20 06:00:00', '2025-10-20 06:00:00'),
  ('table', 'roadmap_items', NULL, 'The list of priorities', '2025-10-20 06:00:00', '2025-10-20 06:00:00'),
  ('column', 'content', 'technical_specs', 'The text of the specification', '2025-10-20 06:00:00', '2025-10-20 06:00:00');
