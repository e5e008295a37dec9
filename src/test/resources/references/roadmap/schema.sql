-- the table bugs
ATTACH DATABASE 'data/agent_messages.db' AS messages;
CREATE TRIGGER bug_closed AFTER UPDATE OF status ON bugs BEGIN
  UPDATE roadmap_items SET status = NEW.status WHERE id = NEW.roadmap_priority;
  INSERT INTO audit_trail (table_name) SELECT 'bugs' FROM bugs WHERE bugs.bug_id = NEW.bug_id;
END;
CREATE TABLE extra (spec_id TEXT REFERENCES technical_specs(id) ON DELETE CASCADE, bugs INTEGER);
INSERT OR REPLACE INTO [system_state] (key, value) VALUES ('bugs', 'x');
SELECT * FROM messages.agent_messages UNION SELECT * FROM main.agent_messages;
PRAGMA table_info(roadmap_items);
ALTER TABLE roadmap_items RENAME TO roadmap_items_old;
SELECT rowid, title FROM bugs;
