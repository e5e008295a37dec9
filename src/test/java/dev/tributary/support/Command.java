package dev.tributary.support;

import java.io.IOException;
import java.util.List;

/** A command of the system, of which only the outcome counts. */
public final class Command {
    private Command() {}

    /** Whether it is there, and ends with 0. */
    public static boolean succeeds(String... command) {
        return succeeds(List.of(command));
    }

    /** Whether it is there, and ends with 0. */
    public static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
