package dev.tributary.support;

import dev.tributary.postgres.LiveExecutor;
import dev.tributary.postgres.LiveListener;
import dev.tributary.postgres.LivePace;
import dev.tributary.postgres.LiveSettings;
import dev.tributary.postgres.LiveStep;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs live steps on a test's database, and keeps what they said. */
public final class LiveRun implements LiveListener {
    private final List<String> changed = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();
    private final List<String> waited = new ArrayList<>();
    private long rows;
    private final int stopAfter;
    private int events;

    private LiveRun(int stopAfter) {
        this.stopAfter = stopAfter;
    }

    /** Thrown by a run that was told to stop. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Runs all steps. */
    public static LiveRun of(Postgres.Database database, List<LiveStep> steps) {
        return of(database, steps, LiveSettings.defaults());
    }

    /** Runs all steps on a day. */
    public static LiveRun on(LocalDate day, Postgres.Database database, List<LiveStep> steps) {
        Clock clock = Clock.fixed(day.atStartOfDay(ZoneOffset.UTC).toInstant(), ZoneOffset.UTC);
        return new LiveRun(Integer.MAX_VALUE).run(database, steps, LiveSettings.defaults(), LivePace.on(clock));
    }

    /** Runs all steps with other settings. */
    public static LiveRun of(Postgres.Database database, List<LiveStep> steps, LiveSettings settings) {
        return new LiveRun(Integer.MAX_VALUE).run(database, steps, settings, LivePace.REAL);
    }

    /**
     * Runs the steps and stops after so many events, a step or a committed batch each.
     *
     * @return whether there were that many
     */
    public static boolean stoppingAfter(
            int events, Postgres.Database database, List<LiveStep> steps, LiveSettings settings) {
        try {
            new LiveRun(events).run(database, steps, settings, LivePace.REAL);
            return false;
        } catch (Stopped e) {
            return true;
        }
    }

    /** The defaults with fewer rows in a batch, so that few rows make several batches. */
    public static LiveSettings batchesOf(int rows) {
        LiveSettings defaults = LiveSettings.defaults();
        return new LiveSettings(
                defaults.lockTimeout(),
                defaults.patience(),
                defaults.tries(),
                defaults.limit(),
                rows,
                defaults.batchTime(),
                0);
    }

    private LiveRun run(Postgres.Database database, List<LiveStep> steps, LiveSettings settings, LivePace pace) {
        try (LiveExecutor executor = LiveExecutor.open(database.dataSource(), settings, pace, this)) {
            executor.run(steps);
        }
        return this;
    }

    /** The steps that had something to do. */
    public List<String> changed() {
        return List.copyOf(changed);
    }

    public List<String> reported() {
        return List.copyOf(reported);
    }

    public List<String> waited() {
        return List.copyOf(waited);
    }

    /** Rows that backfills changed. */
    public long rows() {
        return rows;
    }

    @Override
    public void stepDone(String step, boolean didSomething) {
        if (didSomething) {
            changed.add(step);
        }
        event();
    }

    @Override
    public void batchDone(String step, long changedRows) {
        rows += changedRows;
        event();
    }

    @Override
    public void waiting(String step, int tried, String blockedBy) {
        waited.add(step + ": " + blockedBy);
    }

    @Override
    public void reported(String step, String finding) {
        reported.add(finding);
    }

    private void event() {
        if (++events >= stopAfter) {
            throw new Stopped();
        }
    }

    /** Waits until a condition holds on the server, for at most 20 s. */
    public static void await(Postgres.Database database, String condition) {
        until(() -> database.query("SELECT " + condition).equals(List.of("t")), condition);
    }

    private static void until(java.util.function.BooleanSupplier holds, String what) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not come true within 20 s: " + what);
            }
            Thread.onSpinWait();
        }
    }

    /** Does something on a thread of its own while the steps run, and hands on what that thread throws. */
    public static LiveRun beside(
            Consumer<Thread> other, Postgres.Database database, List<LiveStep> steps, LiveSettings settings) {
        List<Throwable> thrown = new ArrayList<>();
        Thread main = Thread.currentThread();
        Thread thread = new Thread(() -> other.accept(main));
        thread.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
        thread.start();
        try {
            return of(database, steps, settings);
        } finally {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!thrown.isEmpty()) {
                throw new AssertionError(thrown.get(0));
            }
        }
    }
}
