package dev.tributary.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.ledger.Accounting;
import dev.tributary.migrate.MigrationReport;
import dev.tributary.migrate.Target;
import dev.tributary.support.DatabaseSnapshot;
import dev.tributary.support.FolderSnapshot;
import dev.tributary.support.RoadmapProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The races and kills of the foundation, for the target that makes tables, views and triggers in its transaction. */
@Tag("long")
@DisplayNameGeneration(ReplaceUnderscores.class)
class RoadmapTrialTest {
    private static final int STARTERS = 8;

    @TempDir
    private Path folder;

    /** Every line that a migration says about its way. */
    static Stream<String> moments() {
        return Stream.concat(
                Stream.of(Child.PLANNED, Child.BACKED_UP),
                Target.ROADMAP.ledger().versions().stream().skip(1).map(version -> Child.VERSION + version.number()));
    }

    @ParameterizedTest
    @MethodSource("moments")
    void a_migration_that_is_killed_leaves_all_of_it_or_nothing_and_the_next_run_finishes(String moment)
            throws Exception {
        Path files = RoadmapProject.make(folder.resolve("files"));
        Path db = files.resolve("data/roadmap.db");
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        FolderSnapshot sources = sources(files);

        boolean committed;
        try (ChildJvm child = migrate(db, files)) {
            assertThat(child.awaitLine(moment::equals))
                    .as(child.said().toString())
                    .isTrue();
            child.kill();
            committed = child.hasSaid(line -> line.startsWith(Child.DONE));
        }

        assertThat(Scene.query(db, "PRAGMA integrity_check")).containsExactly("ok");
        boolean merged = !Scene.query(db, "SELECT 1 FROM sqlite_schema WHERE name = 'notification_user'")
                .isEmpty();
        if (!merged) {
            assertThat(committed).isFalse();
            assertThat(DatabaseSnapshot.of(db, name -> !name.startsWith("flyway")))
                    .isEqualTo(before);
        }
        MigrationReport rerun = Tributary.roadmap(db).sources(files).migrate();
        assertThat(rerun.nothingToDo()).isEqualTo(merged);
        requireComplete(db, files);
        assertThat(sources(files)).isEqualTo(sources);
    }

    @Test
    void of_eight_starters_one_migrates_and_seven_find_it_done() throws Exception {
        Path files = RoadmapProject.make(folder.resolve("files"));
        Path db = files.resolve("data/roadmap.db");
        List<ChildJvm> children = new ArrayList<>();
        List<Integer> applied = new ArrayList<>();
        try {
            for (int i = 0; i < STARTERS; i++) {
                children.add(migrate(db, files));
            }
            for (ChildJvm child : children) {
                assertThat(child.await()).as(() -> child.said().toString()).isZero();
                String last = child.said().get(child.said().size() - 1);
                assertThat(last).startsWith(Child.DONE);
                applied.add(Integer.parseInt(last.substring(Child.DONE.length())));
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
        assertThat(applied.stream().sorted().toList())
                .containsExactly(
                        0, 0, 0, 0, 0, 0, 0, Target.ROADMAP.ledger().versions().size() - 1);
        requireComplete(db, files);
    }

    private static ChildJvm migrate(Path db, Path files) throws Exception {
        return ChildJvm.start("migrate", db.toString(), files.toString(), Target.ROADMAP.name());
    }

    private static FolderSnapshot sources(Path files) {
        return FolderSnapshot.of(files).without(path -> path.startsWith("data/roadmap.db") || path.equals("data"));
    }

    private static void requireComplete(Path db, Path files) {
        assertThat(Files.exists(db)).isTrue();
        assertThat(Accounting.of(Tributary.roadmap(db).sources(files).migrate().entries())
                        .read())
                .as("nothing is left to do")
                .isZero();
        assertThat(Tributary.roadmap(db).sources(files).verify())
                .matches(found -> found.ok(), "is in order")
                .satisfies(found -> assertThat(found.tables()).hasSize(RoadmapProject.COPIES.size() + 1));
    }
}
