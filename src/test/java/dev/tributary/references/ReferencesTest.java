package dev.tributary.references;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.catalog.NameMap;
import dev.tributary.fault.Fault;
import dev.tributary.support.FolderSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as a use of an old name, and what does not. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReferencesTest {
    private static final NameMap NAMES = NameMap.parse("""
            kind,domain,old,new,stored
            table,queue,tasks,queue_task,tasks
            table,queue,bugs,queue_bug,bugs
            table,specs,technical_specs,specs_specification,technical_specs
            table,notification,notifications,notification_roadmap,notifications
            table,notification,notifications,notification_user,notification_user
            table,roadmap,roadmap_audit,roadmap_audit,roadmap_audit
            file,queue,queue.db,roadmap.db,roadmap.db
            column,auth,api_keys.type,key_type,key_type
            """);

    @TempDir
    private Path folder;

    private ReferenceReport find(String file, String text) {
        return find(file, text, false);
    }

    private ReferenceReport find(String file, String text, boolean write) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new References(NAMES).find(folder, write);
    }

    private List<Reference> references(String file, String text) {
        return find(file, text).allLeft().toList();
    }

    /** The names found, in order. */
    private List<String> old(String file, String text) {
        return references(file, text).stream().map(Reference::oldName).toList();
    }

    private String written(String file, String text) throws IOException {
        find(file, text, true);
        return Files.readString(folder.resolve(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tasks()",
                "self.tasks.append(bugs)",
                "x = {'tasks': 1, \"bugs\": tasks['tasks']}",
                "# SELECT * FROM tasks",
                "'''SELECT * FROM tasks'''",
                "def f():\n    \"\"\"DELETE FROM tasks\"\"\"\n    return 1",
                "print('Update tasks set by the user')",
                "print('update tasks set by hand')",
                "print('Select the tasks from notifications that are open.')",
                "print('select the tasks from notifications')",
                "print('UPDATE tasks IN PROGRESS')",
                "print('Delete from tasks what is done')",
                "print('CREATE TABLE tasks failed')",
                "print('removed 3 FROM tasks')",
                "print('tasks')",
                "db.execute('SELECT * FROM my_tasks, tasks_old, old_tasks_view')",
                "db.execute('SELECT tasks, bugs FROM roadmap_audit')",
                "db.execute('SELECT x AS tasks FROM roadmap_audit tasks WHERE tasks.x = 1')",
                "db.execute(\"SELECT 1 FROM roadmap_audit WHERE x = 'FROM tasks'\")",
                "db.execute('SELECT 1 /* FROM tasks */ FROM roadmap_audit -- JOIN bugs')",
                "db.execute('WITH tasks AS (SELECT 1), bugs(a) AS (SELECT 2) SELECT * FROM tasks, bugs')",
                "db.execute('SELECT extract(year FROM tasks) FROM roadmap_audit')",
                "db.execute('SELECT 1 FROM roadmap_audit WHERE a IS DISTINCT FROM tasks')",
                "db.execute('SELECT * FROM roadmap_audit ORDER BY tasks, bugs')",
                "db.execute('INSERT INTO roadmap_audit (id, tasks) VALUES (1, bugs)')",
                "db.execute('CREATE TABLE other (tasks TEXT, bugs INTEGER)')",
                "db.execute('SELECT * FROM roadmap_audit a, (SELECT 1) tasks')",
                "db.execute('SELECT * FROM roadmap_audit a JOIN roadmap_audit b USING (tasks, bugs)')",
                "db.execute('DELETE FROM roadmap_audit USING other JOIN third USING (tasks) WHERE bugs = 1')",
                "db.execute('CREATE INDEX i ON roadmap_audit USING btree (tasks)')",
                "__tablename__ = 'tasks'",
                "t = Table('tasks', metadata)",
                "print('see data/queue.db for more')",
                "x = ['my_queue.db', 'queue.db.bak', 'queue.dbx']"
            })
    void what_merely_contains_the_word_is_not_a_use(String python) {
        assertThat(references("a.py", python + "\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "db.execute('SELECT * FROM tasks') | tasks",
                "db.execute(\"select id from tasks\") | tasks",
                "db.execute('Select id From tasks') | tasks",
                "q = 'SELECT a FROM tasks t JOIN bugs b ON t.x = b.x, technical_specs' | tasks bugs technical_specs",
                "q = 'SELECT tasks.id FROM tasks' | tasks tasks",
                "q = 'SELECT (SELECT count(*) FROM bugs) FROM (SELECT * FROM tasks) AS bugs' | bugs tasks",
                "q = 'INSERT OR IGNORE INTO tasks (id) SELECT id FROM bugs' | tasks bugs",
                "q = 'REPLACE INTO tasks VALUES (1)' | tasks",
                "q = 'UPDATE OR REPLACE tasks SET a = (SELECT 1 FROM bugs)' | tasks bugs",
                "q = 'DELETE FROM tasks WHERE bugs = 1' | tasks",
                "q = 'CREATE TABLE IF NOT EXISTS tasks (a, b REFERENCES bugs(id))' | tasks bugs",
                "q = 'CREATE UNIQUE INDEX tasks ON bugs(tasks)' | bugs",
                "q = 'CREATE TRIGGER bugs AFTER UPDATE OF bugs ON tasks BEGIN DELETE FROM bugs; END' | tasks bugs",
                "q = 'DROP TABLE IF EXISTS tasks' | tasks",
                "q = 'DROP TABLE IF EXISTS tasks, roadmap_audit, bugs' | tasks bugs",
                "q = 'DROP VIEW tasks, bugs CASCADE' | tasks bugs",
                "q = 'DELETE FROM roadmap_audit USING tasks t, bugs WHERE t.a = bugs.a' | tasks bugs bugs",
                "q = 'DELETE FROM tasks AS a USING bugs b WHERE a.x = b.x' | tasks bugs",
                "q = 'DELETE FROM tasks a USING bugs WHERE a.x = 1' | tasks bugs",
                "q = 'ALTER TABLE tasks ADD COLUMN bugs TEXT' | tasks",
                "q = 'PRAGMA table_info(tasks)' | tasks",
                "q = \"SELECT name FROM pragma_table_info('tasks')\" | tasks",
                "q = 'SELECT * FROM [tasks], `bugs`, \"technical_specs\"' | tasks bugs technical_specs",
                "q = 'SELECT * FROM main.tasks WHERE main.tasks.a = 1' | tasks tasks",
                "q = 'EXPLAIN QUERY PLAN SELECT * FROM tasks' | tasks",
                "q = 'BEGIN IMMEDIATE; UPDATE tasks SET a = 1; COMMIT' | tasks",
                "q = 'WITH open AS (SELECT * FROM tasks) SELECT * FROM open, bugs' | tasks bugs",
                "q = 'SELECT * FROM tasks WHERE a = ? AND b IN (SELECT bugs FROM bugs)' | tasks bugs",
                "q += ' LEFT JOIN tasks ON tasks.id = x' | tasks tasks",
                "q += ' WHERE tasks.id = ?' | tasks",
                "q += ' AND id IN (SELECT id FROM tasks)' | tasks",
                "q = 'id IN (SELECT id FROM tasks)' | tasks",
                "q = 'SELECT * FROM TASKS' | TASKS",
                "p = 'data/queue.db' | queue.db",
                "p = Path('data') / 'queue.db' | queue.db",
                "p = f'{base}/queue.db-wal' | queue.db",
                "p = 'file:/some where/queue.db?mode=ro' | queue.db",
                "q = \"ATTACH DATABASE 'data/queue.db' AS q\" | queue.db",
                "subprocess.run('sqlite3 data/queue.db \"SELECT * FROM tasks\"', shell=True) | queue.db tasks"
            })
    void every_place_where_a_table_or_a_file_is_named_is_found(String python, String names) {
        assertThat(old("a.py", python + "\n")).containsExactly(names.split(" "));
    }

    @Test
    void a_literal_is_read_as_the_program_puts_it_together() {
        List<Reference> found = references("a.py", """
                db.execute(
                    "SELECT a "  # not FROM bugs
                    r'FROM tasks '
                    f"WHERE {column} = {x['bugs']} AND {{1}} < {'SELECT 1 FROM bugs'}"
                )
                db.execute(\"""
                    UPDATE tasks
                       SET a = 1\""")
                """);

        assertThat(found)
                .extracting(Reference::line, Reference::column, Reference::oldName, Reference::statement)
                .containsExactly(
                        tuple(3, 12, "tasks", "SELECT"),
                        tuple(4, 64, "bugs", "SELECT"),
                        tuple(7, 12, "tasks", "UPDATE"));
    }

    @Test
    void go_strings_of_both_kinds_are_read_and_runes_and_tags_are_not() {
        assertThat(old("a.go", """
                // SELECT * FROM tasks
                type T struct { A string `db:"tasks" json:"bugs"` }
                /* DELETE FROM tasks */
                func tasks(db DB) {
                	quote := '"'
                	db.Query("SELECT * FROM tasks " +
                		"WHERE a = 'bugs'")
                	db.Exec(`DELETE FROM "bugs"`)
                	fmt.Sprintf("UPDATE %s SET a = %d", name, 1)
                	m := map[string]int{"tasks": 1}
                }
                """)).containsExactly("tasks", "bugs");
    }

    @Test
    void java_strings_and_text_blocks_are_read() {
        assertThat(old("A.java", """
                /** SELECT * FROM tasks. */
                class A {
                    // DELETE FROM tasks
                    char quote = '"';
                    String a = "SELECT \\"tasks\\".a FROM \\"tasks\\"" + " WHERE a = 'bugs'";
                    String b = \"""
                        DELETE FROM bugs
                         WHERE a = 1\""";
                    void tasks() { log("tasks"); }
                }
                """)).containsExactly("tasks", "tasks", "bugs");
    }

    @Test
    void a_shell_script_is_read_with_its_quotes_heredocs_and_commands() {
        List<Reference> found = references("a.sh", """
                #!/bin/sh
                # sqlite3 queue.db "SELECT * FROM tasks"
                DB=data/queue.db
                echo no data/queue.db
                sqlite3 "$DB" 'select id from tasks'
                n=$(sqlite3 "$DB" "SELECT count(*) FROM bugs WHERE a = '$1'")
                sqlite3 "$DB" <<SQL
                .mode csv
                -- SELECT * FROM bugs
                SELECT id FROM tasks WHERE a = '$A';
                SQL
                cat <<'TEXT'
                Delete from tasks what you like.
                TEXT
                python3 <<PY
                db.execute("SELECT 1 FROM bugs")  # FROM tasks
                PY
                """);

        assertThat(found)
                .extracting(Reference::line, Reference::oldName)
                .containsExactly(
                        tuple(3, "queue.db"),
                        tuple(5, "tasks"),
                        tuple(6, "bugs"),
                        tuple(10, "tasks"),
                        tuple(16, "bugs"));
    }

    @Test
    void commands_of_the_sqlite3_shell_that_take_a_table_are_read_too() throws IOException {
        String script = """
                #!/bin/sh
                sqlite3 "$DB" ".dump tasks"
                sqlite3 "$DB" '.import rows.csv bugs'
                sqlite3 "$DB" <<SQL
                .schema technical_specs
                .mode csv
                .headers tasks
                SQL
                echo .dump tasks
                """;

        assertThat(references("a.sh", script))
                .extracting(Reference::line, Reference::oldName, Reference::statement, Reference::lost)
                .containsExactly(
                        tuple(2, "tasks", ".dump", "of a view .dump writes the definition and no rows"),
                        tuple(3, "bugs", ".import", ""),
                        tuple(5, "technical_specs", ".schema", "it shows the view"));
        assertThat(written("a.sh", script))
                .contains("\".dump queue_task\"", "'.import rows.csv queue_bug'", ".headers tasks", "echo .dump tasks");
    }

    @Test
    void an_sql_file_is_sql_from_end_to_end() {
        assertThat(old("a.sql", """
                -- tasks
                .open data/queue.db
                select id from tasks;
                CREATE FUNCTION f() RETURNS void AS $$ BEGIN DELETE FROM bugs; END $$ LANGUAGE plpgsql;
                """)).containsExactly("queue.db", "tasks", "bugs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "db.execute('SELECT * FROM tasks') | ",
                "db.execute('INSERT INTO tasks (a) VALUES (1)') | ",
                "db.execute('INSERT OR REPLACE INTO tasks VALUES (1)') | ",
                "db.execute('UPDATE tasks SET a = 1') | ",
                "cur = db.execute('UPDATE tasks SET a = 1'); ok = cur.rowcount | rowcount is 0",
                "cur.execute('DELETE FROM tasks'); return cur.rowcount == 1 | rowcount is 0",
                "cur.execute('INSERT INTO tasks VALUES (1)'); x = cur.lastrowid | lastrowid is not",
                "db.execute('INSERT INTO tasks VALUES (1) ON CONFLICT DO NOTHING') | UPSERT",
                "db.execute('INSERT INTO tasks VALUES (1) RETURNING id') | RETURNING",
                "db.execute('UPDATE tasks SET a = 1; SELECT changes()') | rowcount is 0",
                "db.execute('SELECT rowid FROM tasks') | no rowid",
                "db.execute('CREATE INDEX IF NOT EXISTS i ON tasks(a)') | may not be indexed",
                "db.execute('CREATE TABLE IF NOT EXISTS tasks (a)') | ",
                "db.execute('CREATE TABLE tasks (a)') | taken by a view",
                "db.execute('ALTER TABLE tasks ADD COLUMN a') | altered",
                "db.execute('DROP TABLE tasks') | drop",
                "db.execute('CREATE TABLE x (a REFERENCES tasks(id))') | foreign key",
                "db.execute('PRAGMA table_info(tasks)') | no keys",
                "db.execute('CREATE TRIGGER x AFTER DELETE ON tasks BEGIN SELECT 1; END') | trigger"
            })
    void what_a_view_cannot_do_is_said_at_the_statement(String python, String because) {
        Reference reference = references("a.py", python + "\n").get(0);

        if (because == null) {
            assertThat(reference.worksThroughTheView()).as(reference.lost()).isTrue();
        } else {
            assertThat(reference.lost()).contains(because);
        }
    }

    @Test
    void a_row_count_is_looked_for_up_to_the_next_statement_or_function_only() {
        assertThat(references("a.py", """
                def one(db):
                    db.execute("UPDATE tasks SET a = 1")

                def two(db):
                    cur = db.execute("UPDATE bugs SET a = 1")
                    other = db.execute("SELECT 1 FROM tasks")
                    return other.rowcount
                """))
                .allMatch(Reference::worksThroughTheView)
                .hasSize(3);
    }

    @Test
    void writing_replaces_the_name_and_not_one_other_byte() throws IOException {
        assertThat(
                        written(
                                "a.py",
                                "\uFEFFdb.execute(\"SELECT * FROM tasks\")\r\n# tasks \u00e9\u4e2d\ud83d\ude80\r\nx = tasks(\"bugs\")"))
                .isEqualTo(
                        "\uFEFFdb.execute(\"SELECT * FROM queue_task\")\r\n# tasks \u00e9\u4e2d\ud83d\ude80\r\nx = tasks(\"bugs\")");
        assertThat(written("b.go", "q := `SELECT \"tasks\".a FROM \"tasks\", [bugs] -- tasks`\n"))
                .isEqualTo("q := `SELECT \"queue_task\".a FROM \"queue_task\", [queue_bug] -- tasks`\n");
    }

    @Test
    void writing_again_finds_nothing_and_changes_nothing() throws IOException {
        assertThat(find("a.py", "q = 'SELECT * FROM tasks JOIN bugs'\n", true).replaced())
                .isEqualTo(2);
        FolderSnapshot before = FolderSnapshot.of(folder);

        ReferenceReport again = new References(NAMES).find(folder, true);

        assertThat(again.needsYou()).isFalse();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void the_rights_of_a_file_stay_and_nothing_is_left_beside_it() throws IOException {
        Path file = Files.writeString(folder.resolve("a.sh"), "sqlite3 x 'SELECT * FROM tasks'\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));

        new References(NAMES).find(folder, true);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rwxr-x--x");
        assertThat(folder).isDirectoryContaining("glob:**/a.sh");
        assertThat(FolderSnapshot.of(folder).toString()).doesNotContain("tmp");
        assertThat(file).hasContent("sqlite3 x 'SELECT * FROM queue_task'");
    }

    @Test
    void the_diff_is_a_unified_one_with_three_lines_around() {
        String diff = find("a.py", "1\n2\n3\n4\ndb.execute('SELECT * FROM tasks')\r\n6\n7\n8\n9")
                .files()
                .get(0)
                .diff();

        assertThat(diff)
                .isEqualTo("--- a/a.py\n+++ b/a.py\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-db.execute('SELECT * FROM tasks')\r\n"
                        + "+db.execute('SELECT * FROM queue_task')\r\n 6\n 7\n 8\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "db.execute('SELECT * FROM ta' 'sks') | tasks | in pieces",
                "db.execute('SELECT * FROM ' + prefix + '_specs') | {..}_specs | may be technical_specs",
                "db.execute(f'DELETE FROM {prefix}_specs') | {..}_specs | may be technical_specs",
                "db.execute('DELETE FROM {}_specs'.format(x)) | {..}_specs | may be technical_specs",
                "db.execute('DELETE FROM technical_%s' % x) | technical_{..} | may be technical_specs",
                "for t in ('tasks', 'x'): db.execute(f'DELETE FROM {t}') | {..} | may be tasks",
                "db.execute('SELECT * FROM notifications') | notifications | two tables",
                "db.execute('SELECT * FROM other.tasks') | tasks | attached database other"
            })
    void what_cannot_be_replaced_for_certain_is_reported_and_never_guessed(String python, String old, String why)
            throws IOException {
        ReferenceReport report = find("a.py", python + "\n", true);

        assertThat(report.allLeft().toList()).singleElement().satisfies(reference -> {
            assertThat(reference.oldName()).isEqualTo(old);
            assertThat(reference.byHand()).contains(why);
        });
        assertThat(folder.resolve("a.py")).hasContent(python);
    }

    @Test
    void both_tables_that_shared_a_name_are_told() {
        assertThat(references("a.py", "db.execute('SELECT * FROM notifications')\n")
                        .get(0)
                        .newNames())
                .containsExactly("notification_roadmap", "notification_user");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT id, type FROM mcp.api_keys WHERE type = $1 | 2",
                "SELECT k.type FROM api_keys k JOIN agents a ON a.type = k.id | 1",
                "INSERT INTO api_keys (id, type) VALUES ($1, $2) ON CONFLICT DO UPDATE SET type = EXCLUDED.type | 3",
                "UPDATE api_keys SET type = $1 | 1",
                "COMMENT ON COLUMN mcp.api_keys.type IS 'x' | 1",
                "SELECT role AS type, role type, 'type', x::type FROM api_keys | 0",
                "ALTER TABLE api_keys ALTER COLUMN name TYPE TEXT | 0",
                "SELECT type FROM agents | 0",
                "CREATE TYPE type AS ENUM ('type') | 0"
            })
    void a_renamed_column_is_found_where_it_is_that_tables_column(String sql, int found) {
        assertThat(references("a.go", "q := `" + sql + "`\n"))
                .hasSize(found)
                .allMatch(reference -> reference.kind() == Reference.Kind.COLUMN && !reference.worksThroughTheView());
    }

    @Test
    void a_column_that_may_be_another_tables_is_left_to_a_person() {
        assertThat(references("a.go", "q := \"SELECT type FROM api_keys, agents\"\n"))
                .singleElement()
                .matches(reference -> reference.byHand().contains("another table"));
    }

    @Test
    void what_cannot_be_read_is_named_and_needs_a_person() throws IOException {
        Files.write(folder.resolve("latin.py"), "x = 'caf\u00e9' # tasks".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("binary.sql"), new byte[] {'S', 'E', 0, 'L'});
        Files.createDirectories(folder.resolve("node_modules"));
        Files.writeString(folder.resolve("node_modules/a.py"), "db.execute('SELECT * FROM tasks')");
        Files.createSymbolicLink(folder.resolve("link.py"), folder.resolve("latin.py"));
        Files.writeString(folder.resolve("notes.txt"), "SELECT * FROM tasks");

        ReferenceReport report = find("fine.py", "x = 1\n");

        assertThat(report.unread())
                .extracting(unread -> unread.file().toString())
                .containsExactly("binary.sql", "latin.py");
        assertThat(report.skipped()).extracting(Path::toString).containsExactly("link.py", "node_modules");
        assertThat(report.filesRead()).isEqualTo(1);
        assertThat(report.needsYou()).isTrue();
    }

    @Test
    void a_program_that_is_not_finished_is_read_to_its_end() {
        for (String torn :
                List.of("x = '''SELECT * FROM", "f'{", "x = \"", "`", "\"\"\"", "cat <<X\nSELECT", "$(", "/*", "'\\")) {
            for (String ending : List.of("py", "go", "java", "sh", "sql")) {
                assertThat(find("torn." + ending, torn).unread()).isEmpty();
            }
        }
    }

    @Test
    void a_folder_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> new References(NAMES).find(folder.resolve("none"), false))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("there is no folder");
    }
}
