package dev.tributary.safety;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was made for a while, the last one first, each of them once: at the end of the work, or earlier from another
 * thread, where somebody stops this process. What is added after that is closed at once.
 */
public final class Cleanup implements AutoCloseable {
    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean over;

    /** What takes something away again; whatever goes wrong is a fault that says what is left. */
    @FunctionalInterface
    public interface Step extends AutoCloseable {
        @Override
        void close();
    }

    /** Remembers a thing, and returns it. */
    public synchronized <T extends Step> T add(T made) {
        steps.push(made);
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
        RuntimeException first = null;
        while (!steps.isEmpty()) {
            try {
                steps.pop().close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
