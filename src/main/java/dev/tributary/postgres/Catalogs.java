package dev.tributary.postgres;

import dev.tributary.catalog.PostgresCatalog;
import java.util.List;
import java.util.Optional;

/** The checked-in catalogs in {@code db/mcp/catalog}: the initial schema, and then what each version changes. */
final class Catalogs {
    private static final List<String> FLYWAYS_OWN = List.of("SCHEMA", "BASELINE");

    private Catalogs() {}

    /** The last version that Flyway's history says has run, as three digits. */
    static Optional<String> lastApplied(List<Diagnosis.HistoryRow> history) {
        return history.stream()
                .filter(row -> row.success() && row.version().matches("0*[1-9]\\d*"))
                .map(row -> "%03d".formatted(Integer.parseInt(row.version())))
                .max(String::compareTo);
    }

    /** What the schema should be then: the initial schema, and what each version since has changed. */
    static PostgresCatalog after(Optional<String> version) {
        PostgresCatalog catalog = InitialSchema.expected();
        int last = version.map(Integer::parseInt).orElse(1);
        for (int number = 2; number <= last; number++) {
            String resource = "/db/mcp/catalog/V%03d.txt".formatted(number);
            if (Catalogs.class.getResource(resource) != null) {
                catalog = catalog.changedBy(InitialSchema.text(resource));
            }
        }
        return catalog;
    }

    /** Whether a row of the history is of this sequence: what it ran is on the class path. */
    static boolean isOurs(String type, String script) {
        String path = script.startsWith("db.mcp.migrations.")
                ? "/" + script.replace('.', '/') + ".class"
                : "/db/mcp/migrations/" + script;
        return FLYWAYS_OWN.contains(type) || Catalogs.class.getResource(path) != null;
    }
}
