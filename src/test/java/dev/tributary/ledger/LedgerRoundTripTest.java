package dev.tributary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.fault.Fault;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LedgerRoundTripTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @TempDir
    Path folder;

    private ManagedConnection open() throws SQLException {
        return SqliteFiles.openForWriting(folder.resolve("w.db"));
    }

    @Test
    void every_entry_comes_back_as_it_was_recorded_oldest_first() throws SQLException {
        List<LedgerEntry> entries = new ArrayList<>();
        for (LedgerEntry.Policy policy : LedgerEntry.Policy.values()) {
            entries.add(new LedgerEntry(
                    "004",
                    "it's",
                    "/a b/ü.db",
                    "f".repeat(64),
                    "ta\"sks",
                    1L << 40,
                    2,
                    3,
                    4,
                    "s",
                    "t",
                    policy,
                    "0.1.0",
                    NOW,
                    Duration.ofMillis(1_234),
                    "CREATE VIEW \"v\" AS SELECT 'it''s'"));
        }
        try (ManagedConnection connection = open()) {
            Ledger ledger = new Ledger(connection, "main");
            assertThat(ledger.entries()).isEmpty();
            for (LedgerEntry entry : entries) {
                ledger.record(entry);
            }
        }
        try (ManagedConnection again = open()) {
            assertThat(new Ledger(again, "main").entries())
                    .isEqualTo(entries)
                    .hasSameSizeAs(LedgerEntry.Policy.values());
        }
    }

    @Test
    void a_ledger_of_a_first_build_is_read_and_gets_the_column_that_it_lacks() throws SQLException {
        LedgerEntry old = LedgerEntry.withoutRows("002", "", "t", LedgerEntry.Policy.ADOPTED, "0.1.0", NOW);
        LedgerEntry dropped = LedgerEntry.dropped("007", "view v", "CREATE VIEW v AS SELECT 1", "0.1.0", NOW);
        try (ManagedConnection connection = open();
                Statement statement = connection.createStatement()) {
            Ledger ledger = new Ledger(connection, "main");
            ledger.record(old);
            statement.executeUpdate("ALTER TABLE tributary_ledger DROP COLUMN statement");

            assertThat(ledger.entries()).containsExactly(old);
            ledger.record(dropped);
            assertThat(ledger.entries()).containsExactly(old, dropped);
        }
    }

    @Test
    void entries_go_with_the_transaction_that_they_describe() throws SQLException {
        try (ManagedConnection connection = open()) {
            connection.setAutoCommit(false);
            new Ledger(connection, "main")
                    .record(LedgerEntry.withoutRows("003", "p", "", LedgerEntry.Policy.NO_SOURCES, "0.1.0", NOW));
            connection.rollback();
            assertThat(new Ledger(connection, "main").entries()).isEmpty();
        }
    }

    @Test
    void a_table_is_adopted_when_it_was_there_before_and_not_when_rows_were_proven_in_it() throws SQLException {
        try (ManagedConnection connection = open()) {
            Ledger ledger = new Ledger(connection, "main");
            ledger.record(LedgerEntry.withoutRows("002", "", "Tasks", LedgerEntry.Policy.ADOPTED, "0.1.0", NOW));
            ledger.record(LedgerEntry.withoutRows("003", "p", "proposals", LedgerEntry.Policy.ADOPTED, "0.1.0", NOW));
            ledger.record(LedgerEntry.withoutRows("003", "", "made", LedgerEntry.Policy.CREATED_MISSING, "0.1.0", NOW));
            assertThat(ledger.adopted("tasks")).isTrue();
            assertThat(ledger.adopted("proposals")).isFalse();
            assertThat(ledger.adopted("made")).isFalse();
        }
    }

    @Test
    void an_entry_of_a_newer_kind_is_refused_and_not_guessed() throws SQLException {
        try (ManagedConnection connection = open();
                Statement statement = connection.createStatement()) {
            Ledger ledger = new Ledger(connection, "main");
            ledger.record(LedgerEntry.withoutRows("002", "", "t", LedgerEntry.Policy.ADOPTED, "0.1.0", NOW));
            statement.executeUpdate("UPDATE tributary_ledger SET policy = 'guessed'");
            Fault fault = catchThrowableOfType(Fault.class, ledger::entries);
            assertThat(fault.what()).contains("unknown kind: guessed");
        }
    }
}
