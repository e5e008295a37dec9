package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.support.DatabaseSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The walkthrough is a script: each command of the page is run, in its order, and what the page shows must be what it
 * prints. At the end the target is what it was at the beginning.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StoryTest {
    private static final String OURS = "java -jar target/tributary.jar ";
    private static final String LAST_EXIT = "echo $?";
    private static final Pattern OLD_PROGRAM = Pattern.compile("sqlite3 (\\S+) \"(.*)\"");
    private static final Pattern BACKUP = Pattern.compile("\\d{8}_\\d{6}_\\d{3}(-[a-z-]+)");

    @TempDir
    private Path folder;

    /** One command of the page, and what the page shows of its output. */
    private record Step(String command, List<String> shown) {}

    @ParameterizedTest
    @CsvSource({"1, data, workspace", "2, agents, roadmap"})
    void the_story_of_the_page_is_what_happens_and_ends_where_it_began(int part, String data, String target)
            throws IOException {
        List<Step> steps = steps(part);
        assertThat(steps.stream().map(Step::command).map(command -> command.replace(OURS, "")))
                .as("the whole story")
                .map(command -> command.split(" ")[0])
                .containsSubsequence(
                        "demo",
                        "doctor",
                        "plan",
                        "rehearse",
                        "migrate",
                        "verify",
                        "sqlite3",
                        "catch-up",
                        "verify",
                        "archive",
                        "sqlite3",
                        "verify",
                        "restore",
                        "restore");
        Path db = folder.resolve(data).resolve(target + ".db");

        run(steps.get(0), 0);
        DatabaseSnapshot before = DatabaseSnapshot.of(db);
        for (int i = 1; i < steps.size(); i++) {
            boolean exitIsShown =
                    i + 1 < steps.size() && steps.get(i + 1).command().equals(LAST_EXIT);
            run(
                    steps.get(i),
                    exitIsShown ? Integer.parseInt(steps.get(i + 1).shown().get(0)) : 0);
        }

        assertThat(DatabaseSnapshot.of(db)).isEqualTo(before);
    }

    private void run(Step step, int exit) throws IOException {
        String command = step.command();
        Matcher oldProgram = OLD_PROGRAM.matcher(command);
        if (command.startsWith(OURS)) {
            Cli cli = Cli.run(words(command.substring(OURS.length())));
            assertThat(cli.exit()).as("%s%n%s%s", command, cli.out(), cli.err()).isEqualTo(exit);
            Shown.requireIn(cli.out() + cli.err(), step.shown(), command, this::comparable);
        } else if (oldProgram.matches()) {
            Shown.requireIn(
                    oldProgram(folder.resolve(oldProgram.group(1)), oldProgram.group(2)),
                    step.shown(),
                    command,
                    this::comparable);
        } else if (command.startsWith("cat ")) {
            Shown.requireIn(
                    Files.readString(folder.resolve(command.substring(4))), step.shown(), command, this::comparable);
        } else {
            assertThat(command).isEqualTo(LAST_EXIT);
        }
    }

    /** Opens a file as any program would, and prints as the shell of SQLite does. */
    private static String oldProgram(Path file, String sql) {
        StringBuilder printed = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet row = statement.getResultSet()) {
                    int columns = row.getMetaData().getColumnCount();
                    while (row.next()) {
                        List<String> values = new ArrayList<>();
                        for (int i = 1; i <= columns; i++) {
                            values.add(row.getString(i));
                        }
                        printed.append(String.join("|", values)).append('\n');
                    }
                }
            }
        } catch (SQLException e) {
            printed.append("Error: ").append(e.getMessage());
        }
        return printed.toString();
    }

    /** The page's files are in the folder of the test, and the backups have the names of this run. */
    private String[] words(String command) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            Matcher backup = BACKUP.matcher(word);
            words.add(
                    word.matches("(data|agents)(/.*)?")
                            ? folder.resolve(word).toString()
                            : backup.matches() ? backup(backup.group(1)) : word);
        }
        return words.toArray(String[]::new);
    }

    /** The one backup of that kind that was really made. */
    private String backup(String kind) throws IOException {
        try (Stream<Path> entries = Files.walk(folder, 3)) {
            List<String> found = entries.map(entry -> entry.getFileName().toString())
                    .filter(entry ->
                            entry.endsWith(kind) && BACKUP.matcher(entry).matches())
                    .toList();
            assertThat(found).as("backups %s", kind).hasSize(1);
            return found.get(0);
        }
    }

    /** What differs from run to run: where, when, how long, how big, and how SQLite's driver words an error. */
    private String comparable(String line) {
        return Shown.withoutTimes(BACKUP.matcher(line.replace("/home/me/", "")
                                .replace(folder + "/", "")
                                .replace(Path.of("").toAbsolutePath() + "/", ""))
                        .replaceAll("WHEN$1"))
                .replaceAll("archived_\\d{8}_\\d{6}\\b", "archived_WHEN")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "WHEN")
                .replaceAll("[\\d,.]+ ([kMGT]?B)\\b", "SIZE")
                .replaceAll("^Error: .*file is not a database.*", "Error: file is not a database");
    }

    /** The commands under the page's title and first section, or under its second section. */
    private static List<Step> steps(int part) throws IOException {
        String[] sections = Files.readString(Path.of("docs/walkthrough.md")).split("(?m)^## ");
        assertThat(sections).as("title, workspace, roadmap").hasSize(3);
        String text = part == 1 ? sections[0] + sections[1] : sections[2];
        List<Step> steps = new ArrayList<>();
        Matcher blocks = Pattern.compile("(?s)```text\n(.*?)```").matcher(text);
        while (blocks.find()) {
            for (String each : blocks.group(1).split("(?m)^\\$ ")) {
                if (!each.isBlank()) {
                    List<String> lines = Arrays.asList(each.split("\n"));
                    steps.add(new Step(lines.get(0), lines.subList(1, lines.size())));
                }
            }
        }
        return steps;
    }
}
