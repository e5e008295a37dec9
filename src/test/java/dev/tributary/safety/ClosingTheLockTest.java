package dev.tributary.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationListener;
import dev.tributary.migrate.RunSettings;
import dev.tributary.migrate.SqliteMigration;
import dev.tributary.migrate.Target;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ClosingTheLockTest {
    @TempDir
    private Path folder;

    @Test
    void closing_twice_gives_back_one_hold() {
        Path database = folder.resolve("workspace.db");
        MigrationLock outer = MigrationLock.acquire(database, Duration.ofSeconds(1), line -> {});
        MigrationLock inner = MigrationLock.acquire(database, Duration.ofSeconds(1), line -> {});
        inner.close();
        inner.close();
        assertThat(folder.resolve("workspace.db.migrate.lock"))
                .as("outer still holds it")
                .exists();
        outer.close();
        assertThat(folder.resolve("workspace.db.migrate.lock")).doesNotExist();
    }

    @Test
    void a_target_that_fails_at_its_first_statement_is_a_fault() throws SQLException, IOException {
        Path database = folder.resolve("workspace.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (a)");
        }
        try (RandomAccessFile bytes = new RandomAccessFile(database.toFile(), "rw")) {
            bytes.seek(21); // the header's embedded payload fraction, which must be 64
            bytes.write(7);
        }
        SqliteMigration migration = new SqliteMigration(Target.WORKSPACE, database, RunSettings.defaults());
        Assertions.assertThatThrownBy(() -> migration.migrate(MigrationListener.NONE))
                .isInstanceOf(Fault.class);
    }
}
