package dev.tributary.rename;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a rename finds in a file.
 *
 * @param names the map as this installation has it
 * @param tables in the order of the name map, a table as often as it has other names, and at least once
 * @param broken views and triggers over which any rename fails
 * @param problems what stands in the way; broken objects are not among them
 */
public record RenamePlan(NameMap names, List<NamedTable> tables, List<BrokenObject> broken, List<Fault> problems) {
    public RenamePlan {
        tables = List.copyOf(tables);
        broken = List.copyOf(broken);
        problems = List.copyOf(problems);
    }

    /** Views that are nothing but the table under another name, read-only: ours take their place. */
    public List<Catalog.Definition> replaced() {
        return tables.stream()
                .filter(table -> table.table().isPresent())
                .flatMap(table -> table.replaced().stream())
                .toList();
    }

    /** Throws the first thing that stands in the way. */
    public void requirePossible(boolean dropBroken) {
        List<Fault> all = problems(dropBroken);
        if (!all.isEmpty()) {
            throw all.size() == 1 ? all.get(0) : all.get(0).withMore(all.size() - 1);
        }
    }

    /**
     * Everything that stands in the way.
     *
     * @param dropBroken whether the user has said that broken views and triggers may be dropped
     */
    public List<Fault> problems(boolean dropBroken) {
        List<Fault> all = new ArrayList<>(problems);
        if (!dropBroken) {
            broken.forEach(object -> all.add(refusal(object)));
        }
        return all;
    }

    private static Fault refusal(BrokenObject broken) {
        return new Fault(
                        broken.asText(),
                        "SQLite renames no table while any view or trigger of the file cannot be resolved",
                        "mend it, or drop it yourself, or say --drop-broken-views (-Droadmap.drop.broken.views=true);"
                                + " it was made by: "
                                + broken.sqlInOneLine())
                .at(broken.name());
    }

    /** Looks at one database of a connection; changes nothing. */
    public static RenamePlan read(Connection connection, String database, NameMap map) throws SQLException {
        return of(
                SqliteCatalog.read(connection, database),
                map,
                BrokenObjects.find(connection, database),
                Answers.viewColumns(connection, database));
    }

    /**
     * The same, from what is known already, which may be how the file will look.
     *
     * @param map as the target has it, or as this installation does
     * @param viewColumns the columns of each view that answers
     */
    public static RenamePlan of(
            Catalog catalog, NameMap map, List<BrokenObject> broken, Map<String, List<String>> viewColumns) {
        List<NamedTable> tables = new ArrayList<>();
        List<Fault> problems = new ArrayList<>();
        NameMap names = map.inUse(catalog);
        for (NameMap.Name name : names.tables()) {
            Optional<Table> stored = catalog.table(name.storedName());
            Optional<Table> renamed = name.storedAsNew() ? Optional.empty() : catalog.table(name.newName());
            if (stored.isPresent() && renamed.isPresent()) {
                problems.add(twice(name));
            }
            Optional<Table> table = stored.or(() -> renamed);
            List<String> others = others(name, table);
            if (others.isEmpty()) {
                tables.add(new NamedTable(name, table, Optional.empty(), false, Optional.empty()));
            }
            for (String other : others) {
                Optional<Catalog.Definition> inTheWay = viewInTheWay(catalog, other);
                if (table.isPresent() && inTheWay.isPresent()) {
                    judge(catalog, viewColumns, table.get(), inTheWay.get()).ifPresent(problems::add);
                }
                catalog.index(other).ifPresent(index -> problems.add(indexInTheWay(name, index.name(), index.table())));
                boolean hasView = catalog.views().stream()
                        .anyMatch(view -> Identifier.same(view.name(), other) && view.isSecondName());
                tables.add(new NamedTable(name, table, Optional.of(other), hasView, inTheWay));
            }
        }
        strangers(catalog).forEach(problems::add);
        return new RenamePlan(names, tables, broken, problems);
    }

    /** Triggers that somebody put on a view of ours would vanish with it when the name changes hands. */
    private static List<Fault> strangers(Catalog catalog) {
        return catalog.triggers().stream()
                .filter(trigger -> catalog.views().stream()
                        .anyMatch(view -> view.isSecondName() && Identifier.same(view.name(), trigger.table())))
                .filter(trigger -> !WritableView.isTriggerOfOurs(trigger))
                .map(trigger -> new Fault(
                                "somebody put the trigger " + trigger.name() + " on the second name " + trigger.table(),
                                "the view of that name is made anew, and the trigger would be lost with it",
                                "put the trigger on the table itself, and DROP TRIGGER "
                                        + Identifier.quote(trigger.name()))
                        .at(trigger.table()))
                .toList();
    }

    /** The names that are to be views: the new one beside an old table, the old ones beside a new table. */
    private static List<String> others(NameMap.Name name, Optional<Table> table) {
        return name.changes() ? name.besides(table.map(Table::name).orElseGet(name::storedName)) : List.of();
    }

    /** Views of ours make no trouble: they are the second names that a step made before. */
    private static Optional<Catalog.Definition> viewInTheWay(Catalog catalog, String name) {
        return catalog.views().stream()
                .filter(view -> Identifier.same(view.name(), name) && !view.isSecondName())
                .findFirst();
    }

    /** A view that says no more than the table itself may be replaced by ours, which can be written too. */
    private static Optional<Fault> judge(
            Catalog catalog, Map<String, List<String>> viewColumns, Table table, Catalog.Definition view) {
        boolean hasTriggers =
                catalog.triggers().stream().anyMatch(trigger -> Identifier.same(trigger.table(), view.name()));
        boolean sameColumns = table.columns().stream()
                .map(Column::name)
                .toList()
                .equals(viewColumns.getOrDefault(view.name(), List.of()));
        String body = view.sql().replaceAll("\\s+", " ").strip();
        boolean plain = body.matches("(?i)CREATE [^(]*\\bAS SELECT (?!DISTINCT )((?! FROM )[^()])+ FROM [\"`\\[]?"
                + Pattern.quote(table.name()) + "[\"`\\]]?( (AS )?\\w+)?;?");
        if (plain && sameColumns && !hasTriggers) {
            return Optional.empty();
        }
        return Optional.of(new Fault(
                        "a view stands where " + table.name() + " gets its second name: " + view.name(),
                        hasTriggers
                                ? "it has triggers of its own, on which somebody relies"
                                : "it is not just the table under another name",
                        "rename it, or drop it: DROP VIEW " + Identifier.quote(view.name()))
                .at(view.name()));
    }

    private static Fault twice(NameMap.Name name) {
        return new Fault(
                        "two tables claim to be " + name.newName() + ": there is also " + name.storedName(),
                        "both hold rows perhaps, and nobody can say which of them the programs mean",
                        "bring their rows together, and drop or rename one of the two")
                .at(name.storedName());
    }

    private static Fault indexInTheWay(NameMap.Name name, String index, String table) {
        return new Fault(
                        "an index is called like a table: " + index,
                        name.newName()
                                + " needs both of its names, and in SQLite the names of tables, views and indexes"
                                + " are one space",
                        "drop the index and make it again under another name; it is on " + table)
                .at(table);
    }
}
