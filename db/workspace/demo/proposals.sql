-- A small proposals.db as the orchestrator makes it: the table that is copied, with its own indexes, and one that is not.

CREATE TABLE proposals (
  id VARCHAR(255) NOT NULL,
  hypothesis TEXT NOT NULL,
  rationale TEXT NOT NULL,
  pattern_id VARCHAR(255),
  performance_data TEXT,
  implementation_result TEXT,
  metadata TEXT,
  status VARCHAR(50) NOT NULL,
  created_at FLOAT NOT NULL,
  reviewed_at FLOAT,
  implemented_at FLOAT,
  review_notes TEXT,
  PRIMARY KEY (id)
);
CREATE INDEX idx_proposals_pattern ON proposals (pattern_id);
CREATE INDEX ix_proposals_created_at ON proposals (created_at);
CREATE INDEX idx_proposals_status ON proposals (status);
CREATE INDEX ix_proposals_pattern_id ON proposals (pattern_id);
CREATE INDEX ix_proposals_status ON proposals (status);
CREATE INDEX idx_proposals_created ON proposals (created_at);

CREATE TABLE agent_workload (
  agent_id VARCHAR(255) NOT NULL,
  workload INTEGER NOT NULL,
  updated_at FLOAT NOT NULL,
  PRIMARY KEY (agent_id)
);

INSERT INTO proposals
  (id, hypothesis, rationale, pattern_id, performance_data, implementation_result, metadata, status, created_at, reviewed_at, implemented_at, review_notes)
VALUES
  ('proposal-0001', 'Documentation tasks finish sooner in the morning', 'Of 40 documentation tasks, 31 of those begun before noon were accepted at once.', 'pattern-time-of-day', '{"sample": 40, "accepted_before_noon": 31, "p_value": 0.013}', '{"changed": ["schedule.yaml"], "rollback": false}', '{"author": "planner"}', 'implemented', 1757059200.125, 1757145600.5, 1757404800.875, 'Worth two weeks of trying.'),
  ('proposal-0002', 'Split tasks above 50000 estimated tokens', 'Large tasks fail four times as often as small ones.', 'pattern-task-size', '{"limit": 50000, "failure_rate": {"above": 0.36, "below": 0.09}}', NULL, NULL, 'approved', 1757318400.0, 1757422800.25, NULL, NULL),
  ('proposal-0003', 'Retry a failed review once with another reviewer', 'The second reviewer''s verdict differed in 5 of 8 cases.', 'pattern-review', '{"cases": 8, "different": 5}', NULL, '{"tags": ["review", "retry"]}', 'pending', 1757934671.482193, NULL, NULL, NULL),
  ('proposal-0004', 'Prefer the agent that knows the repository ⚓', 'Agents with three or more tasks in a repository need a third fewer tokens there.', 'pattern-familiarity', '{"tokens": {"known": 18250.5, "unknown": 27410.0}}', NULL, '{}', 'pending', 1758021071.903311, NULL, NULL, ''),
  ('proposal-0005', 'Skip the preflight check for documentation', 'It has never found anything there.', NULL, NULL, NULL, NULL, 'rejected', 1758107471.004118, 1758193871.0, NULL, 'It costs a second; one day it will find something.'),
  ('proposal-0006', 'Raise the priority of tasks that wait longer than a week', 'Nine tasks have waited longer than a month.', 'pattern-waiting', '{"waiting": 9, "longest_days": 47}', NULL, NULL, 'deferred', 1758193871.620077, 1758280271.75, NULL, 'After the task lists are one.');

INSERT INTO agent_workload
  (agent_id, workload, updated_at)
VALUES
  ('agent-north', 3, 1758280300.5),
  ('agent-south', 1, 1758280301.25);
