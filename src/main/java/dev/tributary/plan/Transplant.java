package dev.tributary.plan;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.SqliteCatalog;
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
 * Names that the target has for something else are for {@link NameSettlement}.
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
            new NameSettlement(scratch, sourceName, file, target, problems, fates).settle(renamed);
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
                    fates.add(NameSettlement.fate(ObjectFate.Kind.VIEW, view, "", ObjectFate.Fate.STAYS, why.get()));
                    again = true;
                }
            }
        }
        for (Catalog.Definition trigger : source.triggers()) {
            boolean gone = SqliteCatalog.read(scratch, "main").triggers().stream()
                    .noneMatch(each -> each.name().equals(trigger.name()));
            if (gone) {
                fates.add(NameSettlement.fate(
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

    private void problem(String what, String why, String next, String table) {
        problems.add(new Fault(what, why, next).at(file).at(table));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = scratch.createStatement()) {
            statement.execute(sql);
        }
    }
}
