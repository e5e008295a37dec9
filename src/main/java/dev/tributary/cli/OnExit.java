package dev.tributary.cli;

import dev.tributary.safety.Cleanup;

/** Takes away what was made for a while: when the work is over, and where somebody stops this process before. */
final class OnExit implements AutoCloseable {
    private final Cleanup cleanup = new Cleanup();
    private final Thread hook = new Thread(cleanup::close, "tributary-cleanup");

    OnExit() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Cleanup cleanup() {
        return cleanup;
    }

    @Override
    public void close() {
        cleanup.close();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return; // this process is being stopped: the hook has run, or finds nothing left
        }
    }
}
