package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a user may say about a run on PostgreSQL; it travels as Flyway's placeholders, the one way that Maven has.
 *
 * @param golangLock how long to wait for golang-migrate's lock
 * @param runLock how long to wait for another Tributary to end
 * @param appRole the role that the service logs in as, which gets grants of its own; empty for none
 * @param switchTypedColumns whether the typed columns take the place of the texts beside them: programs that write texts
 *     which are no labels fail from then on
 */
public record PostgresSettings(
        Duration golangLock, Duration runLock, Optional<String> appRole, boolean switchTypedColumns) {
    private static final String GOLANG_LOCK = "golang.lock.seconds";
    private static final String RUN_LOCK = "run.lock.seconds";
    private static final String APP_ROLE = "app_role";
    private static final String TYPED_COLUMNS = "typed_columns";
    private static final String SWITCH = "switch";

    /** Without the switch. */
    public PostgresSettings(Duration golangLock, Duration runLock, Optional<String> appRole) {
        this(golangLock, runLock, appRole, false);
    }

    /** Nothing said: half a minute for a service's start, an hour for a migration with large indexes. */
    public static PostgresSettings defaults() {
        return new PostgresSettings(Duration.ofSeconds(30), Duration.ofHours(1), Optional.empty());
    }

    static PostgresSettings from(Map<String, String> placeholders) {
        return new PostgresSettings(
                seconds(placeholders, GOLANG_LOCK, defaults().golangLock()),
                seconds(placeholders, RUN_LOCK, defaults().runLock()),
                Optional.of(placeholders.getOrDefault(APP_ROLE, "")).filter(role -> !role.isEmpty()),
                switches(placeholders.getOrDefault(TYPED_COLUMNS, "")));
    }

    Map<String, String> asPlaceholders() {
        Map<String, String> placeholders = new TreeMap<>(Map.of(
                GOLANG_LOCK, Long.toString(golangLock.toSeconds()), RUN_LOCK, Long.toString(runLock.toSeconds())));
        appRole.ifPresent(role -> placeholders.put(APP_ROLE, role));
        if (switchTypedColumns) {
            placeholders.put(TYPED_COLUMNS, SWITCH);
        }
        return placeholders;
    }

    /** The same, waiting so long for golang-migrate's lock. */
    public PostgresSettings waiting(Duration forGolangMigrate) {
        return new PostgresSettings(forGolangMigrate, runLock, appRole, switchTypedColumns);
    }

    /** The same, with the switch. */
    PostgresSettings switching() {
        return new PostgresSettings(golangLock, runLock, appRole, true);
    }

    private static boolean switches(String value) {
        if (!value.isEmpty() && !value.equals(SWITCH)) {
            throw new Fault(
                    "the setting " + TYPED_COLUMNS + " is neither empty nor '" + SWITCH + "': " + value,
                    "nothing is guessed",
                    "correct it, or leave it out: without it the texts stay beside the typed columns");
        }
        return !value.isEmpty();
    }

    private static Duration seconds(Map<String, String> placeholders, String name, Duration unsaid) {
        String value = placeholders.getOrDefault(name, "");
        if (value.isEmpty()) {
            return unsaid;
        }
        if (!value.matches("\\d{1,6}")) {
            throw new Fault(
                    "the setting " + name + " is not a number of seconds: " + value,
                    "nothing is guessed",
                    "correct it");
        }
        return Duration.ofSeconds(Long.parseLong(value));
    }
}
