package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import db.workspace.migrations.V003__copy_proposals;
import db.workspace.migrations.V004__copy_task_queue;
import db.workspace.migrations.V005__copy_orchestration_decisions;
import dev.tributary.Tributary;
import dev.tributary.plan.CopySpec;
import dev.tributary.source.SourceSpec;
import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.core.api.migration.JavaMigration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An applied copy is never edited: every part of its declaration is in its checksum, and validate sees it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class EditedDeclarationTest {
    private static final CopySpec DECLARED = new V004__copy_task_queue().spec();

    @TempDir
    private Path folder;

    /** Flyway reads version and description from a class's own name; this holder lets one bear the same name again. */
    private static final class Edited {
        private static final class V004__copy_task_queue extends CopyMigration {
            V004__copy_task_queue(CopySpec spec) {
                super(spec.source(), spec.tables().toArray(CopySpec.TableCopy[]::new));
            }
        }
    }

    static Stream<CopySpec> edits() {
        SourceSpec source = DECLARED.source();
        List<CopySpec.TableCopy> tables = DECLARED.tables();
        return Stream.of(
                new CopySpec(new SourceSpec("queue", source.searched(), true), tables),
                new CopySpec(new SourceSpec(source.name(), List.of("task_queue.db"), true), tables),
                new CopySpec(new SourceSpec(source.name(), source.searched(), false), tables),
                new CopySpec(source, tables.subList(0, 1)),
                new CopySpec(source, List.of(tables.get(1), tables.get(0))),
                new CopySpec(source, List.of(tables.get(0), new CopySpec.TableCopy("task_queue_metadata", "meta"))));
    }

    @ParameterizedTest
    @MethodSource("edits")
    void every_edit_changes_the_checksum(CopySpec edited) {
        assertThat(new Edited.V004__copy_task_queue(DECLARED).getChecksum())
                .as("the name of the class is not part of it")
                .isEqualTo(new V004__copy_task_queue().getChecksum());
        assertThat(new Edited.V004__copy_task_queue(edited).getChecksum())
                .isNotEqualTo(new V004__copy_task_queue().getChecksum());
    }

    @Test
    void checksums_are_those_that_are_in_peoples_databases() {
        assertThat(List.of(
                        new V003__copy_proposals().getChecksum(),
                        new V004__copy_task_queue().getChecksum(),
                        new V005__copy_orchestration_decisions().getChecksum()))
                .containsExactly(2021761646, 1270300256, 1029740264);
    }

    @ParameterizedTest
    @MethodSource("edits")
    void validate_sees_every_edit(CopySpec edited) throws IOException {
        Path db = WorkspaceFiles.workspace(folder.resolve("workspace.db"));
        Tributary.workspace(db)
                .sources(WorkspaceFiles.sources(folder.resolve("sources")))
                .migrate();

        flywayWith(db, new Edited.V004__copy_task_queue(DECLARED)).validate();

        Flyway other = flywayWith(db, new Edited.V004__copy_task_queue(edited));
        assertThatThrownBy(other::validate)
                .isInstanceOf(FlywayValidateException.class)
                .hasMessageContaining("checksum mismatch")
                .hasMessageContaining("004");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(85);
    }

    /** Flyway with the SQL files and the other two copies as they are. */
    private Flyway flywayWith(Path db, JavaMigration edited) throws IOException {
        Path sql = Files.createDirectories(folder.resolve("sql"));
        for (LedgerFile.Version version : Target.WORKSPACE.ledger().versions()) {
            if (!version.isJava()) {
                Files.writeString(sql.resolve(version.file()), Target.WORKSPACE.text("migrations/" + version.file()));
            }
        }
        ClassicConfiguration configuration = new ClassicConfiguration(getClass().getClassLoader());
        configuration.setDataSource("jdbc:sqlite:" + db, "", "");
        configuration.setLocationsAsStrings("filesystem:" + sql);
        configuration.setPlaceholderReplacement(false);
        configuration.setJavaMigrations(new V003__copy_proposals(), edited, new V005__copy_orchestration_decisions());
        return new Flyway(configuration);
    }
}
