package store;

/** SELECT * FROM bugs. */
final class Store {
    // DELETE FROM bugs
    private static final String CREATE = """
            CREATE INDEX IF NOT EXISTS idx_bug_status
                ON bugs(status);
            CREATE TABLE IF NOT EXISTS bugs (bug_id INTEGER PRIMARY KEY);
            """;

    void bugs(java.sql.Connection db) throws Exception {
        char quote = '"';
        String sql = "SELECT \"bugs\".title FROM \"bugs\"" + " WHERE status = 'bugs'";
        int changed = db.createStatement().executeUpdate("DELETE FROM technical_specs WHERE id = 'x'");
        db.prepareStatement("select key from system_state where key = ?");
        log("select the bugs from the list");
        log("UPDATE bugs IN PROGRESS");
        String url = "jdbc:sqlite:data/task_metrics.db";
    }
}
