package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Child;
import dev.tributary.support.MigrationChecksums;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** A database that one process has migrated is opened by another: Flyway refuses it when a checksum is another there. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ChecksumTest {
    /** Java's own immutable maps and sets are read forwards in one process and backwards in another, by the toss of a coin. */
    private static final int PROCESSES = 8;

    /** In Turkish the small letter of I is another one. */
    private static final List<String> LANGUAGES = List.of("en-US", "tr-TR");

    @Test
    void a_migration_has_the_same_checksum_in_every_process_and_language() {
        List<String> here = MigrationChecksums.all();
        assertThat(here).hasSizeGreaterThan(25).noneMatch(line -> line.endsWith(" null"));
        List<Child> others = IntStream.range(0, PROCESSES)
                .mapToObj(i -> Child.start(MigrationChecksums.class, LANGUAGES.get(i % LANGUAGES.size())))
                .toList();
        for (Child other : others) {
            try (other) {
                assertThat(other.exitCode()).as(other.text()).isZero();
                assertThat(other.text().lines()).containsExactlyElementsOf(here);
            }
        }
    }
}
