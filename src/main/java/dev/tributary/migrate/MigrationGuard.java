package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * Holds three lists against each other: LEDGER.md, the files on the class path, and what Flyway resolves. A migration
 * that silently does not run is the worst failure of this field: Flyway skips a class that is not public with no more
 * than a warning, and applies the next version over the gap.
 */
final class MigrationGuard {
    private static final String NEXT =
            "run: mvn clean process-classes; if it stays, compare db/<target>/LEDGER.md with the"
                    + " migrations folder";

    private final Target target;
    private final LedgerFile ledger;

    MigrationGuard(Target target) {
        this.target = target;
        this.ledger = target.ledger();
    }

    /** Refuses when the three lists are not the same. */
    void requireAgreement(Configuration configuration) {
        ledger.versions().forEach(this::requireUsable);
        Map<String, String> resolved = resolved(configuration);
        for (LedgerFile.Version version : ledger.versions()) {
            String script = resolved.remove(version.number());
            if (script == null) {
                throw refused(
                        "version " + version.number() + " (" + version.file() + ") would not run",
                        "LEDGER.md lists it, and Flyway does not find it");
            }
            if (!script.equals(version.file()) && !script.equals(target.migrationClass(version))) {
                throw refused(
                        "version " + version.number() + " is not what LEDGER.md says",
                        "LEDGER.md lists " + version.file() + ", Flyway finds " + script);
            }
        }
        if (!resolved.isEmpty()) {
            throw refused(
                    "Flyway finds migrations that LEDGER.md does not list: " + resolved.values(),
                    "nobody has said why they are there");
        }
    }

    /** Loads the declaration of a Java migration. */
    JavaMigration load(LedgerFile.Version version) {
        return requireUsable(version).orElseThrow();
    }

    private Optional<JavaMigration> requireUsable(LedgerFile.Version version) {
        if (!version.isJava()) {
            if (Target.class.getResource(target.migrationResource(version)) == null) {
                throw refused(
                        "the migration " + version.file() + " is missing",
                        "LEDGER.md lists it, the class path does not have it");
            }
            if (Target.class.getResource(target.migrationResource(version) + ".conf") != null) {
                throw refused(
                        "the migration " + version.file() + " has settings of its own (" + version.file() + ".conf)",
                        "they could take it out of the one transaction");
            }
            return Optional.empty();
        }
        String name = target.migrationClass(version);
        try {
            Class<?> type = Class.forName(name, true, Target.class.getClassLoader());
            if (!Modifier.isPublic(type.getModifiers()) || !JavaMigration.class.isAssignableFrom(type)) {
                throw refused(
                        "the migration " + name + " would be skipped",
                        "Flyway uses only public classes that are JavaMigrations");
            }
            JavaMigration migration =
                    type.asSubclass(JavaMigration.class).getConstructor().newInstance();
            if (!migration.canExecuteInTransaction()) {
                throw refused(
                        "the migration " + name + " would run outside the transaction",
                        "half of it could stay after a failure");
            }
            return Optional.of(migration);
        } catch (ReflectiveOperationException e) {
            throw refused("the migration " + name + " cannot be used", e.toString())
                    .revealedBy(e);
        }
    }

    /** What Flyway resolves, by version as LEDGER.md writes it; asked of a second Flyway without our callbacks. */
    private Map<String, String> resolved(Configuration configuration) {
        ClassicConfiguration copy = new ClassicConfiguration(configuration);
        copy.setCallbacks();
        Map<String, String> resolved = new TreeMap<>();
        for (MigrationInfo info : Arrays.asList(new Flyway(copy).info().all())) {
            // a baseline, or the schema that Flyway has made, is a row of the history and no migration
            if (info.getState().isResolved() && !info.getType().isSynthetic()) {
                String number =
                        info.isVersioned() ? info.getVersion().getVersion() : "repeatable " + info.getDescription();
                resolved.put(
                        ledger.version(number).map(LedgerFile.Version::number).orElse(number), info.getScript());
            }
        }
        return resolved;
    }

    private static Fault refused(String what, String why) {
        return new Fault(what, why, NEXT);
    }
}
