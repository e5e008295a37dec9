package dev.tributary.postgres;

import dev.tributary.catalog.PostgresCatalog;
import java.util.List;
import java.util.Optional;

/** The checked-in catalogs in {@code db/mcp/catalog}: what the schema is after a version. */
final class Catalogs {
    private static final String FIRST = "001";
    private static final String ADOPTION = "002";
    private static final List<String> FLYWAYS_OWN = List.of("SCHEMA", "BASELINE");

    private Catalogs() {}

    /** The last version that Flyway's history says has run, as three digits. */
    static Optional<String> lastApplied(List<Diagnosis.HistoryRow> history) {
        return history.stream()
                .filter(row -> row.success() && row.version().matches("0*[1-9]\\d*"))
                .map(row -> "%03d".formatted(Integer.parseInt(row.version())))
                .max(String::compareTo);
    }

    /** What the schema should be then; empty where no catalog is kept. Adoption changes nothing of the service's. */
    static Optional<PostgresCatalog> after(Optional<String> version) {
        String wanted = version.filter(each -> !each.equals(ADOPTION)).orElse(FIRST);
        String resource = "/db/mcp/catalog/V" + wanted + ".txt";
        return Catalogs.class.getResource(resource) == null
                ? Optional.empty()
                : Optional.of(PostgresCatalog.parse(InitialSchema.text(resource)));
    }

    /** Whether a row of the history is of this sequence: what it ran is on the class path. */
    static boolean isOurs(String type, String script) {
        String path = script.startsWith("db.mcp.migrations.")
                ? "/" + script.replace('.', '/') + ".class"
                : "/db/mcp/migrations/" + script;
        return FLYWAYS_OWN.contains(type) || Catalogs.class.getResource(path) != null;
    }
}
