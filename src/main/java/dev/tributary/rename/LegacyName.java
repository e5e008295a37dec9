package dev.tributary.rename;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An old name, and what a program that goes on using it loses when it becomes a view.
 *
 * @param losses what is lost, with the columns, indexes or tables that it is about; empty text where it is the same for all
 */
public record LegacyName(String oldName, String newName, Map<Loss, String> losses) {
    /** What to do about all of this, before the switch. */
    public static final String ADVICE =
            "stop at expand (--until expand, -Dflyway.target=007) until 'references' finds nothing any more";

    /** What to do about it once the switch has been. */
    public static final String ADVICE_AFTERWARDS =
            "let 'references' find those programs and change them before they write again; or go back, and migrate with"
                    + " --until expand (-Dflyway.target=007)";

    private static final Pattern COLUMN_TRIGGER = Pattern.compile("(?is)\\bUPDATE\\s+OF\\b");

    public LegacyName {
        losses = Collections.unmodifiableMap(new EnumMap<>(losses));
    }

    /**
     * Every name that changes.
     *
     * @param catalog the tables, under whichever of their names; what is said of a table that is not there yet is only
     *     what is true of every table
     */
    public static List<LegacyName> of(Catalog catalog, NameMap map) {
        List<LegacyName> all = new ArrayList<>();
        for (NameMap.Name name : map.inUse(catalog).tables()) {
            if (!name.changes()) {
                continue;
            }
            if (name.storedAsNew()) {
                all.add(new LegacyName(name.oldName(), name.newName(), shared(name, map)));
                continue;
            }
            Map<Loss, String> losses = catalog.table(name.newName())
                    .or(() -> catalog.table(name.storedName()))
                    .map(found -> losses(catalog, found))
                    .orElseGet(LegacyName::always);
            name.oldNames().forEach(old -> all.add(new LegacyName(old, name.newName(), losses)));
        }
        return all;
    }

    private static Map<Loss, String> shared(NameMap.Name name, NameMap map) {
        Map<Loss, String> losses = new EnumMap<>(Loss.class);
        losses.put(
                Loss.SHARED_NAME,
                map.tablesOnceCalled(name.oldName()).stream()
                                .filter(other -> !other.equals(name))
                                .map(NameMap.Name::newName)
                                .collect(Collectors.joining(", "))
                        + " has it; the program that means " + name.newName()
                        + " must say so before it opens this file, at expand already");
        return losses;
    }

    private static Map<Loss, String> always() {
        Map<Loss, String> losses = new EnumMap<>(Loss.class);
        for (Loss loss :
                List.of(Loss.ROWCOUNT, Loss.UPSERT, Loss.RETURNING, Loss.CREATE_INDEX, Loss.DDL, Loss.MESSAGE)) {
            losses.put(loss, "");
        }
        return losses;
    }

    private static Map<Loss, String> losses(Catalog catalog, Table table) {
        Map<Loss, String> losses = always();
        WritableView view = new WritableView(table.name(), table);
        put(losses, Loss.EXPLICIT_NULL, view.columnsWhereNullIsReplaced());
        put(losses, Loss.COMPUTED_COLUMNS, view.computedColumns());
        put(
                losses,
                Loss.CREATE_INDEX,
                table.createdIndexes().stream().map(Index::name).toList());
        put(
                losses,
                Loss.COLUMN_TRIGGERS,
                catalog.triggers().stream()
                        .filter(trigger -> Identifier.same(trigger.table(), table.name()))
                        .filter(trigger -> COLUMN_TRIGGER.matcher(trigger.sql()).find())
                        .map(Catalog.Definition::name)
                        .toList());
        if (!table.withoutRowid()) {
            losses.put(Loss.LAST_INSERT_ROWID, table.rowidColumn().orElse(""));
            losses.put(Loss.ROWID, "");
        }
        boolean hasUniqueKey = table.rowidColumn().isPresent()
                || table.withoutRowid()
                || table.indexes().stream().anyMatch(Index::unique);
        if (!hasUniqueKey) {
            losses.remove(Loss.UPSERT); // there is nothing that could conflict
        }
        return losses;
    }

    private static void put(Map<Loss, String> losses, Loss loss, List<String> about) {
        if (!about.isEmpty()) {
            losses.put(loss, String.join(", ", about));
        }
    }

    /** In one line. */
    public String asText() {
        return oldName + " (" + newName + ") loses: "
                + losses.entrySet().stream()
                        .map(entry -> entry.getKey().word()
                                + (entry.getValue().isEmpty() ? "" : " (" + entry.getValue() + ")"))
                        .collect(Collectors.joining("; "));
    }
}
