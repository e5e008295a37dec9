package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.postgres.LiveSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The settings in docs/mcp.md are those that are read, with their defaults: a setting that does nothing is a lie. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpDocumentTest {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z._]+)` \\| (\\d+|none) \\| .*");

    private static Map<String, String> documented() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("docs/mcp.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                settings.put(row.group(1), row.group(2).replace("none", ""));
            }
        }
        return settings;
    }

    @Test
    void the_documented_defaults_are_the_defaults() throws IOException {
        Map<String, String> settings = documented();
        assertThat(settings).hasSize(5);
        assertThat(PostgresSettings.from(settings)).isEqualTo(PostgresSettings.defaults());
        assertThat(LiveSettings.from(settings)).isEqualTo(LiveSettings.defaults());
    }

    @Test
    void every_documented_setting_changes_something() throws IOException {
        for (String name : documented().keySet()) {
            Map<String, String> changed = new HashMap<>(Map.of(name, "7"));
            assertThat(!PostgresSettings.from(changed).equals(PostgresSettings.defaults())
                            || !LiveSettings.from(changed).equals(LiveSettings.defaults()))
                    .as(name)
                    .isTrue();
        }
        assertThat(PostgresSettings.defaults().asPlaceholders().keySet())
                .as("settings that are passed on")
                .isSubsetOf(documented().keySet());
        assertThat(LiveSettings.from(Map.of("lock.timeout", "7")).lockTimeout()).isEqualTo(Duration.ofMillis(7));
    }
}
