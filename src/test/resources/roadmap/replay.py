"""Runs recorded statements on two copies of a database through Python's sqlite3 module, as an old program does, and
prints one JSON line per statement that behaves differently: replay.py BEFORE AFTER STATEMENTS.json"""
import datetime
import json
import re
import sqlite3
import sys


def masked(value):
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", value):
        then = datetime.datetime.strptime(value, "%Y-%m-%d %H:%M:%S")
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)
        if abs((now - then).total_seconds()) < 600:
            return "now"
    return repr(value)


def run(connection, sql):
    cursor = connection.cursor()
    try:
        cursor.execute(sql)
        rows = [[masked(value) for value in row] for row in cursor.fetchall()]
    except sqlite3.Error as error:
        return {"error": type(error).__name__, "message": str(error)}
    columns = [column[0] for column in cursor.description or []]
    inserts = re.match(r"\s*(INSERT|REPLACE)\b", sql, re.I)
    return {
        "error": "", "message": "", "columns": columns, "rows": rows, "rowcount": cursor.rowcount,
        "generated key": cursor.lastrowid if inserts else None,
    }


def main(before, after, statements):
    connections = [sqlite3.connect(before, isolation_level=None), sqlite3.connect(after, isolation_level=None)]
    for connection in connections:
        connection.execute("CREATE TEMP TABLE replay_mark (mark INTEGER PRIMARY KEY)")
        connection.execute("BEGIN")
    for sql in json.load(open(statements, encoding="utf-8")):
        outcomes = []
        for connection in connections:
            # a generated key is one that this statement gave, not one that an earlier one left behind
            connection.execute("INSERT OR REPLACE INTO temp.replay_mark VALUES (-7)")
            connection.execute("SAVEPOINT replay")
            outcomes.append(run(connection, sql))
        failed = any(outcome["error"] for outcome in outcomes)
        for connection in connections:
            if failed:
                connection.execute("ROLLBACK TO replay")
            connection.execute("RELEASE replay")
        one, other = outcomes
        kinds = ["error"] if one["error"] != other["error"] else [key for key in one if one[key] != other[key]]
        if kinds:
            print(json.dumps({"sql": sql, "kinds": kinds, "before": one, "after": other}))
    for connection in connections:
        connection.execute("COMMIT")
    print("replayed")


main(*sys.argv[1:])
