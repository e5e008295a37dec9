package dev.tributary.references;

/** What a statement does with the table that it names. */
enum Verb {
    SELECT("SELECT"),
    INSERT("INSERT"),
    REPLACE("REPLACE"),
    UPDATE("UPDATE"),
    DELETE("DELETE"),
    CREATE_TABLE("CREATE TABLE"),
    CREATE_VIEW("CREATE VIEW"),
    CREATE_INDEX("CREATE INDEX"),
    CREATE_TRIGGER("CREATE TRIGGER"),
    DROP("DROP"),
    ALTER("ALTER TABLE"),
    FOREIGN_KEY("REFERENCES"),
    PRAGMA("PRAGMA"),
    OTHER("other");

    private final String words;

    Verb(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
