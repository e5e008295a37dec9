package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.migrate.Verification.Proof;
import dev.tributary.migrate.Verification.TableState;
import dev.tributary.plan.CopySpec;
import dev.tributary.safety.BackupSet;
import dev.tributary.safety.Backups;
import dev.tributary.source.SourceSearch;
import dev.tributary.source.SourceSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must be true before anybody calls a consolidation finished, each with its evidence. Reads only. */
final class Checklist {
    private static final int SHOWN = 3;

    /** What the ledger says of tables that are not in the target. */
    private static final Set<LedgerEntry.Policy> STAYED = EnumSet.of(
            LedgerEntry.Policy.LEFT,
            LedgerEntry.Policy.EXPECTED_EMPTY,
            LedgerEntry.Policy.NO_SOURCES,
            LedgerEntry.Policy.SOURCE_ABSENT);

    private final Target target;
    private final Path file;
    private final SourceSettings settings;
    private final NameMap names;
    private final List<Proof> proofs = new ArrayList<>();

    /** For one installation, whose tables may have other old names than usual. */
    Checklist(Target target, Path file, SourceSettings settings, NameMap names) {
        this.target = target;
        this.file = file;
        this.settings = settings;
        this.names = names;
    }

    /**
     * Goes through it.
     *
     * @param connection to the target, read-only
     * @param last the number of the last version that was applied
     * @param entries the ledger, which knows the tables that came with their rows
     * @param schema what differs from the schema of that version
     * @param tables what was compared with its source
     */
    List<Proof> run(
            Connection connection,
            Catalog live,
            String last,
            List<LedgerEntry> entries,
            List<String> schema,
            List<TableState> tables)
            throws SQLException {
        Set<String> expected = expected(last, entries);
        backups();
        tables(live, expected, schema);
        rows(tables);
        statements(connection, live, expected);
        sources();
        return proofs;
    }

    private void backups() {
        String what = "backups made and proven";
        Backups backups = new Backups(file, Clock.systemUTC());
        try {
            Optional<BackupSet> newest = backups.list().stream().findFirst();
            if (newest.isEmpty()) {
                proofs.add(Proof.notYet(what, "there is none in " + backups.folder() + "; 'backup' makes one"));
                return;
            }
            Backups.requireSound(newest.get());
            proofs.add(Proof.yes(
                    what,
                    newest.get().name() + ": " + newest.get().files().size()
                            + (newest.get().files().size() == 1 ? " file, its" : " files, every")
                            + " SHA-256 is the manifest's"));
        } catch (Fault damaged) {
            proofs.add(Proof.no(what, damaged.what() + ": " + damaged.why() + "; 'backup' makes a new one"));
        }
    }

    /** The tables of the last version and those that came with their rows, by the names that they had at first. */
    private Set<String> expected(String last, List<LedgerEntry> entries) {
        Set<String> expected = new TreeSet<>();
        target.schemaAt(last).tables().forEach(table -> expected.add(names.newName(table.name())));
        entries.stream()
                .filter(entry -> !entry.table().isEmpty() && !STAYED.contains(entry.policy()))
                .forEach(entry -> expected.add(names.newName(entry.table())));
        return expected;
    }

    private Optional<Table> present(Catalog live, String name) {
        return names.presentNames(name).stream()
                .flatMap(each -> live.table(each).stream())
                .findFirst();
    }

    private void tables(Catalog live, Set<String> expected, List<String> schema) {
        String what = "tables created";
        List<Table> there =
                expected.stream().flatMap(name -> present(live, name).stream()).toList();
        String found = there.size() + " of " + expected.size() + " tables, with "
                + there.stream().mapToInt(table -> table.indexes().size()).sum() + " indexes";
        if (schema.isEmpty() && there.size() == expected.size()) {
            proofs.add(Proof.yes(what, found));
        } else {
            proofs.add(Proof.no(what, found + (schema.isEmpty() ? "" : "; " + schema.size() + " differ, see Schema")));
        }
    }

    private void rows(List<TableState> tables) {
        String what = "counts and digests equal";
        long wrong = tables.stream()
                .filter(table -> table.lost() > 0 || table.sourceChanged())
                .count();
        if (tables.isEmpty()) {
            proofs.add(Proof.notYet(what, "no source was read: say --sources DIR"));
        } else if (wrong > 0) {
            proofs.add(Proof.no(what, wrong + " of " + tables.size() + " tables are not, see (a) and (b)"));
        } else {
            long rows = tables.stream().mapToLong(TableState::sourceRows).sum();
            long life = tables.stream()
                    .mapToLong(table -> table.changed() + table.added())
                    .sum();
            proofs.add(Proof.yes(
                    what,
                    tables.size() + " tables, " + rows + " rows, the sources' digests are the ledger's"
                            + (life > 0 ? "; " + life + " rows changed or came in the target since" : "")));
        }
    }

    /** Every name that programs use, with every column: SQLite compiles what they say, triggers included. */
    private void statements(Connection connection, Catalog live, Set<String> expected) throws SQLException {
        Set<String> programs = new LinkedHashSet<>();
        for (String table : expected) {
            programs.add(table);
            programs.addAll(names.presentNames(table));
        }
        programs.removeIf(name -> live.table(name).isEmpty()
                && live.views().stream().noneMatch(view -> Identifier.same(view.name(), name)));
        List<String> refused = new ArrayList<>();
        int compiled = 0;
        for (String name : programs) {
            for (String sql : statements(name, columns(connection, name))) {
                try (Statement statement = connection.createStatement();
                        ResultSet program = statement.executeQuery("EXPLAIN " + sql)) {
                    compiled += program.next() ? 1 : 0;
                } catch (SQLException e) {
                    refused.add(name + ": " + e.getMessage());
                }
            }
        }
        String what = "old programs' statements work";
        String shown = refused.stream().limit(SHOWN).collect(Collectors.joining("; "));
        proofs.add(
                refused.isEmpty()
                        ? Proof.yes(
                                what,
                                programs.size() + " names, " + compiled
                                        + " statements: SELECT, INSERT, UPDATE and DELETE compile on each")
                        : Proof.no(what, refused.size() + " do not compile: " + shown));
    }

    private static List<String> columns(Connection connection, String name) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    columns.add(Identifier.quote(row.getString(1)));
                }
            }
        }
        return columns;
    }

    private static List<String> statements(String name, List<String> columns) {
        String table = Identifier.quote(name);
        String all = String.join(", ", columns);
        return List.of(
                "SELECT " + all + " FROM " + table,
                "INSERT INTO " + table + " (" + all + ") VALUES ("
                        + columns.stream().map(column -> "NULL").collect(Collectors.joining(", ")) + ")",
                "UPDATE " + table + " SET "
                        + columns.stream()
                                .map(column -> column + " = " + column)
                                .collect(Collectors.joining(", ")),
                "DELETE FROM " + table);
    }

    private void sources() {
        String what = "sources archived";
        if (!settings.configured()) {
            proofs.add(Proof.notYet(what, "no sources are named: say --sources DIR"));
            return;
        }
        List<String> inPlace = new ArrayList<>();
        List<String> archived = new ArrayList<>();
        for (CopySpec copy : target.copies()) {
            try {
                if (SourceSearch.find(copy.source(), settings) instanceof SourceSearch.Found found) {
                    (found.archived() ? archived : inPlace).add(found.file().toString());
                }
            } catch (Fault nowhere) {
                inPlace.add(nowhere.what());
            }
        }
        proofs.add(
                inPlace.isEmpty() && !archived.isEmpty()
                        ? Proof.yes(what, String.join(", ", archived))
                        : Proof.notYet(what, "in their old places: " + String.join(", ", inPlace)));
    }
}
