package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.migrate.LedgerFile;
import dev.tributary.migrate.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** LEDGER.md, the files, and what Flyway resolves are one list: a migration that silently does not run is the worst failure. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LedgerTest {
    private static final Pattern UNNAMED =
            Pattern.compile("(?i)(?<!CONSTRAINT \\w{1,80} )(PRIMARY KEY|UNIQUE ?\\(|FOREIGN KEY|CHECK ?\\()[^,]*");

    @TempDir
    Path folder;

    static List<Target> targets() {
        return Target.ALL;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void the_ledger_lists_the_files_and_nothing_else(Target target) throws IOException {
        List<String> files = new ArrayList<>();
        files.addAll(names(Path.of("db", target.name(), "migrations")));
        files.addAll(names(Path.of("src/main/java/db", target.name(), "migrations")));
        assertThat(target.ledger().versions().stream().map(LedgerFile.Version::file))
                .containsExactlyElementsOf(files.stream().sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void Flyway_resolves_what_the_ledger_lists_in_its_order(Target target) {
        List<String> expected = target.ledger().versions().stream()
                .map(version -> version.isJava()
                        ? version.number() + " db." + target.name() + ".migrations." + version.scriptName()
                        : version.number() + " " + version.file())
                .toList();
        FluentConfiguration settings = Flyway.configure()
                .configuration(target.flywaySettings())
                .callbacks("dev.tributary.migrate.SqliteHooks")
                .dataSource("jdbc:sqlite:" + folder.resolve("empty.db"), "", "");
        assertThat(Arrays.stream(new Flyway(settings).info().all()).map(LedgerTest::resolved))
                .containsExactlyElementsOf(expected);
    }

    private static String resolved(MigrationInfo info) {
        assertThat(info.getChecksum()).as("checksum of " + info.getScript()).isNotNull();
        assertThat(info.getState().isResolved()).as(info.getScript()).isTrue();
        return info.getVersion().getVersion() + " " + info.getScript();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void the_numbers_have_three_digits_and_no_gaps(Target target) {
        List<LedgerFile.Version> versions = target.ledger().versions();
        for (int i = 0; i < versions.size(); i++) {
            assertThat(versions.get(i).number()).isEqualTo(String.format("%03d", i + 1));
            assertThat(versions.get(i).why()).endsWith(".");
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void every_check_belongs_to_a_version_and_every_copy_has_a_check(Target target) throws IOException {
        List<String> checks = names(Path.of("db", target.name(), "checks"));
        List<String> versions = target.ledger().versions().stream()
                .map(version -> version.scriptName() + ".sql")
                .toList();
        assertThat(versions).containsAll(checks);
        assertThat(checks)
                .containsAll(target.ledger().versions().stream()
                        .filter(target::copies)
                        .map(version -> version.scriptName() + ".sql")
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void every_sql_migration_says_why_it_is_there_and_names_what_it_makes(Target target) throws IOException {
        for (String file : names(Path.of("db", target.name(), "migrations"))) {
            String sql = Files.readString(Path.of("db", target.name(), "migrations", file));
            assertThat(sql).as(file).startsWith("-- Why: ").contains("\n-- Relies on: ");
            assertThat(UNNAMED.matcher(sql.replaceAll("--.*", "").replaceAll("\\s+", " "))
                            .results()
                            .map(MatchResult::group))
                    .as(file + ": constraints without a name")
                    .isEmpty();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
