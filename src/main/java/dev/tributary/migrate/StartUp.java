package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;

/**
 * An application's start, of any target: one of many instances migrates, the others wait for it. A start never repairs,
 * never takes over a database that Tributary has not made or migrated before, and never drops anything.
 */
final class StartUp {
    private static final long POLL_MS = 100;
    private static final String BY_HAND = "a start never repairs, baselines or takes over";

    private final Log log = LogFactory.getLog(StartUp.class);
    private final String database;
    private final StartSettings settings;
    private final long begin = System.nanoTime();
    private boolean waited;

    StartUp(String database, StartSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    StartSettings settings() {
        return settings;
    }

    /** Says for whom this instance waits, once. */
    void waiting(String forWhom) {
        if (!waited) {
            log.warn(forWhom);
            logged(forWhom);
        }
    }

    /** The same where the log has it already. */
    void logged(String forWhom) {
        if (!waited) {
            waited = true;
            settings.listener().waiting(forWhom);
        }
    }

    /** What a run did, which has ended well. */
    StartReport ready(List<String> applied) {
        StartReport report = new StartReport(
                database,
                !applied.isEmpty()
                        ? StartReport.Outcome.MIGRATED
                        : waited ? StartReport.Outcome.MIGRATED_BY_ANOTHER : StartReport.Outcome.UP_TO_DATE,
                applied,
                Duration.ofNanos(System.nanoTime() - begin));
        log.info(report.asText());
        settings.listener().ready(report);
        return report;
    }

    /** Refuses to take over a database that has no history of ours. */
    static Fault neverMigrated(String database, String command) {
        return new Fault(
                "the start found a database that Tributary has never migrated: " + database,
                BY_HAND + " what it does not know: that is a decision for a person, once",
                "look, then migrate once by hand: " + command + "; after that every start may migrate");
    }

    /**
     * Waits, as a replica, until nothing is pending.
     *
     * @param pending the versions that have not run; looked at again and again
     * @param migrating who migrates now
     * @throws Fault when nobody migrates, or not within the limit
     */
    void awaitOthers(Supplier<List<String>> pending, Supplier<Optional<String>> migrating) {
        long deadline = begin + settings.limit().toNanos();
        while (true) {
            // in this order: who ends in between has left nothing pending
            Optional<String> who = migrating.get();
            Optional<List<String>> versions = look(pending, who.isPresent());
            if (versions.isPresent() && versions.get().isEmpty()) {
                return;
            }
            if (who.isEmpty()) {
                throw new Fault(
                        "versions are pending in " + database + ": " + String.join(", ", versions.orElseThrow()),
                        "this instance only validates, and nobody migrates now",
                        "let one instance migrate at its start, or run 'migrate' by hand; then start this one again");
            }
            if (System.nanoTime() >= deadline) {
                throw new Fault(
                        "another instance has not finished its migration of " + database + " within "
                                + settings.limit().toSeconds() + " s",
                        "it is " + who.get(),
                        "wait for it, or find out what it is doing, and start this one again");
            }
            waiting("waiting for " + who.get() + ", which migrates " + database);
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Fault(
                                "the start was interrupted while it waited",
                                "somebody asked it to stop",
                                "start it again")
                        .revealedBy(e);
            }
        }
    }

    /** Empty while it cannot be seen: who migrates may lock out every reader for the time of the commit. */
    private static Optional<List<String>> look(Supplier<List<String>> pending, boolean somebodyMigrates) {
        try {
            return Optional.of(pending.get());
        } catch (Fault unreadable) {
            if (somebodyMigrates) {
                return Optional.empty();
            }
            throw unreadable;
        }
    }
}
