package dev.tributary.safety;

import dev.tributary.source.CloseActions;

/**
 * Closes what was made for a while, the last one first, each of them once: at the end of the work, or earlier from another
 * thread, where somebody stops this process. What is added after that is closed at once.
 */
public final class Cleanup implements AutoCloseable {
    private final CloseActions steps = new CloseActions();
    private boolean over;

    /** What takes something away again; whatever goes wrong is a fault that says what is left. */
    @FunctionalInterface
    public interface Step extends AutoCloseable {
        @Override
        void close();
    }

    /** Remembers a thing, and returns it. */
    public synchronized <T extends Step> T add(T made) {
        steps.add(made::close);
        if (over) {
            close();
            throw new IllegalStateException("this process is being stopped");
        }
        return made;
    }

    /** Closes everything, also when one of them fails; the first failure is thrown in the end. */
    @Override
    public synchronized void close() {
        over = true;
        steps.run();
    }
}
