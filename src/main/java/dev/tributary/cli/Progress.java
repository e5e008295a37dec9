package dev.tributary.cli;

import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.plan.TablePlan;
import dev.tributary.safety.BackupSet;
import java.io.PrintStream;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Says in short lines how a migration goes on, and draws a bar while many rows are copied on a terminal. */
final class Progress implements MigrationListener, AutoCloseable {
    /** Below this a copy is over before anybody reads. */
    private static final long MANY = 20_000;

    private static final long FIRST = 1_000;
    private static final int WIDTH = 79;

    private final Output output;
    private long expected;
    private long earlier;
    private long now;
    private Optional<ProgressBar> bar = Optional.empty();

    Progress(Output output) {
        this.output = output;
    }

    @Override
    public void planned(MigrationPlan plan) {
        expected = plan.copies().stream()
                .flatMap(copy -> copy.tables().stream())
                .mapToLong(TablePlan::toCopy)
                .sum();
    }

    @Override
    public void backedUp(BackupSet backup) {
        output.line("backup    " + backup.name());
    }

    @Override
    public void versionStarted(String version, String description) {
        earlier += now;
        now = 0;
        closeBar();
        output.line("version   " + version + "  " + description);
    }

    @Override
    public boolean wantsRows() {
        return output.terminal().interactive() && expected >= MANY;
    }

    @Override
    public void rowsWritten(long rows) {
        now = rows;
        if (rows < FIRST) {
            return; // the ledger's rows, or a table that is done already
        }
        if (bar.isEmpty()) {
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName("rows")
                    .setInitialMax(expected)
                    .setStyle(ProgressBarStyle.ASCII)
                    .hideEta() // indexes and proof come after the rows, and take about as long
                    .setConsumer(new OneLine(output.err()))
                    .clearDisplayOnFinish()
                    .build());
        }
        bar.get().stepTo(Math.min(expected, earlier + rows));
        if (earlier + rows == expected) {
            bar.get().setExtraMessage("now indexes and proof");
        }
    }

    /** A line that disappears when it has served. */
    private static final class OneLine extends ConsoleProgressBarConsumer {
        private final PrintStream stream;

        OneLine(PrintStream stream) {
            super(stream, WIDTH);
            this.stream = stream;
        }

        @Override
        public void close() {
            stream.flush(); // the library's own would end the line, and leave it blank
        }
    }

    private void closeBar() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }

    @Override
    public void close() {
        closeBar();
    }
}
