package dev.tributary.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.support.Sqlite;
import dev.tributary.support.Values;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SqlDumpTest {
    @TempDir
    Path folder;

    @Test
    void a_dump_makes_an_equal_database_when_it_is_run() throws Exception {
        Path original = folder.resolve("original.db");
        List<String> sql = new ArrayList<>(List.of(
                "CREATE TABLE v (id INTEGER PRIMARY KEY AUTOINCREMENT, free, words TEXT, number INTEGER, share REAL, n NUMERIC)",
                "CREATE TABLE \"odd \"\"name\"\"\" (\"a b\" TEXT NOT NULL, \"key\" INTEGER NOT NULL DEFAULT (1 + 1),"
                        + " made AS (\"a b\" || 'x') STORED, PRIMARY KEY (\"key\", \"a b\")) WITHOUT ROWID",
                "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES v (id))",
                "CREATE UNIQUE INDEX \"an index\" ON v (words DESC, lower(words), id) WHERE number > 5",
                "CREATE VIEW a_view AS SELECT id FROM v",
                "CREATE TRIGGER fires AFTER INSERT ON child BEGIN DELETE FROM child WHERE id < 0; END",
                "INSERT INTO child VALUES (-1, 4711)",
                "INSERT INTO \"odd \"\"name\"\"\" (\"a b\", \"key\") VALUES ('it''s', 1), ('--;', 2)"));
        for (String value : Values.DELICATE) {
            sql.add("INSERT INTO v (free, words, number, share, n) VALUES (" + (value + ", ").repeat(4) + value + ")");
        }
        sql.add("DELETE FROM v WHERE id = (SELECT max(id) FROM v)");
        wide(sql);
        Sqlite.run(original, sql.toArray(String[]::new));
        Sqlite.run(
                original, "DELETE FROM child", "INSERT INTO child (parent) VALUES (4711)", "UPDATE child SET id = -9");

        Path again = reload(original);

        assertThat(BackupsTest.digests(again))
                .isEqualTo(BackupsTest.digests(original))
                .hasSize(4);
        try (ManagedConnection one = SqliteFiles.openReadOnly(original, false);
                ManagedConnection other = SqliteFiles.openReadOnly(again, false)) {
            assertThat(SqliteCatalog.read(other, "main")).isEqualTo(SqliteCatalog.read(one, "main"));
        }
        assertThat(Sqlite.value(again, "SELECT seq FROM sqlite_sequence WHERE name = 'v'"))
                .isEqualTo(Integer.toString(Values.DELICATE.size()));
    }

    private static void wide(List<String> sql) {
        String columns = IntStream.range(0, 130).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        sql.add("CREATE TABLE wide (" + columns + ")");
        sql.add("INSERT INTO wide (c0, c129) VALUES ('first', x'00')");
    }

    private Path reload(Path original) throws SQLException, IOException, ReflectiveOperationException {
        Path text = folder.resolve("dump.sql");
        try (ManagedConnection connection = SqliteFiles.openReadOnly(original, false)) {
            SqlDump.write(connection, text);
        }
        Path again = folder.resolve("again.db");
        SQLiteConfig asTheProgramDoes = new SQLiteConfig();
        asTheProgramDoes.setPragma(SQLiteConfig.Pragma.LIMIT_SQL_LENGTH, "1000000000");
        try (Connection connection = asTheProgramDoes.createConnection("jdbc:sqlite:" + again)) {
            // as bytes, as the sqlite3 program does: TEXT may hold bytes that are not UTF-8
            Method run = org.sqlite.core.NativeDB.class.getDeclaredMethod("_exec_utf8", byte[].class);
            run.setAccessible(true);
            assertThat((int) run.invoke(
                            connection.unwrap(SQLiteConnection.class).getDatabase(), (Object) Files.readAllBytes(text)))
                    .isZero();
        }
        return again;
    }
}
