package dev.tributary.postgres;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance, as the live steps see them: a test brings its own. */
public interface LivePace {
    /** The clock on the wall, and real pauses. */
    LivePace REAL = new LivePace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
        }

        @Override
        public double chance() {
            return ThreadLocalRandom.current().nextDouble();
        }
    };

    /** A clock that only ever goes forward. */
    long nanos();

    /** Waits. */
    void pause(Duration time) throws InterruptedException;

    /** A number from 0 to below 1. */
    double chance();
}
