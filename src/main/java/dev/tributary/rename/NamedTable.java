package dev.tributary.rename;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.Table;
import java.util.Optional;

/**
 * One line of the name map, one of its names, and what the file has for it.
 *
 * @param table the table, under whichever of its names; empty when the file has neither
 * @param other another name of the table, which is to be a view; empty where the table keeps its name, or where the old
 *     name belongs to another table
 * @param hasView whether the other name is a view of ours already
 * @param replaced a read-only view that somebody made under the other name, which ours replaces
 */
public record NamedTable(
        NameMap.Name name,
        Optional<Table> table,
        Optional<String> other,
        boolean hasView,
        Optional<Catalog.Definition> replaced) {

    /** Whether the file's table has its new name already. */
    public boolean hasNewName() {
        return table.filter(found -> Identifier.same(found.name(), name.newName()))
                .isPresent();
    }
}
