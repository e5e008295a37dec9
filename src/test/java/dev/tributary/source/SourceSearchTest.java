package dev.tributary.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SourceSearchTest {
    private static final List<String> SEARCHED = List.of("meridian-core/logs/q.db", "logs/q.db", "q.db");
    private static final SourceSpec NEEDED = new SourceSpec("q", SEARCHED, true);
    private static final SourceSpec OPTIONAL = new SourceSpec("q", SEARCHED, false);

    @TempDir
    Path folder;

    private Path make(String file) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.createFile(path);
    }

    private SourceSettings inFolder() {
        return new SourceSettings(Optional.of(folder), Map.of(), false);
    }

    private SourceSearch.Location find() {
        return SourceSearch.find(NEEDED, inFolder());
    }

    @Test
    void the_list_is_tried_in_its_order_and_archived_files_last() throws IOException {
        Path archived = make("meridian-core/logs/q.db.archived_20250101_000000");
        assertThat(find()).isEqualTo(new SourceSearch.Found(archived, true));
        Path last = make("q.db");
        assertThat(find()).isEqualTo(new SourceSearch.Found(last, false));
        Path second = make("logs/q.db");
        assertThat(find()).isEqualTo(new SourceSearch.Found(second, false));
        Path first = make("meridian-core/logs/q.db");
        assertThat(find()).isEqualTo(new SourceSearch.Found(first, false));
    }

    @Test
    void of_several_archived_files_the_newest_wins_and_nothing_else_is_taken_for_one() throws IOException {
        make("q.db.archived_20250101_000000");
        Path newest = make("q.db.archived_20251231_235959");
        make("q.db.archived_20250601_120000");
        make("q.db.archived_20261231_235959-wal");
        make("q.db.archived_20261231_235959.txt");
        make("q.db.archived_2026");
        make("other.db.archived_20271231_235959");
        assertThat(find()).isEqualTo(new SourceSearch.Found(newest, true));
    }

    @Test
    void an_archived_file_of_an_earlier_place_wins_over_a_newer_one_of_a_later_place() throws IOException {
        make("q.db.archived_20251231_235959");
        Path earlierPlace = make("logs/q.db.archived_20250101_000000");
        assertThat(find()).isEqualTo(new SourceSearch.Found(earlierPlace, true));
    }

    @Test
    void a_named_file_wins_over_the_folder() throws IOException {
        make("q.db");
        Path named = make("elsewhere/mine.db");
        SourceSettings settings = new SourceSettings(Optional.of(folder), Map.of("q", named), false);
        assertThat(SourceSearch.find(NEEDED, settings)).isEqualTo(new SourceSearch.Found(named, false));
    }

    @Test
    void a_named_file_is_archived_when_its_name_ends_so() throws IOException {
        Path archived = make("q.db.archived_20250101_000000");
        Path not = make("q.db.archived_20250101_000000.copy.db");
        assertThat(SourceSearch.find(NEEDED, named(archived))).isEqualTo(new SourceSearch.Found(archived, true));
        assertThat(SourceSearch.find(NEEDED, named(not))).isEqualTo(new SourceSearch.Found(not, false));
    }

    private static SourceSettings named(Path file) {
        return new SourceSettings(Optional.empty(), Map.of("q", file), false);
    }

    @Test
    void a_typing_error_is_never_an_empty_success() {
        for (SourceSpec spec : List.of(NEEDED, OPTIONAL)) {
            Path missing = folder.resolve("missing.db");
            assertThat(refused(spec, named(missing)).what()).contains("does not exist: " + missing);
            SourceSettings nowhere = new SourceSettings(Optional.of(folder.resolve("typo")), Map.of(), false);
            assertThat(refused(spec, nowhere).what()).contains("does not exist");
        }
        assertThat(refused(NEEDED, inFolder()).why()).contains("meridian-core/logs/q.db, logs/q.db, q.db");
        assertThat(refused(NEEDED, SourceSettings.none()).next()).contains("--source q=FILE");
    }

    private static Fault refused(SourceSpec spec, SourceSettings settings) {
        return catchThrowableOfType(Fault.class, () -> SourceSearch.find(spec, settings));
    }

    @Test
    void an_optional_source_may_be_absent_and_says_where_it_was_looked_for() {
        assertThat(SourceSearch.find(OPTIONAL, inFolder()))
                .isEqualTo(new SourceSearch.Absent(
                        SEARCHED.stream().map(folder::resolve).toList()));
    }

    @Test
    void who_says_that_there_are_none_is_believed_and_cannot_name_one() {
        assertThat(SourceSearch.find(NEEDED, SourceSettings.declinedByUser())).isEqualTo(new SourceSearch.Declined());
        Fault both = catchThrowableOfType(Fault.class, () -> new SourceSettings(Optional.of(folder), Map.of(), true));
        assertThat(both.what()).contains("named and declined");
    }
}
