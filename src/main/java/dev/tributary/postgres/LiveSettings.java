package dev.tributary.postgres;

import dev.tributary.fault.Fault;
import java.time.Duration;
import java.util.Map;

/**
 * How far a step on a live database may go.
 *
 * @param lockTimeout how long a step that blocks writers may wait for one lock: the longest stall that it can cause
 * @param patience how long a step that blocks nobody may wait; above the server's deadlock_timeout, because only then
 *     does an autovacuum that is in the way give up
 * @param tries how often a step is tried
 * @param limit how long all tries of one step may take together
 * @param batchRows rows of a backfill in one transaction, at most; about so many where a table is read page by page
 * @param batchTime how long a batch should take; larger batches are halved
 * @param pauseFactor the pause after a batch, as a part of the batch's time
 */
public record LiveSettings(
        Duration lockTimeout,
        Duration patience,
        int tries,
        Duration limit,
        int batchRows,
        Duration batchTime,
        double pauseFactor) {
    private static final String LOCK_TIMEOUT = "lock.timeout";
    private static final String BATCH_ROWS = "batch.rows";

    /** 100 ms for a lock, ten tries within 30 s, a thousand rows a batch. */
    public static LiveSettings defaults() {
        return new LiveSettings(
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                10,
                Duration.ofSeconds(30),
                1000,
                Duration.ofMillis(50),
                0.3);
    }

    /** The defaults, with what Flyway's placeholders {@code lock.timeout} (ms) and {@code batch.rows} say. */
    public static LiveSettings from(Map<String, String> placeholders) {
        LiveSettings defaults = defaults();
        return new LiveSettings(
                Duration.ofMillis(number(
                        placeholders, LOCK_TIMEOUT, (int) defaults.lockTimeout().toMillis())),
                defaults.patience(),
                defaults.tries(),
                defaults.limit(),
                number(placeholders, BATCH_ROWS, defaults.batchRows()),
                defaults.batchTime(),
                defaults.pauseFactor());
    }

    private static int number(Map<String, String> placeholders, String name, int otherwise) {
        String value = placeholders.getOrDefault(name, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!value.matches("[1-9]\\d{0,5}")) {
            throw new Fault(
                    "the setting " + name + " is not a number from 1 to 999999: " + value,
                    LOCK_TIMEOUT + " counts milliseconds, " + BATCH_ROWS + " counts rows",
                    "correct it, or leave it out: the default is " + otherwise);
        }
        return Integer.parseInt(value);
    }
}
