package dev.tributary.cli;

import java.io.PrintStream;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/**
 * Where Flyway's log goes: nowhere, because the reports say it better, except that somebody who waits is told for whom.
 *
 * @param all everything is wanted
 */
record FlywayLog(PrintStream err, boolean all) implements LogCreator, Log {
    private static final String WAITING = "waiting for ";

    @Override
    public Log createLogger(Class<?> ignored) {
        return this;
    }

    @Override
    public void debug(String message) {
        // not even with --verbose: Flyway's debug log is for Flyway's authors
    }

    @Override
    public void info(String message) {
        print(message);
    }

    @Override
    public void notice(String message) {
        print(message);
    }

    @Override
    public void warn(String message) {
        if (all || message.startsWith(WAITING)) {
            err.println(message);
            err.flush();
        }
    }

    @Override
    public void error(String message) {
        print(message);
    }

    @Override
    public void error(String message, Exception e) {
        print(message); // the exception itself reaches the one place that prints faults
    }

    private void print(String message) {
        if (all) {
            err.println(message);
            err.flush();
        }
    }
}
