package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import dev.tributary.postgres.Diagnosing;
import dev.tributary.postgres.Diagnosis.HistoryRow;
import dev.tributary.postgres.LiveExecutor;
import dev.tributary.postgres.LivePace;
import dev.tributary.postgres.LiveSettings;
import dev.tributary.postgres.UndoMark;
import dev.tributary.postgres.UndoSteps;
import dev.tributary.postgres.WayBack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * Goes back, version by version: each is one transaction together with its row of the history, after the steps that
 * cannot be. What would be lost is said before the first of them.
 */
final class Undoing {
    private static final String NONE = "000";
    /** Below it lies what the service had before, or not even that. */
    private static final String FIRST_REPAIR = "003";

    private final DataSource database;
    private final Clock clock;

    Undoing(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Goes back, while the session holds the locks. */
    PostgresUndo run(Connection session, UndoOrder order) throws SQLException {
        long start = System.nanoTime();
        Diagnosing look = new Diagnosing(session, clock);
        requirePossible(look);
        List<LedgerFile.Version> applied = applied(look.history());
        String from = applied.isEmpty() ? NONE : last(applied).number();
        String to = target(order, applied, from);
        List<LedgerFile.Version> undoing = new ArrayList<>(applied.stream()
                .filter(version -> version.number().compareTo(to) > 0)
                .toList());
        Collections.reverse(undoing);
        requireNoOther(session, undoing);
        requireNoBaseline(look.history(), undoing);
        List<WayBack> ways = undoing.stream().map(Undoing::wayBack).toList();
        requireConfirmed(session, order, to, undoing);
        if (!order.loseRows()) {
            requireNoLoss(session, ways);
        }
        List<String> undone = new ArrayList<>();
        List<WayBack.Loss> lost = new ArrayList<>();
        for (WayBack way : ways) {
            try {
                // a later version may have kept the question from being asked; now it is gone
                List<WayBack.Loss> losses = way.losses(session).orElse(List.of());
                if (!order.loseRows() && !losses.isEmpty()) {
                    throw refusal(losses);
                }
                run(way, order.loseRows());
                lost.addAll(losses);
            } catch (Fault e) {
                throw undone.isEmpty() ? e : e.afterChanging(effect(undone, e));
            }
            undone.add(way.version());
        }
        return new PostgresUndo(from, to, undone, lost, java.time.Duration.ofNanos(System.nanoTime() - start));
    }

    private void run(WayBack way, boolean loseRows) {
        try (LiveExecutor executor =
                LiveExecutor.open(database, LiveSettings.defaults(), LivePace.REAL, LiveMigration.onFlywaysLog())) {
            executor.run(way.steps(loseRows));
        }
    }

    private static String effect(List<String> undone, Fault e) {
        String before = "version " + String.join(", ", undone) + " undone and stays so";
        return "nothing changed".equals(e.effect()) ? before : before + "; " + e.effect();
    }

    /** The server and the role must be able to; that the last undo was broken off is no obstacle. */
    private static void requirePossible(Diagnosing look) throws SQLException {
        List<Fault> lacking = look.preconditions();
        if (!lacking.isEmpty()) {
            throw lacking.get(0);
        }
        for (HistoryRow row : look.history()) {
            if (!row.ours()) {
                throw new Fault(
                        "the Flyway history of the schema mcp is not one of this target: version '" + row.version()
                                + "' is " + row.script(),
                        "another sequence of migrations owns this schema, or a newer Tributary has migrated it",
                        "use the newest Tributary, or name the right database");
            }
            if (!row.success()) {
                throw new Fault(
                        "version " + row.version() + " has failed before, and what it has left was not looked at",
                        "its way back takes away what a whole version makes",
                        "run: repair mcp; then 'migrate mcp', or this again");
            }
        }
    }

    private static List<LedgerFile.Version> applied(List<HistoryRow> history) {
        PostgresHistory rows = PostgresHistory.of(history);
        return Target.MCP.ledger().versions().stream().filter(rows::covers).toList();
    }

    private static LedgerFile.Version last(List<LedgerFile.Version> versions) {
        return versions.get(versions.size() - 1);
    }

    private static String target(UndoOrder order, List<LedgerFile.Version> applied, String from) {
        if (order.to().isEmpty()) {
            return applied.size() < 2 ? NONE : applied.get(applied.size() - 2).number();
        }
        long wanted = Long.parseLong(order.to().get());
        if (wanted == 0) {
            return NONE;
        }
        return applied.stream()
                .map(LedgerFile.Version::number)
                .filter(number -> Long.parseLong(number) == wanted)
                .findFirst()
                .orElseThrow(() -> new Fault(
                        "the schema cannot go back to version " + order.to().get(),
                        "it is at version " + from + ", and that one has not run here",
                        "'info mcp' lists the versions"));
    }

    /** Whoever begins again after a kill must begin where it was broken off. */
    private static void requireNoOther(Connection session, List<LedgerFile.Version> undoing) throws SQLException {
        Optional<String> begun = UndoMark.find(session);
        if (begun.isPresent()
                && (undoing.isEmpty()
                        || !LedgerFile.sameNumber(begun.get(), undoing.get(0).number()))) {
            throw UndoMark.refusal(begun.get());
        }
    }

    private static void requireNoBaseline(List<HistoryRow> history, List<LedgerFile.Version> undoing) {
        for (HistoryRow row : history) {
            if ("BASELINE".equals(row.type())
                    && undoing.stream()
                            .anyMatch(each -> Long.parseLong(each.number()) <= Long.parseLong(row.version()))) {
                throw new Fault(
                        "version " + row.version() + " was not run by Tributary, a baseline has recorded it",
                        "what was there before is not ours to take away",
                        "go back to " + row.version() + " at most");
            }
        }
    }

    /** Its SQL, and the class of the same name where there is one. */
    static WayBack wayBack(LedgerFile.Version version) {
        String sql = Target.MCP.text("undo/" + version.scriptName() + ".sql");
        return WayBack.parse(version.number(), sql, steps("db.mcp.undo." + version.scriptName()));
    }

    private static Optional<UndoSteps> steps(String name) {
        if (Undoing.class.getResource("/" + name.replace('.', '/') + ".class") == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Class.forName(name, true, Undoing.class.getClassLoader())
                    .asSubclass(UndoSteps.class)
                    .getConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException e) {
            throw new Fault("the way back " + name + " cannot be used", e.toString(), "run: mvn clean process-classes")
                    .revealedBy(e);
        }
    }

    private static void requireConfirmed(
            Connection session, UndoOrder order, String to, List<LedgerFile.Version> undoing) throws SQLException {
        if (undoing.isEmpty() || to.compareTo(FIRST_REPAIR) >= 0) {
            return;
        }
        String name;
        try (Statement statement = session.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_database()")) {
            row.next();
            name = row.getString(1);
        }
        if (!order.confirmation().equals(Optional.of(name))) {
            throw new Fault(
                    "going back to version " + to + " was not confirmed"
                            + order.confirmation()
                                    .map(word -> ": '" + word + "' is not the name of this database")
                                    .orElse(""),
                    "below version " + FIRST_REPAIR
                            + " lies the schema that the service was stuck with, and below 001 nothing",
                    "if that is what you want: --confirm " + name);
        }
    }

    private static void requireNoLoss(Connection session, List<WayBack> ways) throws SQLException {
        List<WayBack.Loss> losses = new ArrayList<>();
        for (WayBack way : ways) {
            way.losses(session).ifPresent(losses::addAll);
        }
        if (!losses.isEmpty()) {
            throw refusal(losses);
        }
    }

    private static Fault refusal(List<WayBack.Loss> losses) {
        return WayBack.refusal(
                "version "
                        + losses.stream().map(WayBack.Loss::version).distinct().collect(Collectors.joining(", ")),
                losses.stream().map(WayBack.Loss::asText).collect(Collectors.joining(", ")));
    }
}
