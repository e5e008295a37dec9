package dev.tributary.migrate;

import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceDatabase;
import dev.tributary.source.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The versions of a target and their state in one file.
 *
 * @param target the file
 * @param exists whether it is there
 * @param versions one entry per version
 * @param entries the ledger
 */
public record TargetInfo(Path target, boolean exists, List<VersionState> versions, List<LedgerEntry> entries) {
    public TargetInfo {
        versions = List.copyOf(versions);
        entries = List.copyOf(entries);
    }

    /** What a version is to a file. */
    public enum State {
        APPLIED,
        BASELINE,
        PENDING
    }

    /** One version; {@code when} is empty while it is pending. */
    public record VersionState(LedgerFile.Version version, State state, String when) {}

    static TargetInfo read(Target target, Path file) {
        try {
            if (!Files.exists(file) || Files.isRegularFile(file) && Files.size(file) == 0) {
                return new TargetInfo(file, false, states(target, new History(false, List.of())), List.of());
            }
        } catch (IOException e) {
            throw SqliteFiles.explain("the target", file, new SQLException(e));
        }
        try (SourceDatabase open = SourceDatabase.open("the target", file);
                ManagedConnection connection = open.connect()) {
            History history = History.read(connection, "main", History.TABLE);
            history.requireOurs(target, target.ledger(), file);
            return new TargetInfo(file, true, states(target, history), new Ledger(connection, "main").entries());
        } catch (SQLException e) {
            throw SqliteFiles.explain("the target", file, e);
        }
    }

    private static List<VersionState> states(Target target, History history) {
        List<VersionState> states = new ArrayList<>();
        for (LedgerFile.Version version : target.ledger().versions()) {
            History.Row own = history.rows().stream()
                    .filter(row -> !row.isBaseline() && LedgerFile.sameNumber(row.version(), version.number()))
                    .findFirst()
                    .orElse(null);
            State state = own != null ? State.APPLIED : history.covers(version) ? State.BASELINE : State.PENDING;
            String when = own != null ? own.installedOn() : "";
            states.add(new VersionState(version, state, when));
        }
        return states;
    }
}
