package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.RoadmapProject;
import dev.tributary.support.Sqlite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The target roadmap by the command line: what a person reads, and what a script reads. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoadmapCommandTest {
    private static final String POLICY = "coffee_maker.commits";

    @TempDir
    private Path folder;

    private Path files;
    private Path db;

    @BeforeEach
    void make() {
        files = RoadmapProject.make(folder.resolve("files"));
        db = files.resolve("data/roadmap.db");
        Sqlite.run(
                RoadmapProject.source(files, "coffee_maker"),
                "INSERT INTO commits (work_id, commit_sha, committed_at) VALUES ('W-1', 'abc', '2025-10-20')");
    }

    @Test
    void the_plan_prints_what_comes_what_is_settled_and_what_needs_a_word_and_writes_nothing() {
        FolderSnapshot before = FolderSnapshot.of(files);

        Cli cli = run("plan");

        assertThat(cli.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(cli.out())
                .contains(
                        "with them: 18 indexes, 11 views",
                        "with them: 4 indexes (1 under another name)",
                        "keys given out: subtask_metrics up to 2",
                        "the index idx_notifications_status of 'notifications' comes as"
                                + " notification_user_idx_notifications_status: roadmap_update_notifications has the name",
                        "'An older text' gives way to 'The list of priorities'",
                        "the table commits of 'coffee_maker' holds 1 row, and was expected to be empty",
                        "--leave coffee_maker.commits",
                        "data/metrics.db: belongs to an external tool; never opened");
        assertThat(FolderSnapshot.of(files)).isEqualTo(before);
        assertThat(run("plan", "--leave", POLICY).out()).contains("would copy 23 rows, merge 3, and leave 1.");
    }

    @Test
    void the_checklist_counts_the_tables_that_came_with_their_rows_under_old_and_new_names() {
        for (String stage : List.of("expand", "switch")) {
            assertThat(run("migrate", "--leave", POLICY, "--until", stage).exit())
                    .isZero();

            Cli cli = run("verify", "--until", stage);

            assertThat(cli.out().lines().map(line -> line.strip().replaceAll("\\s+", " ")))
                    .as(cli.out() + cli.err())
                    .anyMatch(line -> line.matches("yes tables created 20 of 20 tables, with \\d+ indexes"))
                    .anyMatch(line ->
                            line.matches("yes old programs' statements work 3\\d names, 1\\d\\d statements: .*"));
        }
    }

    @Test
    void the_report_accounts_for_every_row_in_words_and_as_json() {
        Cli cli = run("migrate", "--json", "--leave", POLICY);

        assertThat(cli.exit()).isZero();
        JsonNode sum = cli.result().required("accounting");
        assertThat(sum.required("read").asLong()).isEqualTo(RoadmapProject.ROWS + 1);
        assertThat(sum.required("copied").asLong()).isEqualTo(RoadmapProject.COPIED);
        assertThat(sum.required("merged_or_identical").asLong()).isEqualTo(4);
        assertThat(sum.required("left").asLong()).isEqualTo(1);

        assertThat(run("verify").exit()).isZero();
        assertThat(run("verify").out()).contains("coffee_maker.commits: 1 row left in the source, as told (--leave)");
        assertThat(run("migrate", "--leave", POLICY).out()).contains("Nothing to do: ");
        assertThat(Cli.run("info", "roadmap", "--db", db.toString()).out())
                .contains("Every version has run.", "coffee_maker.commits: 1 row left in the source");
    }

    @Test
    void the_report_in_words_ends_with_the_sum_and_the_way_back_leads_back() {
        Cli cli = run("migrate", "--carry", POLICY);

        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .contains(
                        "Accounted for: 28 rows of 5 sources = 24 copied + 4 merged or identical + 0 left by policy.");
        assertThat(Cli.run("restore", "roadmap", "--db", db.toString(), "--from", "latest")
                        .exit())
                .isZero();
        assertThat(Sqlite.number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'notification_user'"))
                .isZero();
        assertThat(RoadmapProject.rows(db, "roadmap_items")).hasSize(4);
    }

    @Test
    void five_rows_of_equal_key_and_other_content_are_shown_side_by_side_and_nothing_is_merged() {
        Sqlite.run(
                db,
                Sqlite.value(
                        RoadmapProject.source(files, "orchestrator"),
                        "SELECT sql FROM sqlite_schema WHERE name = 'orchestrator_state'"));
        for (int row = 1; row <= 5; row++) {
            Sqlite.run(
                    RoadmapProject.source(files, "orchestrator"),
                    "INSERT INTO orchestrator_state VALUES ('k" + row + "', 'theirs " + row + "', '2025-11-01')");
            Sqlite.run(db, "INSERT INTO orchestrator_state VALUES ('k" + row + "', 'ours " + row + "', '2025-11-01')");
        }
        FolderSnapshot before = FolderSnapshot.of(files);

        Cli plan = run("plan", "--leave", POLICY);

        assertThat(plan.exit()).isEqualTo(ExitCode.NEEDS_YOU.code());
        assertThat(plan.out()).contains("5 rows of orchestrator_state differ from the source");
        for (int row = 1; row <= 5; row++) {
            assertThat(plan.out())
                    .contains("key 'k" + row + "', column value\n      source  'theirs " + row
                            + "'\n      target  'ours " + row + "'");
        }
        Cli migrate = run("migrate", "--leave", POLICY);
        assertThat(migrate.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(migrate.err()).contains("nothing changed", "5 row(s) of orchestrator_state", "'k1'");
        assertThat(FolderSnapshot.of(files)).isEqualTo(before);
    }

    @Test
    void a_source_that_is_not_there_is_said_with_none() throws IOException {
        Files.delete(RoadmapProject.source(files, "task_metrics"));
        assertThat(run("migrate", "--leave", POLICY).err()).contains("--source task_metrics=none");

        Cli cli = run("migrate", "--leave", POLICY, "--source", "task_metrics=none");

        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains(
                        "task_metrics: nothing copied, there is no such source here, as told (--source task_metrics=none)");
        assertThat(run("verify").exit()).isZero();
        assertThat(run("verify").out()).contains("task_metrics: nothing copied, there is no such source here");
        assertThat(run("plan", "--source", "task_metrics=none", "--source", "task_metrics=x.db")
                        .err())
                .contains("--source task_metrics=.. stands there twice");
    }

    @Test
    void a_stage_that_the_target_does_not_have_is_a_wrong_usage() {
        Cli cli = run("migrate", "--until", "somewhere");

        assertThat(cli.exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(cli.err()).contains("there is no stage 'somewhere' of roadmap; the stages are: expand, switch");
        assertThat(Cli.run("plan", "workspace", "--db", db.toString(), "--until", "expand")
                        .err())
                .contains("there is no stage 'expand' of workspace: it has none");
    }

    @Test
    void a_migration_may_stop_between_the_stages_and_go_on_without_sources() {
        assertThat(run("migrate", "--leave", POLICY, "--until", "expand").exit())
                .isZero();
        assertThat(Sqlite.value(db, "SELECT type FROM sqlite_schema WHERE name = 'roadmap_items'"))
                .isEqualTo("table");
        assertThat(Sqlite.value(db, "SELECT type FROM sqlite_schema WHERE name = 'roadmap_priority'"))
                .isEqualTo("view");
        assertThat(run("verify", "--until", "expand").exit()).isZero();
        assertThat(run("verify").exit()).as("the switch is pending").isEqualTo(ExitCode.NEEDS_YOU.code());

        assertThat(Cli.run("migrate", "roadmap", "--db", db.toString()).exit()).isZero();

        assertThat(Sqlite.value(db, "SELECT type FROM sqlite_schema WHERE name = 'roadmap_items'"))
                .isEqualTo("view");
        assertThat(Sqlite.value(db, "SELECT type FROM sqlite_schema WHERE name = 'roadmap_priority'"))
                .isEqualTo("table");
        assertThat(run("verify").exit()).isZero();
    }

    private Cli run(String command, String... more) {
        String[] words = new String[6 + more.length];
        String[] first = {command, "roadmap", "--db", db.toString(), "--sources", files.toString()};
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(more, 0, words, first.length, more.length);
        return Cli.run(words);
    }
}
