package dev.tributary.migrate;

import java.time.Duration;

/**
 * How an application starts.
 *
 * @param limit how long to wait for another instance that migrates
 * @param replica this instance never writes: it only makes sure that everything is there
 * @param listener told how it goes on
 */
public record StartSettings(Duration limit, boolean replica, StartListener listener) {
    /** Ten minutes for others; migrates where something is pending; tells nobody. */
    public static StartSettings defaults() {
        return new StartSettings(Duration.ofMinutes(10), false, StartListener.NONE);
    }

    /** The same, waiting so long for another instance; not at all with zero. */
    public StartSettings waitAtMost(Duration wanted) {
        if (wanted.isNegative()) {
            throw new IllegalArgumentException("a time to wait cannot be negative: " + wanted);
        }
        return new StartSettings(wanted, replica, listener);
    }

    /**
     * The same for a replica: nothing is ever written, not even a lock file. Where versions are pending, it waits while
     * another instance migrates, and refuses when nobody does.
     */
    public StartSettings validateOnly() {
        return new StartSettings(limit, true, listener);
    }

    /** The same, with a listener. */
    public StartSettings listener(StartListener told) {
        return new StartSettings(limit, replica, told);
    }
}
