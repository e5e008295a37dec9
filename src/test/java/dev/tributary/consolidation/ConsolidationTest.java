package dev.tributary.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.fault.Fault;
import dev.tributary.ledger.Ledger;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.ledger.LedgerEntry.Policy;
import dev.tributary.plan.CopySpec;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceSettings;
import dev.tributary.source.SourceSpec;
import dev.tributary.source.SqliteFiles;
import dev.tributary.source.TableDigest;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConsolidationTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678901Z");
    private static final String TABLE = "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, v TEXT COLLATE NOCASE)";
    private static final CopySpec SPEC = new CopySpec(
            new SourceSpec("s", List.of("s.db"), true),
            List.of(CopySpec.TableCopy.same("t"), new CopySpec.TableCopy("u", "w")));
    private static final CopySpec OPTIONAL =
            new CopySpec(new SourceSpec("o", List.of("o.db"), false), List.of(CopySpec.TableCopy.same("t")));

    @TempDir
    Path folder;

    private Path sources;
    private Path target;

    @BeforeEach
    void make_source_and_target() throws IOException {
        sources = Files.createDirectory(folder.resolve("sources"));
        target = folder.resolve("target.db");
        Sqlite.run(
                sources.resolve("s.db"),
                TABLE,
                TABLE.replace(" t ", " u "),
                "INSERT INTO t VALUES ('a', 'one'), ('b', 'TWO')",
                "INSERT INTO u VALUES ('x', NULL)");
        Sqlite.run(target, TABLE, TABLE.replace(" t ", " w "), "CREATE INDEX i ON t (v)");
    }

    private List<LedgerEntry> run(CopySpec spec, SourceSettings settings) throws SQLException {
        try (ManagedConnection connection = SqliteFiles.openForWriting(target)) {
            connection.setAutoCommit(false);
            Consolidation consolidation =
                    new Consolidation(connection, "003", "0.1.0", Clock.fixed(NOW, ZoneOffset.UTC));
            List<LedgerEntry> entries = consolidation.run(spec, settings);
            assertThat(new Ledger(connection, "main").entries()).endsWith(entries.toArray(LedgerEntry[]::new));
            connection.commit();
            return entries;
        }
    }

    private SourceSettings inFolder() {
        return new SourceSettings(Optional.of(sources), Map.of(), false);
    }

    @Test
    void a_source_flows_in_and_the_ledger_says_what_was_proven() throws SQLException {
        FolderSnapshot before = FolderSnapshot.of(sources);
        List<LedgerEntry> entries = run(SPEC, inFolder());
        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
        assertThat(Sqlite.rows(target, "SELECT id, v FROM t ORDER BY id")).containsExactly("a|one", "b|TWO");
        assertThat(Sqlite.rows(target, "SELECT id, v FROM w")).containsExactly("x|NULL");
        assertThat(entries).extracting(LedgerEntry::table).containsExactly("t", "w");
        assertThat(entries).extracting(LedgerEntry::rowsCopied).containsExactly(2L, 1L);
        LedgerEntry first = entries.get(0);
        assertThat(first.policy()).isEqualTo(Policy.COPIED);
        assertThat(first.file()).isEqualTo(sources.resolve("s.db").toString());
        assertThat(first.sourceDigest()).isEqualTo(first.targetDigest()).isEqualTo(digest(target, "t"));
        assertThat(first.fingerprint()).hasSize(64).isEqualTo(entries.get(1).fingerprint());
        assertThat(first.recordedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05.678Z"));
        assertThat(Sqlite.value(target, "SELECT count(*) FROM pragma_index_list('t') WHERE name = 'i'"))
                .isEqualTo("1");
    }

    private static String digest(Path file, String table) throws SQLException {
        try (ManagedConnection connection = SqliteFiles.openReadOnly(file, false)) {
            return TableDigest.of(connection, "main", table, List.of("id", "v"), "")
                    .hex();
        }
    }

    @Test
    void a_second_run_copies_nothing_and_finds_every_row_identical() throws SQLException {
        run(SPEC, inFolder());
        assertThat(run(SPEC, inFolder()))
                .extracting(LedgerEntry::rowsCopied, LedgerEntry::rowsIdentical)
                .containsExactly(tuple(0L, 2L), tuple(0L, 1L));
    }

    @Test
    void the_fingerprint_changes_with_the_rows_and_not_with_their_file() throws SQLException, IOException {
        String first = run(SPEC, inFolder()).get(0).fingerprint();
        Sqlite.run(sources.resolve("s.db"), "VACUUM");
        assertThat(run(SPEC, inFolder()).get(0).fingerprint()).isEqualTo(first);
        Sqlite.run(sources.resolve("s.db"), "INSERT INTO u VALUES ('y', '')");
        assertThat(run(SPEC, inFolder()).get(0).fingerprint()).isNotEqualTo(first);
    }

    @Test
    void nothing_to_copy_is_recorded_with_its_reason() throws SQLException {
        assertThat(run(SPEC, SourceSettings.declinedByUser()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.policy()).isEqualTo(Policy.NO_SOURCES));
        assertThat(run(OPTIONAL, inFolder()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.policy()).isEqualTo(Policy.SOURCE_ABSENT));
    }

    @Test
    void a_row_that_differs_only_in_case_stops_the_run_and_both_stay_as_they_are() {
        Sqlite.run(target, "INSERT INTO t VALUES ('b', 'two')");
        FolderSnapshot before = FolderSnapshot.of(folder);
        Fault fault = catchThrowableOfType(Fault.class, () -> run(SPEC, inFolder()));
        assertThat(fault.what()).contains("key 'b', column v, source 'TWO', target 'two'");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void changed_rows_are_only_listed_when_table_and_source_were_consolidated_before()
            throws SQLException, IOException {
        Sqlite.run(target, "INSERT INTO t VALUES ('b', 'changed since')");
        Files.move(sources.resolve("s.db"), sources.resolve("s.db.archived_20250101_000000"));
        assertThat(catchThrowableOfType(Fault.class, () -> run(SPEC, inFolder())))
                .as("the source is archived, but nobody has adopted the table")
                .isNotNull();
        try (ManagedConnection connection = SqliteFiles.openForWriting(target)) {
            new Ledger(connection, "main")
                    .record(LedgerEntry.withoutRows("002", "", "t", Policy.ADOPTED, "0.1.0", NOW));
        }
        LedgerEntry entry = run(SPEC, inFolder()).get(0);
        assertThat(entry.policy()).isEqualTo(Policy.ADOPTED);
        assertThat(entry.rowsChanged()).isEqualTo(1);
        assertThat(entry.rowsCopied()).isEqualTo(1);
        assertThat(Sqlite.rows(target, "SELECT v FROM t ORDER BY id")).containsExactly("one", "changed since");
    }

    @Test
    void a_copy_that_does_not_arrive_is_not_recorded_and_leaves_nothing() {
        // a rule that no plan can foresee: the copy itself meets it
        Sqlite.run(target, "CREATE UNIQUE INDEX only_one ON t ((1))");
        FolderSnapshot before = FolderSnapshot.of(sources);
        assertThatThrownBy(() -> run(SPEC, inFolder()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("UNIQUE");
        assertThat(Sqlite.number(target, "SELECT count(*) FROM t")).isZero();
        assertThat(Sqlite.number(target, "SELECT count(*) FROM sqlite_schema WHERE name IN ('i', 'only_one')"))
                .isEqualTo(2);
        assertThat(Sqlite.number(target, "SELECT count(*) FROM sqlite_schema WHERE name = '" + Ledger.TABLE + "'"))
                .isZero();
        assertThat(FolderSnapshot.of(sources)).isEqualTo(before);
    }
}
