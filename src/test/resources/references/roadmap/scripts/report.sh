#!/bin/bash
# sqlite3 data/orchestrator.db "SELECT * FROM bugs"
DB=data/orchestrator.db
echo Could not open data/orchestrator.db
sqlite3 "$DB" "SELECT count(*) FROM bugs WHERE status = '$1'"
sqlite3 data/roadmap.db 'select id from roadmap_items'
sqlite3 data/roadmap.db <<SQL
.mode csv
-- SELECT * FROM bugs
SELECT id FROM technical_specs WHERE title = '$TITLE';
DELETE FROM "code_reviews";
SQL
count=$(sqlite3 data/roadmap.db "SELECT count(*) FROM implementation_commits")
cat <<'TEXT'
Delete from bugs what nobody needs.
TEXT
python3 - <<'PY'
import sqlite3
print(sqlite3.connect("data/roadmap.db").execute("SELECT 1 FROM subtask_metrics"))
PY
echo "$count bugs from roadmap_items"
