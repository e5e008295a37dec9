package dev.tributary.migrate;

import static dev.tributary.support.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tributary.Tributary;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journey 5, and where sources may come from: a folder, a search list, one name, or nowhere. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SourcesJourneyTest {
    @TempDir
    private Path folder;

    private Path db;
    private Path sources;

    @BeforeEach
    void files() {
        db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        sources = WorkspaceFiles.sources(folder.resolve("sources"));
    }

    @Test
    void without_sources_the_run_stops_before_the_first_copy_and_a_later_one_brings_the_rows() {
        MigrationReport first = Tributary.workspace(db).migrate();

        assertThat(first.applied()).containsExactly("002");
        assertThat(first.stoppedBefore()).contains("V003__copy_proposals");
        assertThat(first.entries()).isEmpty();
        assertThat(states())
                .containsExactly(
                        TargetInfo.State.BASELINE,
                        TargetInfo.State.APPLIED,
                        TargetInfo.State.PENDING,
                        TargetInfo.State.PENDING,
                        TargetInfo.State.PENDING);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isZero();

        MigrationReport second = Tributary.workspace(db).sources(sources).migrate();

        assertThat(second.applied()).containsExactly("003", "004", "005");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
        WorkspaceState.requireComplete(db);
    }

    @Test
    void stopping_before_the_copies_twice_changes_nothing_the_second_time() {
        Tributary.workspace(db).migrate();
        FolderSnapshot before = FolderSnapshot.of(folder);

        MigrationReport again = Tributary.workspace(db).migrate();

        assertThat(again.nothingToDo()).isTrue();
        assertThat(again.stoppedBefore()).contains("V003__copy_proposals");
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void an_application_starts_after_its_sources_are_gone() throws IOException {
        Tributary.workspace(db).sources(sources).migrate();
        Files.delete(sources.resolve("proposals.db"));
        Files.delete(sources.resolve("task_queue.db"));
        Files.delete(sources);
        FolderSnapshot before = FolderSnapshot.of(folder);

        assertThat(Tributary.workspace(db).sources(sources).migrate().nothingToDo())
                .isTrue();
        assertThat(Tributary.workspace(db).migrate().nothingToDo()).isTrue();
        assertThat(FolderSnapshot.of(folder)).isEqualTo(before);
    }

    @Test
    void no_sources_is_said_once_and_stands_in_the_ledger() {
        MigrationReport report = Tributary.workspace(db).noSources().migrate();

        assertThat(report.applied()).containsExactly("002", "003", "004", "005");
        assertThat(report.entries())
                .extracting(LedgerEntry::source, LedgerEntry::policy)
                .containsExactly(
                        tuple("proposals", LedgerEntry.Policy.NO_SOURCES),
                        tuple("task_queue", LedgerEntry.Policy.NO_SOURCES),
                        tuple("orchestration_decisions", LedgerEntry.Policy.NO_SOURCES));
        WorkspaceState.requireComplete(db);
        assertThat(Tributary.workspace(db).migrate().nothingToDo()).isTrue();
    }

    @Test
    void sources_and_no_sources_together_are_refused() {
        refused(folder, () -> Tributary.workspace(db).sources(sources).noSources());
    }

    @Test
    void an_optional_source_is_copied_where_it_exists() {
        WorkspaceFiles.decisions(sources.resolve("orchestration_decisions.db"));

        MigrationReport report = Tributary.workspace(db).sources(sources).migrate();

        assertThat(report.entries())
                .filteredOn(entry -> entry.version().equals("005"))
                .extracting(LedgerEntry::table, LedgerEntry::rowsCopied, LedgerEntry::policy)
                .containsExactly(tuple("orchestration_decisions", 3L, LedgerEntry.Policy.COPIED));
        WorkspaceState.requireSameRows(sources.resolve("orchestration_decisions.db"), db, "orchestration_decisions");
    }

    @Test
    void an_optional_source_that_is_named_must_exist() {
        Path missing = sources.resolve("orchestration_decisions.db");

        assertThat(refused(
                                folder,
                                () -> Tributary.workspace(db)
                                        .sources(sources)
                                        .source("orchestration_decisions", missing)
                                        .migrate())
                        .what())
                .contains("'orchestration_decisions' does not exist", missing.toString());
    }

    @Test
    void a_named_source_wins_over_the_folder() throws IOException {
        Path elsewhere = folder.resolve("queue-of-monday.db");
        Files.copy(sources.resolve("task_queue.db"), elsewhere);
        Sqlite.run(elsewhere, "DELETE FROM tasks WHERE id > 'TASK-010'");

        MigrationReport report = Tributary.workspace(db)
                .sources(sources)
                .source("task_queue", elsewhere)
                .migrate();

        assertThat(report.entries())
                .filteredOn(entry -> entry.table().equals("tasks"))
                .extracting(LedgerEntry::file, LedgerEntry::rowsCopied)
                .containsExactly(tuple(elsewhere.toString(), 10L));
    }

    @Test
    void sources_may_all_be_named_without_a_folder() {
        Tributary.workspace(db)
                .source("proposals", sources.resolve("proposals.db"))
                .source("task_queue", sources.resolve("task_queue.db"))
                .migrate();

        WorkspaceState.requireComplete(db);
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
    }

    @Test
    void one_named_source_is_not_enough_while_another_one_is_needed() {
        assertThat(refused(
                                folder,
                                () -> Tributary.workspace(db)
                                        .source("task_queue", sources.resolve("task_queue.db"))
                                        .migrate())
                        .what())
                .contains("'proposals'");
    }

    @Test
    void a_typing_error_in_a_source_name_is_refused_with_the_right_names() {
        assertThat(refused(
                                folder,
                                () -> Tributary.workspace(db)
                                        .sources(sources)
                                        .source("task_que", sources.resolve("task_queue.db"))
                                        .migrate())
                        .why())
                .contains("proposals, task_queue, orchestration_decisions");
    }

    @Test
    void the_search_list_is_tried_in_its_order() throws IOException {
        Path live = Files.createDirectories(sources.resolve("meridian-core/logs"));
        WorkspaceFiles.taskQueue(live.resolve("task_queue.db"));
        Sqlite.run(live.resolve("task_queue.db"), "DELETE FROM tasks WHERE id > 'TASK-020'");
        Files.createDirectories(sources.resolve("logs"));
        WorkspaceFiles.proposals(sources.resolve("logs/proposals.db"));
        Files.delete(sources.resolve("proposals.db"));

        Tributary.workspace(db).sources(sources).migrate();

        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(20);
        assertThat(Sqlite.rows(db, "SELECT source_file FROM tributary_ledger WHERE table_name <> '' ORDER BY id"))
                .containsExactly(
                        sources.resolve("logs/proposals.db").toString(),
                        live.resolve("task_queue.db").toString(),
                        live.resolve("task_queue.db").toString());
    }

    @Test
    void sources_that_somebody_archived_are_found_last_and_the_newest_first() throws IOException {
        Path old = sources.resolve("task_queue.db.archived_20250101_000000");
        WorkspaceFiles.taskQueue(old);
        Sqlite.run(old, "DELETE FROM tasks");
        Files.move(sources.resolve("task_queue.db"), sources.resolve("task_queue.db.archived_20251101_120000"));
        WorkspaceFiles.taskQueue(sources.resolve("task_queue.db.archived_by_hand"));

        Tributary.workspace(db).sources(sources).migrate();

        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
        assertThat(Sqlite.value(db, "SELECT source_file FROM tributary_ledger WHERE table_name = 'tasks'"))
                .endsWith("task_queue.db.archived_20251101_120000");
    }

    private List<TargetInfo.State> states() {
        return new SqliteMigration(Target.WORKSPACE, db, RunSettings.defaults())
                .info().versions().stream().map(TargetInfo.VersionState::state).toList();
    }
}
