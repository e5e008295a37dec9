package dev.tributary.postgres;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

    /** The day, in UTC: what is made ahead of time is made ahead of it. */
    default LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** Real time, but for the day, which this clock tells. */
    static LivePace on(Clock clock) {
        return new LivePace() {
            @Override
            public long nanos() {
                return REAL.nanos();
            }

            @Override
            public void pause(Duration time) throws InterruptedException {
                REAL.pause(time);
            }

            @Override
            public double chance() {
                return REAL.chance();
            }

            @Override
            public LocalDate today() {
                return LocalDate.now(clock);
            }
        };
    }
}
