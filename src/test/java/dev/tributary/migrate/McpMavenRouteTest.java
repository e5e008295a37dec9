package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.Tributary;
import dev.tributary.support.Postgres;
import dev.tributary.support.Postgres.Database;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target mcp by a real Maven on this compiled project, as the README says; skipped where there is none. */
@Tag("maven")
@DisplayNameGeneration(ReplaceUnderscores.class)
class McpMavenRouteTest {
    private static final int LIMIT_MINUTES = 10;

    @TempDir
    private Path folder;

    private record Run(int code, String output) {}

    @Test
    void a_value_that_nobody_knows_stops_the_run_which_says_the_SQL_that_maps_it_and_after_that_it_is_done()
            throws IOException, InterruptedException {
        Database database = Postgres.fresh()
                .withInitialSchema()
                .withTracker("public", 1, true)
                .execute("INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, type, role)"
                        + " VALUES (public.uuid_generate_v4(), 'h', 'p', 'k', 'service', 'admin')");

        Run refused = maven(database, "flyway:migrate");

        assertThat(refused.code()).as(refused.output()).isNotZero();
        assertThat(refused.output())
                .contains("Refused, these steps are done and stay (a rerun goes on after them)")
                .contains("the mapping of API key types does not know: 1 key(s) of type 'service' with role 'admin'")
                .contains("Why:  ", "Next: ")
                .doesNotContain(database.password(), "\tat ");
        String cure = refused.output()
                .lines()
                .filter(line -> line.contains("INSERT INTO mcp.api_key_type_mapping"))
                .findFirst()
                .orElseThrow();
        database.execute(
                cure.substring(cure.indexOf("INSERT"), cure.indexOf(';') + 1).replace("<key_type>", "admin"));

        Run done = maven(database, "flyway:migrate", "flyway:validate", "flyway:info");

        assertThat(done.code()).as(done.output()).isZero();
        assertThat(done.output()).doesNotContain(database.password());
        assertThat(database.query("SELECT key_type FROM mcp.api_keys")).containsExactly("admin");
        assertThat(database.query("SELECT * FROM public.schema_migrations")).containsExactly("1 | f");
        assertThat(Tributary.mcp(database.dataSource()).verify().ok()).isTrue();
        assertThat(maven(database, "flyway:clean", "-Dflyway.cleanDisabled=false")
                        .code())
                .isNotZero();
        assertThat(maven(database, "flyway:migrate", "-Dflyway.placeholders.golang.lock.seconds=soon")
                        .code())
                .as("nothing is pending, so no lock is asked for, and yet a setting must be one")
                .isNotZero();
    }

    private Run maven(Database database, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(requireMaven(), "-B", "-ntp", "-q", "-Pmcp"));
        // the repository of the build that runs this test; without the plugin in it, Maven fetches it
        Optional.ofNullable(System.getProperty("localRepository"))
                .ifPresent(repository -> command.add("-Dmaven.repo.local=" + repository));
        command.addAll(List.of("-Dflyway.url=" + database.url(), "-Dflyway.user=" + database.user()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("maven.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of(System.getProperty("basedir", ""))
                        .toAbsolutePath()
                        .toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile());
        builder.environment().put("FLYWAY_PASSWORD", database.password());
        Process process = builder.start();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("Maven did not end within " + LIMIT_MINUTES + " minutes");
        }
        Run run = new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        Assumptions.assumeFalse(
                run.output().contains("PluginResolutionException")
                        || run.output().contains("PluginManagerException")
                        || run.output().contains("Could not transfer artifact"),
                "Maven cannot fetch flyway-maven-plugin here");
        return run;
    }

    private static String requireMaven() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .map(entry -> Path.of(entry, "mvn"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> Assumptions.abort("there is no mvn on the PATH"));
    }
}
