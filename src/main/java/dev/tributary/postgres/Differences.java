package dev.tributary.postgres;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which differences stop V001, which ones a later version repairs, and what a person does about the others. */
final class Differences {
    private static final int SHOWN = 5;

    private static final PostgresObject TYPE = new PostgresObject(Kind.COLUMN, "api_keys", "type");
    private static final PostgresObject KEY_TYPE = new PostgresObject(Kind.COLUMN, "api_keys", "key_type");
    private static final PostgresObject TYPE_CHECK =
            new PostgresObject(Kind.CONSTRAINT, "api_keys", "api_keys_type_check");

    private Differences() {}

    /** The differences that nothing of ours repairs. */
    static List<SchemaState.Difference> refused(SchemaState state) {
        return state.differences().stream()
                .filter(difference -> !isBrokenOff(difference) && !repairedLater(difference, state))
                .toList();
    }

    /** An index whose build was broken off: V001 builds it anew. */
    static boolean isBrokenOff(SchemaState.Difference difference) {
        return difference.object().kind() == Kind.INDEX
                && difference.found().equals(Optional.of(difference.expected() + " INVALID"));
    }

    /**
     * V004 renames api_keys.type and swaps its CHECK, and goes on from a table whose column was renamed by hand; V008 gives a
     * function a search path of its own, which 'diagnose' asks an administrator for.
     */
    private static boolean repairedLater(SchemaState.Difference difference, SchemaState state) {
        boolean searchPath = difference.object().kind() == Kind.FUNCTION
                && difference.found().orElse("").startsWith(difference.expected() + " SET search_path=");
        return searchPath || isRenamedKeyType(difference, state);
    }

    private static boolean isRenamedKeyType(SchemaState.Difference difference, SchemaState state) {
        return state.extra().contains(KEY_TYPE)
                && (difference.object().equals(TYPE) && difference.found().isEmpty()
                        || difference.object().equals(TYPE_CHECK));
    }

    /** Refuses when an object is there and is not what it should be. */
    static void require(SchemaState state) {
        List<SchemaState.Difference> refused = refused(state);
        if (!refused.isEmpty()) {
            throw fault(refused);
        }
    }

    /** What the initial schema should be after V001, whatever it was before. */
    static void requireComplete(SchemaState state) {
        require(state);
        List<PostgresObject> missing = new ArrayList<>(state.missing());
        state.differences().stream()
                .filter(Differences::isBrokenOff)
                .map(SchemaState.Difference::object)
                .forEach(missing::add);
        if (!missing.isEmpty()) {
            throw new Fault(
                    "the initial schema is not complete: " + missing.get(0) + " is missing or not usable",
                    "all its statements have run, and " + missing.size() + " of their objects are not there",
                    "report this as a defect of Tributary, with the output of 'diagnose'");
        }
    }

    static Fault fault(List<SchemaState.Difference> refused) {
        SchemaState.Difference first = refused.get(0);
        String others = refused.stream()
                .skip(1)
                .limit(SHOWN - 1L)
                .map(SchemaState.Difference::asText)
                .collect(Collectors.joining("; "));
        String more = refused.size() > SHOWN ? "; and " + (refused.size() - SHOWN) + " more" : "";
        return new Fault(
                        "the schema mcp is not the one that these migrations repair: " + first.asText(),
                        "an object that is there must be what the initial schema makes, because the later versions rely on it"
                                + (others.isEmpty() ? "" : " (also: " + others + more + ")"),
                        remedy(first))
                .at(
                        first.object().table().isEmpty()
                                ? first.object().name()
                                : first.object().table());
    }

    private static String remedy(SchemaState.Difference difference) {
        PostgresObject object = difference.object();
        String found = difference.found().orElse("");
        if (object.kind() == Kind.EXTENSION) {
            return "as the extension's owner: ALTER EXTENSION \"" + object.name() + "\" SET SCHEMA public;";
        }
        if (found.endsWith(" INVALID")) {
            return "its build was broken off; run: repair mcp";
        }
        if (found.endsWith(" NOT VALID")) {
            return "run: ALTER TABLE mcp." + object.table() + " VALIDATE CONSTRAINT " + object.name()
                    + "; then migrate again";
        }
        if (object.kind() == Kind.CONSTRAINT && found.isEmpty()) {
            return "run: ALTER TABLE mcp." + object.table() + " ADD CONSTRAINT " + object.name() + " "
                    + difference.expected() + "; then migrate again";
        }
        return "bring it into that shape by hand, or rename it so that ours can be made; 'diagnose' lists all of them";
    }
}
