package dev.tributary.rename;

/**
 * What SQLite does not do through a view, and a program that writes under an old name therefore loses at the switch.
 *
 * @see <a href="https://www.sqlite.org/lang_createview.html">SQLite: CREATE VIEW</a>
 * @see <a href="https://www.sqlite.org/c3ref/changes.html">SQLite: sqlite3_changes</a>
 * @see <a href="https://www.sqlite.org/c3ref/last_insert_rowid.html">SQLite: sqlite3_last_insert_rowid</a>
 */
public enum Loss {
    ROWCOUNT(
            "rowcount",
            "changes() and a cursor's rowcount are 0 after every INSERT, UPDATE and DELETE: a claim loop believes that"
                    + " somebody else was faster"),
    LAST_INSERT_ROWID(
            "lastrowid", "last_insert_rowid() and a cursor's lastrowid are not the id of the row that was inserted"),
    UPSERT("UPSERT", "INSERT .. ON CONFLICT .. DO is refused: cannot UPSERT a view"),
    RETURNING("RETURNING", "RETURNING gives NULL for a new id and for defaults"),
    CREATE_INDEX(
            "CREATE INDEX",
            "CREATE INDEX IF NOT EXISTS is refused, also when the index is there: a program that runs its DDL at start"
                    + " stops"),
    DDL(
            "DDL",
            "ALTER TABLE, DROP TABLE, a plain CREATE TABLE, a new foreign key to the name and a trigger on it are"
                    + " refused; sqlite_schema calls it a view, and PRAGMA table_info knows no key and no default of it"),
    ROWID("rowid", "SELECT rowid is refused, or gives NULL, as the program's SQLite was built"),
    EXPLICIT_NULL("NULL", "a NULL that is written on purpose into a column with a default becomes the default"),
    COMPUTED_COLUMNS("computed", "an INSERT without a list of columns has to count the computed columns too"),
    COLUMN_TRIGGERS("UPDATE OF", "a trigger on certain columns runs at every UPDATE, whichever column it sets"),
    MESSAGE("messages", "the text of an error names the new table; its code is the same"),
    SHARED_NAME("the name", "the name belongs to another table");

    private final String word;
    private final String meaning;

    Loss(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** One word for a table of many names. */
    public String word() {
        return word;
    }

    /** What it means, in one sentence without a full stop. */
    public String meaning() {
        return meaning;
    }
}
