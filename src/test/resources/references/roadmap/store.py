"""Reads roadmap_items and technical_specs from data/orchestrator.db.

SELECT * FROM roadmap_items
"""
import sqlite3
from pathlib import Path

# SELECT * FROM roadmap_items: a comment is not a use
DB = Path("data") / "orchestrator.db"
LABEL = "Update bugs set by the reporter"
HELP = "Select the bugs from notifications that are open"


def bugs():
    """SELECT title FROM bugs"""
    return {"bugs": [], "roadmap_items": 1}


def items(db, status):
    rows = db.execute(
        "SELECT i.id, roadmap_items.title "
        'FROM roadmap_items AS i '  # and a comment between
        "JOIN technical_specs ON technical_specs.id = i.spec_id "
        "WHERE i.status = 'roadmap_items' -- bugs\n",
    )
    return [row["roadmap_items"] for row in rows] + bugs()["bugs"]


def claim(db, agent):
    cur = db.execute("""
        UPDATE implementation_tasks
           SET claimed_by = ?, status = 'bugs'
         WHERE status = 'pending'
    """, (agent,))
    if cur.rowcount == 0:
        return None
    cur = db.execute("INSERT INTO audit_trail (table_name) VALUES ('bugs')")
    return cur.lastrowid


def save(db, key, value):
    db.execute(
        "INSERT INTO system_state (key, value) VALUES (?, ?) "
        "ON CONFLICT(key) DO UPDATE SET value = excluded.value, note = system_state.value",
        (key, value),
    )


def formatted(db, order, prefix, table):
    db.execute(f"SELECT * FROM bugs WHERE {order} ORDER BY {'SELECT 1 FROM bugs' if order else 1}")
    db.execute(f"SELECT * FROM {prefix}_items")
    db.execute(f"SELECT * FROM {table}")
    db.execute("SELECT * FROM roadmap_" "items")
    db.execute("SELECT * FROM " + prefix + "_specs WHERE id = ?", (1,))
    db.execute("DELETE FROM %s_reviews" % prefix)
    return r"SELECT * FROM bugs WHERE title LIKE '%\d' AND path = '" + table + "' AND x IN (SELECT id FROM bugs)"


def notes(db):
    return db.execute("SELECT id, message FROM notifications WHERE status = 'pending'").fetchall()


def own(db):
    db.execute("WITH bugs AS (SELECT 1 AS id) SELECT bugs.id FROM bugs")
    db.execute("SELECT bugs.id FROM roadmap_metadata AS bugs")
    db.execute("SELECT * FROM roadmap_items_backup, old_bugs, bugs_view")
    db.execute('SELECT bugs, tasks FROM roadmap_audit WHERE "bugs" = 1')
    print("Could not open data/orchestrator.db, try again")
    print("data/orchestrator.db.bak", "my_orchestrator.db")
