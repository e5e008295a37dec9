package dev.tributary.cli;

import dev.tributary.safety.Cleanup;
import java.util.concurrent.CountDownLatch;

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
            sayNoMore();
        }
    }

    /** This process is being stopped: what failed because its ground was taken away is no result. */
    private static void sayNoMore() {
        try {
            new CountDownLatch(1).await(); // it ends with the process, as soon as its hooks have run
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
