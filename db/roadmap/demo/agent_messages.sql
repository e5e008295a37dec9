-- A few rows of an agent_messages.db; two without a key are equal in everything.

INSERT INTO agent_messages (message_id, from_agent, to_agent, message_type, priority, content, status, created_at, processed_at) VALUES
  ('msg-1', 'architect', 'code_developer', 'request', 'normal', '{"do": "look"}', 'processed', '2025-10-20T08:13:00', '2025-10-20T08:14:00'),
  ('msg-2', 'code_developer', 'architect', 'answer', 'normal', 'größer, and it''s fine', 'pending', '2025-10-20T08:15:00', NULL),
  (NULL, 'user', 'architect', 'note', 'low', 'twice', 'pending', '2025-10-20T08:16:00', NULL),
  (NULL, 'user', 'architect', 'note', 'low', 'twice', 'pending', '2025-10-20T08:16:00', NULL);
