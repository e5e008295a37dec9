package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tributary.fault.Fault;
import dev.tributary.support.Refusals;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.ClassicConfiguration;

/** Flyway as its Maven plugin sets it up: the target's own settings, our classes by their names, and what a user adds. */
final class FlywayRuns {
    private FlywayRuns() {}

    /**
     * Flyway on a target.
     *
     * @param userSettings pairs of a setting without {@code flyway.} and its value, which win over the target's own
     */
    static Flyway on(Path db, String... userSettings) {
        return on(Target.WORKSPACE, db, userSettings);
    }

    /** The same for another target. */
    static Flyway on(Target target, Path db, String... userSettings) {
        Properties conf = target.flywaySettings();
        Map<String, String> properties = new HashMap<>();
        conf.stringPropertyNames().forEach(name -> properties.put(name, conf.getProperty(name)));
        properties.put("flyway.url", "jdbc:sqlite:" + db);
        for (String name : new String[] {"sources", "create.missing", "dump"}) {
            properties.put("flyway.placeholders." + name, "");
        }
        target.sourceNames().forEach(name -> properties.put("flyway.placeholders.source." + name, ""));
        for (int i = 0; i < userSettings.length; i += 2) {
            properties.put("flyway." + userSettings[i], userSettings[i + 1]);
        }
        ClassicConfiguration configuration = new ClassicConfiguration(FlywayRuns.class.getClassLoader());
        configuration.configure(properties);
        return new Flyway(configuration);
    }

    /** What is refused through Flyway is wrapped by it; the fault inside is what Maven shows. */
    static Fault refused(Path folder, ThrowingCallable run) {
        return Refusals.refused(folder, () -> {
            Throwable thrown = catchThrowable(run);
            assertThat(thrown).isNotNull();
            Optional<Fault> fault = Fault.in(thrown);
            assertThat(fault).as(String.valueOf(thrown)).isPresent();
            assertThat(deepest(thrown).getMessage())
                    .as("what the plugin prints")
                    .isEqualTo(fault.get().getMessage());
            throw fault.get();
        });
    }

    private static Throwable deepest(Throwable thrown) {
        return thrown.getCause() == null ? thrown : deepest(thrown.getCause());
    }
}
