package dev.tributary.source;

/**
 * Whether a run is going to write to its target, known to all its connections. Until it is, their transactions only read:
 * one that takes the write lock at its beginning waits, at its end, for every reader of a file with a rollback journal to
 * go, although it has nothing to write.
 *
 * @see <a href="https://www.sqlite.org/lockingv3.html#locking">SQLite: file locking, the lock EXCLUSIVE</a>
 */
public final class WriteIntent {
    private volatile boolean announced;

    /** From now on transactions take the write lock at their beginning. */
    public void announce() {
        announced = true;
    }

    /** One that is announced already. */
    static WriteIntent atOnce() {
        WriteIntent intent = new WriteIntent();
        intent.announce();
        return intent;
    }

    boolean announced() {
        return announced;
    }
}
