package dev.tributary.source;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is to be done at a close: the last that was added first, each once. */
public final class CloseActions {
    private final Deque<Runnable> actions = new ArrayDeque<>();

    /** Remembers one. */
    public void add(Runnable action) {
        actions.push(action);
    }

    /** Does them all, also when one of them fails; the first failure is thrown in the end, and carries the others. */
    public void run() {
        RuntimeException first = null;
        while (!actions.isEmpty()) {
            try {
                actions.pop().run();
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
