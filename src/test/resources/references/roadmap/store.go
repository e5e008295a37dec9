package store

import "fmt"

// SELECT * FROM bugs
type Bug struct {
	Title string `db:"bugs" json:"bugs"`
}

/* DELETE FROM bugs */
func Bugs(db DB) error {
	r := '"'
	res, err := db.Exec("UPDATE bugs SET status = ? " +
		"WHERE bug_id = ?", "open", r)
	if n, _ := res.RowsAffected(); n == 0 {
		return fmt.Errorf("no bugs from roadmap_items: %w", err)
	}
	rows, _ := db.Query(`
		SELECT b.title
		FROM "bugs" b, [code_reviews] r
		LEFT JOIN ` + "`agent_messages`" + ` m ON m.message_id = b.title`)
	_ = rows
	q := fmt.Sprintf("SELECT * FROM %s_lifecycle WHERE id = %d", "agent", 1)
	_, err = sql.Open("sqlite3", "file:data/notifications.db?mode=ro")
	return exec(q, map[string]int{"bugs": 1})
}
