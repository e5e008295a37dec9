package dev.tributary.plan;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.StoredStatement;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.source.ManagedConnection;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settles the names of what comes with merged tables, in the source's schema in memory. What the target has already, equal
 * in all but its name, is dropped there; a name that the target has for something else is not taken over: an index becomes
 * {@code table_index}, a view or trigger {@code source_name}.
 */
final class NameSettlement {
    private final ManagedConnection scratch;
    private final String sourceName;
    private final Path file;
    private final Catalog target;
    private final List<Fault> problems;
    private final List<ObjectFate> fates;

    /** Adds to the problems and fates that it is given. */
    NameSettlement(
            ManagedConnection scratch,
            String sourceName,
            Path file,
            Catalog target,
            List<Fault> problems,
            List<ObjectFate> fates) {
        this.scratch = scratch;
        this.sourceName = sourceName;
        this.file = file;
        this.target = target;
        this.problems = problems;
        this.fates = fates;
    }

    /** Settles every index, view and trigger of the schema in memory. */
    void settle(Catalog renamed) throws SQLException {
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
            problems.add(new Fault(
                            "the view " + view.name() + " of '" + sourceName + "' cannot be renamed",
                            "the target has something else of that name, and the view has triggers",
                            "rename one of the two")
                    .at(file)
                    .at(view.name()));
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

    static ObjectFate fate(
            ObjectFate.Kind kind, Catalog.Definition object, String as, ObjectFate.Fate fate, String why) {
        return new ObjectFate(kind, object.name(), object.table(), as, fate, why);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = scratch.createStatement()) {
            statement.execute(sql);
        }
    }
}
