package dev.tributary.postgres;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One statement of the initial schema and the object that it makes.
 *
 * @param object what exists once the statement has run
 * @param sql the statement, without a semicolon
 */
public record SchemaStatement(PostgresObject object, String sql) {
    private record Form(Kind kind, Pattern pattern, int table, int name) {}

    /** The few forms in which the initial schema is written; named in full, so that one look tells the object. */
    private static final List<Form> FORMS = List.of(
            form(Kind.SCHEMA, "CREATE SCHEMA (\\w+)", 0, 1),
            form(Kind.EXTENSION, "CREATE EXTENSION \"?([\\w-]+)\"? WITH SCHEMA public", 0, 1),
            form(Kind.FUNCTION, "CREATE FUNCTION mcp\\.(\\w+\\(\\)) .*", 0, 1),
            form(Kind.PARTITION, "CREATE TABLE mcp\\.(\\w+) PARTITION OF mcp\\.(\\w+) .*", 2, 1),
            form(Kind.TABLE, "CREATE TABLE mcp\\.(\\w+) \\(.*", 0, 1),
            form(Kind.INDEX, "CREATE INDEX (\\w+) ON mcp\\.(\\w+) .*", 2, 1),
            form(Kind.TRIGGER, "CREATE TRIGGER (\\w+) BEFORE UPDATE ON mcp\\.(\\w+)\\s.*", 2, 1),
            form(Kind.ROW_SECURITY, "ALTER TABLE mcp\\.(\\w+) ENABLE ROW LEVEL SECURITY", 0, 1),
            form(Kind.POLICY, "CREATE POLICY (\\w+) ON mcp\\.(\\w+)\\s.*", 2, 1),
            form(Kind.GRANT, "GRANT USAGE ON SCHEMA (mcp) TO PUBLIC", 0, 1),
            form(Kind.GRANT, "GRANT SELECT, INSERT, UPDATE, DELETE ON mcp\\.(\\w+) TO PUBLIC", 0, 1),
            form(Kind.ROWS, "INSERT INTO mcp\\.(\\w+) .*", 0, 1));

    /** Reads the object's name out of the statement. */
    static SchemaStatement of(String sql) {
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(sql);
            if (matcher.matches()) {
                String table = form.table() == 0 ? "" : matcher.group(form.table());
                return new SchemaStatement(new PostgresObject(form.kind(), table, matcher.group(form.name())), sql);
            }
        }
        throw new IllegalArgumentException(
                "which object does this make? " + sql.lines().findFirst().orElse(""));
    }

    private static Form form(Kind kind, String pattern, int table, int name) {
        return new Form(kind, Pattern.compile(pattern, Pattern.DOTALL), table, name);
    }
}
