package db.mcp.undo;

import static dev.tributary.postgres.LiveConditions.hasConstraint;
import static dev.tributary.postgres.LiveSteps.all;
import static dev.tributary.postgres.LiveSteps.backfill;
import static dev.tributary.postgres.LiveSteps.check;
import static dev.tributary.postgres.LiveSteps.once;

import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.UndoSteps;
import java.util.List;

/**
 * Maps the values of {@code api_keys.key_type} back to the old types, while the table is in use: those that were mapped
 * come out of the metadata, and keys made since get the type that V004 would map to theirs. Meanwhile a trigger writes old
 * types wherever a program writes new ones, so that the old check can be validated before the column gets its old name.
 */
public final class V004__rename_api_key_type implements UndoSteps {
    private static final String KEYS = "api_keys";
    private static final String TRANSITION = "api_keys_key_type_transition";
    private static final String OLD_CHECK = "api_keys_type_check";
    private static final String OLD_VALUES = "'standard', 'service', 'personal', 'temporary'";

    private static final String WAS_MAPPED =
            "(jsonb_typeof(t.metadata) = 'object' AND jsonb_exists(t.metadata, 'legacy_type'))";
    private static final String LEGACY_IS_OLD =
            "coalesce(t.metadata ->> 'legacy_type' IN (" + OLD_VALUES + "), true)"; // NULL was allowed
    private static final String HAS_AN_OLD_TYPE = "(t.key_type = 'user' AND t.role IS DISTINCT FROM 'admin'"
            + " OR t.key_type = 'admin' AND t.role IS NOT DISTINCT FROM 'admin')";

    private static final String CREATE_MAP = """
            CREATE OR REPLACE FUNCTION mcp.tributary_map_types_back() RETURNS TRIGGER
            LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
            BEGIN
              IF NEW.key_type = 'user' AND NEW.role IS DISTINCT FROM 'admin'
                 OR NEW.key_type = 'admin' AND NEW.role IS NOT DISTINCT FROM 'admin' THEN
                NEW.key_type := 'standard';
              END IF;
              RETURN NEW;
            END
            $body$""";
    private static final String CREATE_MAP_TRIGGER = """
            CREATE OR REPLACE TRIGGER tributary_map_types_back BEFORE INSERT OR UPDATE OF key_type ON mcp.api_keys
            FOR EACH ROW EXECUTE FUNCTION mcp.tributary_map_types_back()""";
    private static final String CREATE_KEEP = """
            CREATE OR REPLACE FUNCTION mcp.tributary_keep_updated_at() RETURNS TRIGGER
            LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
            BEGIN
              NEW.updated_at := OLD.updated_at;
              RETURN NEW;
            END
            $body$""";
    /** Behind update_api_keys_updated_at in the order of names, and awake only in our own backfill's session. */
    private static final String CREATE_KEEP_TRIGGER = """
            CREATE OR REPLACE TRIGGER zz_tributary_keep_updated_at BEFORE UPDATE ON mcp.api_keys FOR EACH ROW
            WHEN (current_setting('application_name') = 'tributary')
            EXECUTE FUNCTION mcp.tributary_keep_updated_at()""";

    /** Made by name. */
    public V004__rename_api_key_type() {}

    @Override
    public List<LiveStep> before(boolean loseRows) {
        String todo = loseRows
                ? "(" + WAS_MAPPED + " OR t.key_type IN ('user', 'admin', 'agent', 'gateway'))"
                : "(CASE WHEN " + WAS_MAPPED + " THEN " + LEGACY_IS_OLD + " ELSE " + HAS_AN_OLD_TYPE + " END)";
        return all(
                List.of(
                        once(
                                "admit the old types again",
                                List.of(KEYS),
                                hasConstraint(KEYS, TRANSITION) + " OR " + hasConstraint(KEYS, OLD_CHECK),
                                "ALTER TABLE mcp.api_keys DROP CONSTRAINT IF EXISTS api_keys_key_type_check",
                                "ALTER TABLE mcp.api_keys ADD CONSTRAINT " + TRANSITION
                                        + " CHECK (key_type IN ('user', 'admin', 'agent', 'service', 'gateway', "
                                        + OLD_VALUES + ")) NOT VALID",
                                CREATE_MAP,
                                CREATE_MAP_TRIGGER,
                                CREATE_KEEP,
                                CREATE_KEEP_TRIGGER),
                        backfill("map the new values back", KEYS, List.of(), todo, """
                                key_type = CASE WHEN %s AND %s THEN t.metadata ->> 'legacy_type'
                                                WHEN t.key_type = 'service' THEN 'service'
                                                ELSE 'standard' END,
                                metadata = CASE WHEN %s THEN t.metadata - 'legacy_type' ELSE t.metadata END""".formatted(
                                        WAS_MAPPED, LEGACY_IS_OLD, WAS_MAPPED))),
                check(KEYS, OLD_CHECK, "key_type IN (" + OLD_VALUES + ")"));
    }
}
