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
import java.util.Optional;
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
     * Gives a table a second name that its program has for it and that the map knows as an alias. What the map says of the
     * table's other names is for the two steps.
     *
     * @return whether it was made; not where something else has the name
     */
    public static boolean addAlias(Connection connection, NameMap map, String name, String present)
            throws SQLException {
        Catalog catalog = SqliteCatalog.read(connection, "main");
        Optional<Table> table = catalog.table(present);
        boolean known = map.aliases().stream()
                .anyMatch(alias -> Identifier.same(alias.oldName(), name)
                        && Identifier.same(alias.newName(), map.newName(present)));
        if (!known || table.isEmpty() || catalog.isTaken(name)) {
            return false;
        }
        for (String sql : new WritableView(name, table.get()).statements()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        return true;
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
        List<BrokenObject> dropped = withTheirTriggers(plan.broken());
        for (BrokenObject broken : plan.broken()) {
            execute(broken.drop());
        }
        List<String> replaced =
                plan.replaced().stream().map(Catalog.Definition::name).toList();
        NameMap names = plan.names();
        Snapshot before = Snapshot.take(connection, names::newName, replaced);
        Catalog catalog = SqliteCatalog.read(connection, "main");
        for (Catalog.Definition view : plan.replaced()) {
            execute("DROP VIEW " + Identifier.quote(view.name()));
            notes.add("the read-only view " + view.name() + " gives way to one that can be written; it was: "
                    + oneLine(view.sql()));
        }
        plan.tables().stream()
                .filter(each -> each.table().isEmpty())
                .map(each -> each.name().storedName())
                .distinct()
                .forEach(name -> notes.add("not there, so it gets no other name: " + name));
        switch (step) {
            case EXPAND -> expand(plan);
            case SWITCH -> {
                switchNames(plan, catalog);
                keepColumnNames(before, catalog);
            }
        }
        before.requireSameIn(Snapshot.take(connection, names::newName, replaced));
        proveWrites(names);
        return new RenameResult(renamed, views, dropped, plan.replaced(), notes);
    }

    /** A view takes its triggers with it, broken or not. */
    private List<BrokenObject> withTheirTriggers(List<BrokenObject> broken) throws SQLException {
        List<BrokenObject> all = new ArrayList<>(broken);
        Catalog catalog = SqliteCatalog.read(connection, "main");
        for (BrokenObject view : broken) {
            triggersOn(catalog, view.name()).stream()
                    .filter(trigger -> "view".equals(view.type()))
                    .filter(trigger -> all.stream().noneMatch(each -> Identifier.same(each.name(), trigger.name())))
                    .map(trigger -> new BrokenObject(
                            "trigger", trigger.name(), trigger.sql(), "its view " + view.name() + " is"))
                    .forEach(all::add);
        }
        return all;
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
            if (view.isSecondName()) {
                execute("DROP VIEW " + Identifier.quote(view.name()));
            }
        }
        List<String> setAside = setAside(catalog);
        for (NameMap.Name name : plan.names().tables()) {
            Optional<String> old = oldName(name, plan);
            if (old.isPresent()) {
                execute("ALTER TABLE " + Identifier.quote(old.get()) + " RENAME TO "
                        + Identifier.quote(name.newName()));
                keepStatistics(catalog, old.get(), name.newName());
                renamed.add(old.get() + " -> " + name.newName());
            }
        }
        Catalog now = SqliteCatalog.read(connection, "main");
        for (NameMap.Name name : plan.names().tables()) {
            Optional<Table> table = now.table(name.newName());
            if (table.isPresent() && name.changes()) {
                for (String old : name.oldNames()) {
                    make(new WritableView(old, table.get()));
                }
            }
        }
        for (String sql : setAside) {
            execute(sql);
        }
    }

    /** What a table is called that has not got its new name yet. */
    private static Optional<String> oldName(NameMap.Name name, RenamePlan plan) {
        return plan.tables().stream()
                .filter(each -> each.name().equals(name) && name.changes() && !each.hasNewName())
                .flatMap(each -> each.table().stream())
                .map(Table::name)
                .findFirst();
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

    private void proveWrites(NameMap names) throws SQLException {
        Catalog catalog = SqliteCatalog.read(connection, "main");
        boolean triggersRollBack = catalog.triggers().stream()
                .anyMatch(trigger -> ROLLS_BACK.matcher(trigger.sql()).find());
        for (NamedTable each : RenamePlan.of(catalog, names, List.of(), Answers.viewColumns(connection, "main"))
                .tables()) {
            if (each.table().isEmpty() || each.other().isEmpty()) {
                continue;
            }
            Table table = each.table().get();
            boolean tryable =
                    !triggersRollBack && !ROLLS_BACK.matcher(table.sql()).find();
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
