package dev.tributary.postgres;

import dev.tributary.fault.Fault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tries a step until it gets its locks: a bounded number of times, within a bounded time, with growing pauses of uneven
 * length, so that we do not meet the same periodic job every time. A pause ends early when what was in the way has ended.
 */
final class LiveRetry {
    private static final Set<String> WORTH_ANOTHER_TRY = Set.of(
            "55P03", // lock_not_available
            "40P01", // deadlock_detected
            "40001"); // serialization_failure
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);

    private final LiveSettings settings;
    private final LivePace pace;
    private final LiveListener listener;
    private final LiveBlockers blockers;

    LiveRetry(LiveSettings settings, LivePace pace, LiveListener listener, LiveBlockers blockers) {
        this.settings = settings;
        this.pace = pace;
        this.listener = listener;
        this.blockers = blockers;
    }

    /** One try; whatever it began is rolled back when it throws. */
    interface Attempt<T> {
        T run() throws SQLException;
    }

    /** Tries, each time waiting for a lock for at most the given time. */
    <T> T run(String step, Duration lockTimeout, Attempt<T> attempt) throws SQLException {
        long start = pace.nanos();
        Optional<String> blocker = Optional.empty();
        for (int tried = 1; ; tried++) {
            blockers.forget();
            LiveBlockers.Watch watch = blockers.watch(lockTimeout);
            try (watch) {
                return attempt.run();
            } catch (SQLException e) {
                if (!WORTH_ANOTHER_TRY.contains(String.valueOf(e.getSQLState()))) {
                    throw e;
                }
                watch.close(); // its last look may still be under way
                blocker = watch.seen().or(earlier(blocker));
                Duration spent = Duration.ofNanos(pace.nanos() - start);
                Duration pause = pauseAfter(tried);
                if (tried >= settings.tries() || spent.plus(pause).compareTo(settings.limit()) > 0) {
                    throw gaveUp(step, tried, spent, blocker, e);
                }
                listener.waiting(step, tried, blocker.orElse("unknown"));
                pauseUntilFree(pause);
            }
        }
    }

    /** Waits, but not on when those who were in the way have ended: the gap may be short before the next one comes. */
    private void pauseUntilFree(Duration longest) throws SQLException {
        for (Duration left = longest; !left.isNegative() && !left.isZero(); left = left.minus(LOOK_AGAIN)) {
            if (blockers.gone()) {
                return;
            }
            pause(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
        }
    }

    /** Waits, or stops when somebody asks this thread to stop. */
    void pause(Duration time) {
        try {
            pace.pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(
                            "the run was interrupted",
                            "somebody asked it to stop",
                            "run it again; it goes on where it stopped")
                    .revealedBy(e);
        }
    }

    private static Supplier<Optional<String>> earlier(Optional<String> seen) {
        return () -> seen;
    }

    /** Doubling, up to a limit; the upper half of it is left to chance. */
    private Duration pauseAfter(int tried) {
        long full = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(tried - 1, 20));
        return Duration.ofNanos(full / 2 + (long) (full / 2.0 * pace.chance()));
    }

    private Fault gaveUp(String step, int tried, Duration spent, Optional<String> blocker, SQLException last) {
        return new Fault(
                        "'" + step + "' did not get its lock in " + tried + " tries within " + spent.toSeconds() + " s",
                        blocker.map(who -> "blocked by " + who)
                                .orElse("who held it could not be seen: " + last.getMessage()),
                        "let that transaction end (or end it: SELECT pg_terminate_backend(pid)), and run this again;"
                                + " it goes on where it stopped")
                .revealedBy(last);
    }
}
