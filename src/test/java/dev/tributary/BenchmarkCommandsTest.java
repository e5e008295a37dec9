package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A figure that its command cannot make again is worth nothing: every command beside a figure is a real one. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class BenchmarkCommandsTest {
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern COMMAND = Pattern.compile("mvn [^`\\n]*-Dtest=[^`\\n]*");
    private static final Pattern PROFILE = Pattern.compile("(?<= )-P(\\S+)");
    private static final Pattern CLASS = Pattern.compile("-Dtest=(\\S+)");
    private static final Pattern PROPERTY = Pattern.compile("-D([\\w.]+)=");

    @ParameterizedTest
    @ValueSource(strings = {"docs/benchmarks.md", "docs/benchmarks-mcp.md", ".github/workflows/nightly.yml"})
    void every_command_names_a_profile_and_classes_and_settings_that_exist(String document) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        List<String> commands = all(COMMAND, Files.readString(Path.of(document)), 0);
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            List<String> profiles = all(PROFILE, command, 1);
            assertThat(profiles)
                    .as(command)
                    .allSatisfy(profile -> assertThat(pom).contains("<id>" + profile + "</id>"));
            StringBuilder sources = new StringBuilder();
            for (String name : all(CLASS, command, 1).get(0).split("[,+]")) {
                String source = source(name.replaceAll("#.*", ""));
                for (String profile : profiles) {
                    assertThat(source).as(command + ": tagged").contains("@Tag(\"" + profile + "\")");
                }
                sources.append(source);
            }
            for (String property : all(PROPERTY, command, 1)) {
                if (!"test".equals(property)) {
                    assertThat(sources.toString()).as(command).contains('"' + property + '"');
                }
            }
        }
    }

    private static String source(String name) throws IOException {
        String file = name.substring(name.lastIndexOf('.') + 1) + ".java";
        String folder =
                name.contains(".") ? name.substring(0, name.lastIndexOf('.')).replace('.', '/') : "";
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<Path> found = files.filter(
                            path -> path.getFileName().toString().equals(file))
                    .filter(path -> path.getParent().endsWith(folder) || folder.isEmpty())
                    .toList();
            assertThat(found).as("the one test class %s", name).hasSize(1);
            return Files.readString(found.get(0));
        }
    }

    private static List<String> all(Pattern pattern, String text, int group) {
        List<String> found = new ArrayList<>();
        pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(group))
                .forEach(found::add);
        return found;
    }
}
