package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.fault.Fault;
import dev.tributary.support.Refusals;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LEDGER.md, the files and what Flyway finds: where they differ nothing runs. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MigrationGuardTest {
    @TempDir
    private Path folder;

    @Test
    void a_sound_target_passes() {
        assertThatCode(() -> guard("guard_sound")).doesNotThrowAnyException();
    }

    @Test
    void every_target_of_this_build_passes() {
        for (Target target : Target.ALL) {
            assertThatCode(() -> guard(target.name())).as(target.name()).doesNotThrowAnyException();
        }
    }

    @Test
    void a_class_that_is_not_public_is_refused_because_flyway_would_pass_it_over() {
        assertThat(flyway("guard_hidden").info().all())
                .as("what Flyway makes of it: a gap, without an error")
                .extracting(MigrationInfo::getVersion)
                .containsExactly(MigrationVersion.fromVersion("001"));

        Fault fault = refused("guard_hidden");
        assertThat(fault.what()).contains("V002__create_b would be skipped");
        assertThat(fault.next()).contains("mvn clean process-classes", "LEDGER.md");
    }

    @Test
    void a_migration_outside_the_transaction_is_refused() {
        assertThat(refused("guard_outside").what()).contains("V002__create_b would run outside the transaction");
    }

    @Test
    void a_file_that_is_missing_is_refused_because_flyway_would_run_the_next_one_over_the_gap() {
        assertThat(flyway("guard_missing").info().all())
                .as("what Flyway makes of it: a gap, without an error")
                .extracting(MigrationInfo::getVersion)
                .containsExactly(MigrationVersion.fromVersion("001"), MigrationVersion.fromVersion("003"));

        Fault fault = refused("guard_missing");
        assertThat(fault.what()).contains("V002__create_b.sql is missing");
        assertThat(fault.why()).contains("LEDGER.md lists it");
    }

    @Test
    void a_file_that_the_ledger_does_not_list_is_refused() {
        assertThat(refused("guard_extra").what()).contains("LEDGER.md does not list", "V002__create_b.sql");
    }

    @Test
    void a_repeatable_migration_is_refused() {
        assertThat(refused("guard_repeatable").what()).contains("LEDGER.md does not list", "R__refresh.sql");
    }

    @Test
    void settings_of_a_single_migration_are_refused() {
        assertThat(refused("guard_settings").what()).contains("V001__create_a.sql.conf");
    }

    @Test
    void another_file_under_a_listed_version_is_refused() {
        assertThat(catchThrowableOfType(RuntimeException.class, () -> guard("guard_renamed")))
                .as("the same version twice")
                .isNotNull();
    }

    @Test
    void no_migration_of_any_target_runs_outside_the_transaction() {
        for (Target target : Target.ALL) {
            MigrationGuard guard = new MigrationGuard(target);
            for (LedgerFile.Version version : target.ledger().versions()) {
                if (version.isJava()) {
                    JavaMigration migration = guard.load(version);
                    assertThat(migration.canExecuteInTransaction())
                            .as(version.file())
                            .isTrue();
                    assertThat(migration.getChecksum()).as(version.file()).isNotNull();
                } else {
                    assertThat(Target.class.getResource(target.migrationResource(version) + ".conf"))
                            .as(version.file())
                            .isNull();
                    assertThat(target.text("migrations/" + version.file()))
                            .as("statements that Flyway runs outside a transaction, or that end one")
                            .doesNotContainPattern("(?im)^\\s*(PRAGMA|VACUUM|BEGIN|COMMIT|ROLLBACK|END)\\b");
                }
            }
            assertThat(target.flywaySettings())
                    .as("all pending versions are one transaction")
                    .containsEntry("flyway.group", "true");
        }
    }

    private Fault refused(String target) {
        Fault fault = catchThrowableOfType(Fault.class, () -> guard(target));
        assertThat(fault).isNotNull();
        Refusals.requireThreeLines(fault);
        assertThat(folder).isEmptyDirectory();
        return fault;
    }

    private void guard(String target) {
        new MigrationGuard(new Target(target)).requireAgreement(flyway(target).getConfiguration());
    }

    private Flyway flyway(String target) {
        ClassicConfiguration configuration = new ClassicConfiguration(MigrationGuardTest.class.getClassLoader());
        configuration.setDataSource("jdbc:sqlite::memory:", "", "");
        configuration.setLocationsAsStrings("classpath:db/" + target + "/migrations");
        configuration.setFailOnMissingLocations(true);
        configuration.setValidateMigrationNaming(true);
        return new Flyway(configuration);
    }
}
