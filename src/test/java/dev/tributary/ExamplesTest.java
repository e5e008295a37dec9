package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.Sqlite;
import dev.tributary.support.WorkspaceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that users copy. The plain one runs here; the workflow starts both as their readers would. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    @TempDir
    private Path folder;

    private record Ended(int exit, String said) {}

    @Test
    void the_plain_example_migrates_finds_it_done_and_tells_a_refusal() throws Exception {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-Xlint:all,-path,-processing,-classfile",
                                "-Werror",
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-d",
                                classes.toString(),
                                EXAMPLES.resolve("plain/src/main/java/example/PlainStart.java")
                                        .toString()))
                .isZero();
        Path db = folder.resolve("workspace.db");
        Path old = WorkspaceFiles.sources(folder.resolve("old"));

        Ended first = run(classes, db, old);
        Ended second = run(classes, db, old);
        Ended refused = run(classes, WorkspaceFiles.workspace(folder.resolve("by-others.db")), old);

        assertThat(first.exit()).as(first.said()).isZero();
        assertThat(first.said())
                .contains("version 004: copy task queue", " was migrated: 001, 002, 003, 004, 005, in ")
                .endsWith("The application may begin.\n");
        assertThat(Sqlite.number(db, "SELECT count(*) FROM tasks")).isEqualTo(WorkspaceFiles.TASKS);
        assertThat(second.said()).isEqualTo(db + " has every version\nThe application may begin.\n");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.said())
                .startsWith("Refused, nothing changed: the start found a database that Tributary has never migrated")
                .contains("\nNext: ");
    }

    private static Ended run(Path classes, Path... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-cp",
                classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                "example.PlainStart"));
        Arrays.stream(arguments).map(Path::toString).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said.replace(System.lineSeparator(), "\n"));
    }

    @Test
    void the_examples_name_the_versions_of_this_build() throws IOException {
        String build = Files.readString(Path.of("pom.xml"));
        String spring = Files.readString(EXAMPLES.resolve("spring-boot/pom.xml"));
        String version = value(build, "version");
        for (String pom : List.of(spring, Files.readString(EXAMPLES.resolve("plain/pom.xml")))) {
            assertThat(pom)
                    .containsPattern(
                            "<artifactId>tributary</artifactId>\\s*<version>" + Pattern.quote(version) + "</version>");
        }
        assertThat(value(spring, "flyway.version")).isEqualTo(value(build, "version.flyway"));
        assertThat(value(spring, "sqlite-jdbc.version")).isEqualTo(value(build, "version.sqlite"));
        assertThat(value(spring, "postgresql.version")).isEqualTo(value(build, "version.postgresql"));
        assertThat(value(spring, "jackson-bom.version")).isEqualTo(value(build, "version.jackson"));
    }

    private static String value(String pom, String element) {
        Matcher found =
                Pattern.compile("<" + Pattern.quote(element) + ">([^<]+)</").matcher(pom);
        assertThat(found.find()).as(element).isTrue();
        return found.group(1);
    }
}
