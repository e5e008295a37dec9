package dev.tributary.plan;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.StoredStatement;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Works out the statements that make a source's tables in the target, with their indexes, views and triggers. The source's
 * schema is built in memory, what does not come along is dropped there, tables are renamed there, and the result is read
 * back: so SQLite itself makes foreign keys, views and triggers follow a new name, and says what is broken.
 *
 * <p>A name that the target has for something else is not taken over: an index becomes {@code table_index}, a view or
 * trigger {@code source_name}.
 */
final class Transplant {
    private static final String PROBE = "tributary_probe";

    private final Catalog source;
    private final String sourceName;
    private final Path file;
    private final List<Way> ways;
    private final Catalog target;
    private final List<Fault> problems;
    private final List<ObjectFate> fates = new ArrayList<>();
    private final ManagedConnection scratch;

    /** One table that comes along: as it is in the source, and what the target calls it. */
    record Way(Table from, String to) {}

    private Transplant(
            ManagedConnection scratch,
            Catalog source,
            String sourceName,
            Path file,
            List<Way> ways,
            Catalog target,
            List<Fault> problems) {
        this.scratch = scratch;
        this.source = source;
        this.sourceName = sourceName;
        this.file = file;
        this.ways = ways;
        this.target = target;
        this.problems = problems;
    }

    /** What will be made, and what becomes of each object; marks, rows and the like are not its business. */
    record Result(Catalog made, List<ObjectFate> fates) {}

    static Result of(Catalog source, String sourceName, Path file, List<Way> ways, Catalog target, List<Fault> problems)
            throws SQLException {
        try (ManagedConnection scratch = SqliteFiles.openInMemory()) {
            return new Transplant(scratch, source, sourceName, file, ways, target, problems).work();
        }
    }

    private Result work() throws SQLException {
        int before = problems.size();
        build();
        if (problems.size() == before) {
            dropWhatStays();
            rename();
        }
        if (problems.size() == before) {
            Catalog renamed = SqliteCatalog.read(scratch, "main");
            for (Table table : renamed.tables()) {
                for (Index index : table.createdIndexes()) {
                    settle(index);
                }
            }
            for (Catalog.Definition view : renamed.views()) {
                settleView(view.name());
            }
            for (Catalog.Definition trigger : renamed.triggers()) {
                settleTrigger(trigger.name());
            }
        }
        return new Result(SqliteCatalog.read(scratch, "main"), fates);
    }

    private void build() {
        for (Table table : source.tables()) {
            boolean comes = comes(table);
            try {
                execute(table.sql());
                for (Index index : comes ? table.createdIndexes() : List.<Index>of()) {
                    execute(index.sql().orElseThrow());
                }
            } catch (SQLException e) {
                if (comes) {
                    problem(
                            "the table " + table.name() + " of '" + sourceName + "' cannot be made in the target",
                            "SQLite says: " + e.getMessage(),
                            "mend the table in the source",
                            table.name());
                }
            }
        }
        for (Catalog.Definition view : source.views()) {
            tryTo(view, "view");
        }
        for (Catalog.Definition view : source.views()) {
            brokenness(view.name())
                    .ifPresent(why -> problem(
                            "the view " + view.name() + " of '" + sourceName + "' is broken",
                            why + "; a broken view stops every later rename of a table",
                            "mend it in the source, or drop it there: DROP VIEW " + Identifier.quote(view.name()),
                            view.name()));
        }
        for (Catalog.Definition trigger : source.triggers()) {
            tryTo(trigger, "trigger");
        }
    }

    private void tryTo(Catalog.Definition definition, String what) {
        try {
            execute(definition.sql());
        } catch (SQLException e) {
            problem(
                    "the " + what + " " + definition.name() + " of '" + sourceName + "' cannot be made in the target",
                    "SQLite says: " + e.getMessage(),
                    "mend it in the source, or drop it there",
                    definition.table());
        }
    }

    private boolean comes(Table table) {
        return ways.stream().anyMatch(way -> Identifier.same(way.from().name(), table.name()));
    }

    /** Drops the tables that do not come along, and the views that read one of them. */
    private void dropWhatStays() throws SQLException {
        for (Table table : SqliteCatalog.read(scratch, "main").tables()) {
            if (!comes(table)) {
                execute("DROP TABLE IF EXISTS " + Identifier.quote(table.name()));
            }
        }
        for (boolean again = true; again; ) {
            again = false;
            for (Catalog.Definition view : SqliteCatalog.read(scratch, "main").views()) {
                Optional<String> why = brokenness(view.name());
                if (why.isPresent()) {
                    execute("DROP VIEW " + Identifier.quote(view.name()));
                    fates.add(fate(ObjectFate.Kind.VIEW, view, "", ObjectFate.Fate.STAYS, why.get()));
                    again = true;
                }
            }
        }
        for (Catalog.Definition trigger : source.triggers()) {
            boolean gone = SqliteCatalog.read(scratch, "main").triggers().stream()
                    .noneMatch(each -> each.name().equals(trigger.name()));
            if (gone) {
                fates.add(fate(
                        ObjectFate.Kind.TRIGGER,
                        trigger,
                        "",
                        ObjectFate.Fate.STAYS,
                        "its table " + trigger.table() + " stays"));
            }
        }
    }

    private Optional<String> brokenness(String view) {
        try (Statement statement = scratch.createStatement();
                ResultSet none = statement.executeQuery("SELECT 1 FROM " + Identifier.quote(view) + " LIMIT 0")) {
            return none.next() ? Optional.of("it answered where nothing was asked") : Optional.empty();
        } catch (SQLException e) {
            return Optional.of("SQLite says: " + e.getMessage());
        }
    }

    private void rename() throws SQLException {
        try {
            execute("CREATE TABLE " + PROBE + "_1 (x)");
            execute("ALTER TABLE " + PROBE + "_1 RENAME TO " + PROBE + "_2"); // SQLite looks at every view and trigger
            execute("DROP TABLE " + PROBE + "_2");
            for (Way way : ways) {
                if (!way.from().name().equals(way.to())) {
                    execute("ALTER TABLE " + Identifier.quote(way.from().name()) + " RENAME TO "
                            + Identifier.quote(way.to()));
                }
            }
        } catch (SQLException e) {
            problem(
                    "the tables of '" + sourceName + "' cannot be renamed",
                    "SQLite says: " + e.getMessage(),
                    "mend or drop the view or trigger that it names, in the source",
                    sourceName);
        }
    }

    private void settle(Index index) throws SQLException {
        Optional<String> equal = target.table(index.table()).stream()
                .flatMap(table -> table.indexes().stream())
                .filter(each -> each.shape().equals(index.shape()))
                .map(Index::name)
                .findFirst();
        if (equal.isPresent()) {
            execute("DROP INDEX " + Identifier.quote(index.name()));
            fates.add(new ObjectFate(
                    ObjectFate.Kind.INDEX,
                    index.name(),
                    index.table(),
                    equal.get(),
                    ObjectFate.Fate.THERE,
                    "equal to " + equal.get()));
            return;
        }
        Optional<String> owner = owner(index.name());
        String as = owner.isEmpty() ? index.name() : free(index.table() + "_" + index.name());
        if (owner.isPresent()) {
            execute("DROP INDEX " + Identifier.quote(index.name()));
            execute(StoredStatement.named(index.sql().orElseThrow(), as));
        }
        fates.add(new ObjectFate(
                ObjectFate.Kind.INDEX,
                index.name(),
                index.table(),
                as,
                owner.isEmpty() ? ObjectFate.Fate.COMES : ObjectFate.Fate.RENAMED,
                owner.map(each -> each + " has the name").orElse("")));
    }

    private void settleView(String name) throws SQLException {
        Catalog.Definition view = definition(SqliteCatalog.read(scratch, "main").views(), name);
        Optional<Catalog.Definition> there = target.views().stream()
                .filter(each -> Identifier.same(each.name(), name))
                .findFirst();
        if (there.filter(each -> StoredStatement.same(each.sql(), view.sql())).isPresent()) {
            execute("DROP VIEW " + Identifier.quote(name));
            fates.add(fate(ObjectFate.Kind.VIEW, view, name, ObjectFate.Fate.THERE, "the same statement"));
            return;
        }
        Optional<String> owner = there.isPresent() ? Optional.of("another view") : owner(name);
        String as = owner.isEmpty() ? name : free(sourceName + "_" + name);
        if (owner.isPresent()) {
            renameView(view, as);
        }
        fates.add(fate(
                ObjectFate.Kind.VIEW,
                view,
                as,
                owner.isEmpty() ? ObjectFate.Fate.COMES : ObjectFate.Fate.RENAMED,
                owner.map(each -> each + " has the name").orElse("")));
    }

    /** SQLite renames no views; a table put in the view's place makes the views that read it follow. */
    private void renameView(Catalog.Definition view, String as) throws SQLException {
        if (SqliteCatalog.read(scratch, "main").triggers().stream()
                .anyMatch(each -> Identifier.same(each.table(), view.name()))) {
            problem(
                    "the view " + view.name() + " of '" + sourceName + "' cannot be renamed",
                    "the target has something else of that name, and the view has triggers",
                    "rename one of the two",
                    view.name());
            return;
        }
        List<String> columns = new ArrayList<>();
        try (Statement statement = scratch.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM pragma_table_info(" + Identifier.literal(view.name()) + ")")) {
            while (rows.next()) {
                columns.add(Identifier.quote(rows.getString(1)));
            }
        }
        execute("DROP VIEW " + Identifier.quote(view.name()));
        execute("CREATE TABLE " + Identifier.quote(view.name()) + " (" + String.join(", ", columns) + ")");
        execute("ALTER TABLE " + Identifier.quote(view.name()) + " RENAME TO " + Identifier.quote(as));
        execute("DROP TABLE " + Identifier.quote(as));
        execute(StoredStatement.named(view.sql(), as));
    }

    private void settleTrigger(String name) throws SQLException {
        Catalog.Definition trigger =
                definition(SqliteCatalog.read(scratch, "main").triggers(), name);
        Optional<Catalog.Definition> there = target.triggers().stream()
                .filter(each -> Identifier.same(each.name(), name))
                .findFirst();
        if (there.filter(each -> StoredStatement.same(each.sql(), trigger.sql()))
                .isPresent()) {
            execute("DROP TRIGGER " + Identifier.quote(name));
            fates.add(fate(ObjectFate.Kind.TRIGGER, trigger, name, ObjectFate.Fate.THERE, "the same statement"));
            return;
        }
        String as = there.isEmpty() ? name : sourceName + "_" + name;
        if (there.isPresent()) {
            execute("DROP TRIGGER " + Identifier.quote(name));
            execute(StoredStatement.named(trigger.sql(), as));
        }
        fates.add(fate(
                ObjectFate.Kind.TRIGGER,
                trigger,
                as,
                there.isEmpty() ? ObjectFate.Fate.COMES : ObjectFate.Fate.RENAMED,
                there.map(each -> "a trigger of " + each.table() + " has the name")
                        .orElse("")));
    }

    private static Catalog.Definition definition(List<Catalog.Definition> all, String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private static ObjectFate fate(
            ObjectFate.Kind kind, Catalog.Definition object, String as, ObjectFate.Fate fate, String why) {
        return new ObjectFate(kind, object.name(), object.table(), as, fate, why);
    }

    /** What in the target has a name: tables, views and indexes share one space of names. */
    private Optional<String> owner(String name) {
        Optional<String> index = target.index(name).map(Index::table);
        if (index.isPresent()) {
            return index;
        }
        if (target.table(name).isPresent()) {
            return Optional.of("a table");
        }
        return target.views().stream().anyMatch(each -> Identifier.same(each.name(), name))
                ? Optional.of("a view")
                : Optional.empty();
    }

    private String free(String wanted) throws SQLException {
        Catalog here = SqliteCatalog.read(scratch, "main");
        String name = wanted;
        for (int i = 2; taken(here, name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    private boolean taken(Catalog here, String name) {
        return owner(name).isPresent()
                || here.index(name).isPresent()
                || here.table(name).isPresent()
                || here.views().stream().anyMatch(each -> Identifier.same(each.name(), name));
    }

    private void problem(String what, String why, String next, String table) {
        problems.add(new Fault(what, why, next).at(file).at(table));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = scratch.createStatement()) {
            statement.execute(sql);
        }
    }
}
