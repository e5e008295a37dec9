package db.mcp.migrations;

import static dev.tributary.postgres.LiveConditions.hasColumn;
import static dev.tributary.postgres.LiveConditions.hasConstraint;
import static dev.tributary.postgres.LiveConditions.hasTrigger;
import static dev.tributary.postgres.LiveConditions.isValidated;
import static dev.tributary.postgres.LiveSteps.all;
import static dev.tributary.postgres.LiveSteps.check;
import static dev.tributary.postgres.LiveSteps.column;
import static dev.tributary.postgres.LiveSteps.foreignKey;
import static dev.tributary.postgres.LiveSteps.once;
import static dev.tributary.postgres.LiveSteps.requireTypes;

import dev.tributary.migrate.LiveMigration;
import dev.tributary.postgres.LiveStep;
import java.util.List;

/**
 * {@code api_keys.type} becomes {@code key_type} with new values, while the table is in use.
 *
 * <p>The rename comes first, together with all else that costs nothing: the deployed service reads {@code key_type}, and
 * can authenticate again from that moment. A program that still names {@code type} gets "column does not exist" from then
 * on. Until every row is mapped, a transition check admits old and new values; only then does the final check take over.
 *
 * <p>Old values are mapped by (type, role) through the table {@code api_key_type_mapping}, which an operator may extend. A
 * pair that it does not know stops the version before anything is renamed. An admin's key without a type is such a pair:
 * to make it a user takes rights away, to make it an admin gives some.
 */
public final class V004__rename_api_key_type extends LiveMigration {
    private static final String KEYS = "api_keys";
    private static final String TRANSITION = "api_keys_key_type_transition";
    private static final String FINAL = "api_keys_key_type_check";
    private static final String KEEP = "zz_tributary_keep_updated_at";
    private static final String NEW_VALUES = "'user', 'admin', 'agent', 'service', 'gateway'";

    private static final String BEFORE = hasColumn(KEYS, "type") + " AND NOT " + hasColumn(KEYS, "key_type");
    private static final String DURING = hasConstraint(KEYS, TRANSITION);
    /** Somebody who renamed the column by hand may have made a check of that name, with other values. */
    private static final String OURS = hasColumn(KEYS, "allowed_services")
            + " AND EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass('mcp.api_keys') AND conname = '"
            + FINAL
            + "' AND pg_get_constraintdef(oid) LIKE '%''user''%''admin''%''agent''%''service''%''gateway''%')";

    private static final String BY_HAND =
            hasColumn(KEYS, "key_type") + " AND NOT (" + DURING + ") AND NOT (" + OURS + ")";
    private static final String MAPPED = OURS + " AND " + isValidated(KEYS, FINAL);

    /** A row whose value is an old one, or could be: 'service' is both, and a mapped one says so. */
    private static final String IS_OLD = "(t.key_type IS NULL OR t.key_type NOT IN (" + NEW_VALUES + ")"
            + " OR t.key_type = 'service' AND NOT coalesce(jsonb_exists(t.metadata, 'legacy_type'), false))";

    private static final String CREATE_MAPPING = """
            CREATE TABLE mcp.api_key_type_mapping (
              old_type VARCHAR(50),
              role     VARCHAR(50),
              key_type VARCHAR(50) NOT NULL,
              CONSTRAINT api_key_type_mapping_key UNIQUE NULLS NOT DISTINCT (old_type, role),
              CONSTRAINT api_key_type_mapping_key_type_check CHECK (key_type IN (%s))
            )""".formatted(NEW_VALUES);
    private static final String FILL_MAPPING = """
            INSERT INTO mcp.api_key_type_mapping (old_type, role, key_type)
            SELECT t.old_type, r.role, t.key_type
            FROM (VALUES ('standard', 'user'), ('personal', 'user'), ('temporary', 'user'), ('service', 'service'),
                         (NULL, 'user')) AS t (old_type, key_type)
            CROSS JOIN (VALUES ('user'), ('readonly'), ('service'), (NULL)) AS r (role)
            UNION ALL
            VALUES ('standard', 'admin', 'admin')""";

    private static final String UNKNOWN = """
            SELECT format('%%s key(s) of type %%s with role %%s', g.keys, coalesce(quote_literal(g.old_type), 'NULL'),
                          coalesce(quote_literal(g.role), 'NULL')),
                   format('INSERT INTO mcp.api_key_type_mapping (old_type, role, key_type) VALUES (%%L, %%L, ''<key_type>'');',
                          g.old_type, g.role)
            FROM (SELECT t.%1$s AS old_type, t.role, count(*) AS keys FROM mcp.api_keys AS t WHERE %2$s GROUP BY 1, 2) AS g
            WHERE NOT EXISTS (SELECT FROM mcp.api_key_type_mapping AS m
                              WHERE m.old_type IS NOT DISTINCT FROM g.old_type AND m.role IS NOT DISTINCT FROM g.role)
            ORDER BY 1""";

    /** Others' bodies are text to the server: a renamed column breaks them when they are called, not now. */
    private static final String BODIES = """
            SELECT format('the function %s.%s names api_keys and the word type, and would fail if it means the renamed column; its body is not changed',
                          n.nspname, p.proname)
            FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
              AND (p.prosrc ~* '\\mapi_keys\\M'
                   OR EXISTS (SELECT FROM pg_trigger AS g
                              WHERE g.tgfoid = p.oid AND g.tgrelid = to_regclass('mcp.api_keys')))
              AND p.prosrc ~* '(^|[^%\\w])type\\M'
            ORDER BY 1""";

    private static final String RENAME = """
            DO $rename$
            DECLARE
              old_values TEXT := (SELECT string_agg(DISTINCT quote_literal(m.old_type), ', ')
                                  FROM mcp.api_key_type_mapping AS m WHERE m.old_type IS NOT NULL);
            BEGIN
              IF EXISTS (SELECT FROM pg_attribute
                         WHERE attrelid = 'mcp.api_keys'::regclass AND attname = 'type' AND NOT attisdropped) THEN
                ALTER TABLE mcp.api_keys RENAME COLUMN type TO key_type;
              END IF;
              ALTER TABLE mcp.api_keys DROP CONSTRAINT IF EXISTS api_keys_type_check;
              ALTER TABLE mcp.api_keys DROP CONSTRAINT IF EXISTS api_keys_key_type_check;
              EXECUTE format('ALTER TABLE mcp.api_keys ADD CONSTRAINT %1$s CHECK (key_type IN (%2$s, %%s)) NOT VALID', old_values);
              ALTER TABLE mcp.api_keys ALTER COLUMN key_type SET DEFAULT 'user';
            END
            $rename$""".formatted(TRANSITION, NEW_VALUES.replace("'", "''"));
    private static final String ADD_COLUMNS = """
            ALTER TABLE mcp.api_keys
              ADD COLUMN IF NOT EXISTS parent_key_id UUID,
              ADD COLUMN IF NOT EXISTS allowed_services TEXT[] DEFAULT '{}'""";

    /** Behind update_api_keys_updated_at in the order of names, and awake only in our own backfill's session. */
    private static final String CREATE_KEEP_FUNCTION = """
            CREATE OR REPLACE FUNCTION mcp.tributary_keep_updated_at() RETURNS TRIGGER
            LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
            BEGIN
              NEW.updated_at := OLD.updated_at;
              RETURN NEW;
            END
            $body$""";

    private static final String CREATE_KEEP = """
            CREATE OR REPLACE TRIGGER %s BEFORE UPDATE ON mcp.api_keys FOR EACH ROW
            WHEN (current_setting('application_name') = 'tributary')
            EXECUTE FUNCTION mcp.tributary_keep_updated_at()""".formatted(KEEP);

    private static final String SET = """
            key_type = (SELECT m.key_type FROM mcp.api_key_type_mapping AS m
                        WHERE m.old_type IS NOT DISTINCT FROM t.key_type AND m.role IS NOT DISTINCT FROM t.role),
            metadata = coalesce(nullif(t.metadata, 'null'), '{}') || jsonb_build_object('legacy_type', t.key_type)""";
    private static final String TODO = IS_OLD + """
             AND EXISTS (SELECT FROM mcp.api_key_type_mapping AS m
                        WHERE m.old_type IS NOT DISTINCT FROM t.key_type AND m.role IS NOT DISTINCT FROM t.role)""";

    /** Flyway makes an instance by name. */
    public V004__rename_api_key_type() {
        super(all(
                List.of(
                        once(
                                "create the mapping of old types",
                                List.of(),
                                "to_regclass('mcp.api_key_type_mapping') IS NOT NULL",
                                CREATE_MAPPING,
                                FILL_MAPPING),
                        new LiveStep.Refuse(
                                "look for one column",
                                hasColumn(KEYS, "type") + " = " + hasColumn(KEYS, "key_type"),
                                "SELECT CASE WHEN " + hasColumn(KEYS, "type")
                                        + " THEN 'type and key_type are both there' ELSE 'neither is there' END, NULL",
                                "mcp.api_keys must have either type or key_type",
                                "which of them tells the truth cannot be guessed",
                                "bring the values together in one of them by hand and drop the other"),
                        requireTypes(
                                KEYS,
                                List.of(
                                        column("key_type", "VARCHAR(50)"),
                                        column("parent_key_id", "UUID"),
                                        column("allowed_services", "TEXT[]"))),
                        unknown("before the rename", BEFORE, "type", "true"),
                        unknown("in a column renamed by hand", BY_HAND, "key_type", IS_OLD),
                        metadata(),
                        new LiveStep.Report("look for functions that name the old column", "true", BODIES),
                        once(
                                "rename api_keys.type to key_type",
                                List.of(KEYS),
                                DURING + " OR " + OURS,
                                RENAME,
                                ADD_COLUMNS,
                                CREATE_KEEP_FUNCTION,
                                CREATE_KEEP)),
                mapping("map the old values"),
                check(KEYS, FINAL, "key_type IN (" + NEW_VALUES + ")").subList(0, 1),
                mapping("map what came meanwhile"),
                check(KEYS, FINAL, "key_type IN (" + NEW_VALUES + ")").subList(1, 2),
                List.of(once(
                        "end the transition",
                        List.of(KEYS),
                        "NOT " + DURING + " AND NOT " + hasTrigger(KEYS, KEEP),
                        "ALTER TABLE mcp.api_keys DROP CONSTRAINT IF EXISTS " + TRANSITION,
                        "DROP TRIGGER IF EXISTS " + KEEP + " ON mcp.api_keys",
                        "DROP FUNCTION IF EXISTS mcp.tributary_keep_updated_at()")),
                foreignKey(KEYS, "api_keys_parent_key_id_fkey", "(parent_key_id) REFERENCES mcp.api_keys (id)", KEYS)));
    }

    private static List<LiveStep> mapping(String name) {
        String onlyIf = "NOT (" + MAPPED + ")";
        return List.of(
                new LiveStep.Backfill(name, onlyIf, "mcp.api_keys", List.of(), TODO, SET),
                unknown("after '" + name + "'", onlyIf, "key_type", IS_OLD));
    }

    private static LiveStep unknown(String when, String onlyIf, String column, String rows) {
        return new LiveStep.Refuse(
                "look for unknown types " + when,
                onlyIf,
                UNKNOWN.formatted(column, rows),
                "the mapping of API key types does not know",
                "what such a key may do is for a person to decide; nothing is guessed",
                "say what each becomes (one of " + NEW_VALUES + "), and run this again:");
    }

    /** The old value goes into metadata: that must be an object, and the name must be free. */
    private static LiveStep metadata() {
        return new LiveStep.Refuse(
                "look at the metadata",
                BEFORE,
                """
                SELECT format('%s key(s) with %s, such as %s', count(*), problem, min(id::text)), NULL
                FROM (SELECT id, CASE WHEN jsonb_typeof(metadata) NOT IN ('object', 'null') THEN 'metadata that is no object'
                                      WHEN jsonb_exists(metadata, 'legacy_type') THEN 'a legacy_type in their metadata'
                                 END AS problem FROM mcp.api_keys) AS found
                WHERE problem IS NOT NULL GROUP BY problem ORDER BY 1""",
                "there is no room for the old type in the metadata of",
                "the old value is kept in metadata->>'legacy_type', and nothing there may be overwritten",
                "bring their metadata into another form, and run this again");
    }
}
