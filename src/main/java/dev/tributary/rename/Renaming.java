package dev.tributary.rename;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Executes the two steps in the caller's transaction, and proves each before it returns: every table, index, trigger,
 * foreign key and AUTOINCREMENT mark is there, every view answers as before, and every second name reads and writes.
 *
 * @see <a href="https://www.sqlite.org/lang_altertable.html">SQLite: ALTER TABLE RENAME</a>
 */
public final class Renaming {
    /** Raised whenever the same map would be carried out differently: part of the versions' checksums. */
    public static final int SEMANTICS = 1;

    /** What takes back more than the statement that meets it: in such a file no statement may be tried. */
    private static final Pattern ROLLS_BACK =
            Pattern.compile("(?i)RAISE\\s*\\(\\s*ROLLBACK|ON\\s+CONFLICT\\s+ROLLBACK|\\bOR\\s+ROLLBACK");

    private final Connection connection;
    private final NameMap map;
    private final boolean dropBroken;
    private final List<String> renamed = new ArrayList<>();
    private final List<String> views = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * Prepares a step.
     *
     * @param connection to the target, inside the transaction that everything belongs to
     * @param dropBroken whether broken views and triggers are dropped instead of refused
     */
    public Renaming(Connection connection, NameMap map, boolean dropBroken) {
        this.connection = connection;
        this.map = map;
        this.dropBroken = dropBroken;
    }

    /**
     * Carries out one step.
     *
     * @throws Fault on any doubt; the caller rolls back
     */
    public RenameResult run(Step step) throws SQLException {
        execute("PRAGMA legacy_alter_table = OFF"); // else foreign keys, views and triggers would not follow
        RenamePlan plan = RenamePlan.read(connection, "main", map);
        plan.requirePossible(dropBroken);
        for (BrokenObject broken : plan.broken()) {
            execute(broken.drop());
        }
        List<String> replaced =
                plan.replaced().stream().map(Catalog.Definition::name).toList();
        Snapshot before = Snapshot.take(connection, map::newName, replaced);
        Catalog catalog = SqliteCatalog.read(connection, "main");
        for (Catalog.Definition view : plan.replaced()) {
            execute("DROP VIEW " + Identifier.quote(view.name()));
            notes.add("the read-only view " + view.name() + " gives way to one that can be written; it was: "
                    + oneLine(view.sql()));
        }
        plan.tables().stream()
                .filter(each -> each.table().isEmpty())
                .forEach(each -> notes.add(
                        "not there, so it gets no other name: " + each.name().storedName()));
        switch (step) {
            case EXPAND -> expand(plan);
            case SWITCH -> {
                switchNames(plan, catalog);
                keepColumnNames(before, catalog);
            }
        }
        before.requireSameIn(Snapshot.take(connection, map::newName, replaced));
        proveWrites();
        return new RenameResult(renamed, views, plan.broken(), notes);
    }

    private void expand(RenamePlan plan) throws SQLException {
        for (NamedTable each : plan.tables()) {
            if (each.table().isPresent() && each.other().isPresent() && !each.hasView()) {
                make(new WritableView(each.other().get(), each.table().get()));
            }
        }
    }

    private void switchNames(RenamePlan plan, Catalog catalog) throws SQLException {
        for (Catalog.Definition view : catalog.views()) {
            if (WritableView.isOurs(view)) {
                execute("DROP VIEW " + Identifier.quote(view.name()));
            }
        }
        List<String> setAside = setAside(catalog);
        for (NamedTable each : plan.tables()) {
            if (each.table().isPresent() && each.name().changes() && !each.hasNewName()) {
                String old = each.table().get().name();
                execute("ALTER TABLE " + Identifier.quote(old) + " RENAME TO "
                        + Identifier.quote(each.name().newName()));
                keepStatistics(catalog, old, each.name().newName());
                renamed.add(old + " -> " + each.name().newName());
            }
        }
        Catalog now = SqliteCatalog.read(connection, "main");
        for (NamedTable each : plan.tables()) {
            if (each.table().isPresent() && each.other().isPresent()) {
                make(new WritableView(
                        each.name().oldName(), now.table(each.name().newName()).orElseThrow()));
            }
        }
        for (String sql : setAside) {
            execute(sql);
        }
    }

    /**
     * Views and triggers of the user that read a second name cannot be resolved while it is changing hands: they are
     * dropped, and made again in their own words.
     */
    private List<String> setAside(Catalog catalog) throws SQLException {
        List<String> statements = new ArrayList<>();
        Set<String> triggers = new LinkedHashSet<>(); // one may be found by itself and with its view
        for (BrokenObject each : BrokenObjects.find(connection, "main")) {
            execute(each.drop());
            if ("view".equals(each.type())) {
                statements.add(each.sql());
                triggersOn(catalog, each.name()).forEach(trigger -> triggers.add(trigger.sql()));
            } else {
                triggers.add(each.sql());
            }
        }
        statements.addAll(triggers);
        return statements;
    }

    private static List<Catalog.Definition> triggersOn(Catalog catalog, String object) {
        return catalog.triggers().stream()
                .filter(trigger -> Identifier.same(trigger.table(), object))
                .toList();
    }

    /** SQLite leaves the statistics of ANALYZE under the old name, where the query planner does not find them. */
    private void keepStatistics(Catalog catalog, String old, String renamedTo) throws SQLException {
        for (int i = 1; i <= 4; i++) {
            String statistics = "sqlite_stat" + i;
            if (Query.number(
                            connection,
                            "SELECT count(*) FROM main.sqlite_schema WHERE name = " + Identifier.literal(statistics))
                    > 0) {
                execute("UPDATE main." + statistics + " SET tbl = " + Identifier.literal(renamedTo) + " WHERE tbl = "
                        + Identifier.literal(old));
            }
        }
    }

    /**
     * A column without an alias is called by its own words, into which the rename has put the new name. Such a view gets
     * its old words back: the old name still answers.
     */
    private void keepColumnNames(Snapshot before, Catalog catalog) throws SQLException {
        for (Catalog.Definition view : catalog.views()) {
            Answers.Answer answer = before.answers().get(view.name());
            if (answer == null || answer.columns().equals(Answers.columns(connection, view))) {
                continue;
            }
            execute("DROP VIEW " + Identifier.quote(view.name()));
            execute(view.sql());
            for (Catalog.Definition trigger : triggersOn(catalog, view.name())) {
                execute(trigger.sql());
            }
            notes.add("the view " + view.name() + " keeps its old words, because its columns are called by them");
        }
    }

    private void make(WritableView view) throws SQLException {
        for (String sql : view.statements()) {
            execute(sql);
        }
        views.add(view.name() + " = " + view.table().name());
    }

    private void proveWrites() throws SQLException {
        Catalog catalog = SqliteCatalog.read(connection, "main");
        for (NamedTable each : RenamePlan.of(catalog, map, List.of(), Answers.viewColumns(connection, "main"))
                .tables()) {
            if (each.table().isEmpty() || each.other().isEmpty()) {
                continue;
            }
            Table table = each.table().get();
            boolean tryable = !ROLLS_BACK.matcher(table.sql()).find()
                    && catalog.triggers().stream()
                            .noneMatch(
                                    trigger -> ROLLS_BACK.matcher(trigger.sql()).find());
            new WriteProof(connection, table, tryable).require(each.other().get());
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String oneLine(String sql) {
        return sql.strip().replaceAll("\\s+", " ");
    }
}
