package dev.tributary.cli;

import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.plan.TablePlan;
import dev.tributary.safety.BackupSet;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Says in short lines how a migration goes on, and draws a bar while many rows are copied on a terminal. */
final class Progress implements MigrationListener, AutoCloseable {
    /** Below this a copy is over before anybody reads. */
    private static final long MANY = 20_000;

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
        if (bar.isEmpty()) {
            bar = Optional.of(new ProgressBarBuilder()
                    .setTaskName("rows")
                    .setInitialMax(expected)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(output.err(), WIDTH))
                    .clearDisplayOnFinish()
                    .build());
        }
        // the ledger's own rows are counted too, and must not make it more than all
        bar.get().stepTo(Math.min(expected, earlier + rows));
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
