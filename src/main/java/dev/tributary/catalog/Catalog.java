package dev.tributary.catalog;

import java.util.List;
import java.util.Optional;

/** All tables of one database in order of their names, and the names and SQL of its views and triggers. */
public record Catalog(List<Table> tables, List<Definition> views, List<Definition> triggers) {
    public Catalog {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
        triggers = List.copyOf(triggers);
    }

    /** A view or a trigger: its name, the table it belongs to, and the statement that made it. */
    public record Definition(String name, String table, String sql) {
        /** The comment by which a view says that it is nothing but a second name of a table, and that we made it. */
        public static final String SECOND_NAME = "/* Tributary: a second name of this table */";

        /** Whether it is a second name that we gave a table. */
        public boolean isSecondName() {
            return sql.contains(SECOND_NAME);
        }
    }

    public Optional<Table> table(String wanted) {
        return tables.stream().filter(t -> Identifier.same(t.name(), wanted)).findFirst();
    }

    /** The index of that name, whichever table owns it: index names are global to a file. */
    public Optional<Index> index(String wanted) {
        return tables.stream().flatMap(t -> t.index(wanted).stream()).findFirst();
    }

    /** Whether nothing new could have that name: tables, indexes and views share their names. */
    public boolean isTaken(String name) {
        return table(name).isPresent()
                || index(name).isPresent()
                || views.stream().anyMatch(view -> Identifier.same(view.name(), name));
    }
}
