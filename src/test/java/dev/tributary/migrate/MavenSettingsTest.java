package dev.tributary.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.fault.Fault;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MavenSettingsTest {
    private static final Set<String> HANDED_ON = Set.of("sources", "source.task_queue", "roadmap.leave", "dump");

    @ParameterizedTest
    @ValueSource(strings = {"source.task_quee", "source.", "roadmap.leaves", "roadmap.DB"})
    void a_name_that_maven_would_ignore_is_refused_with_those_that_it_hands_on(String typo) {
        assertThatThrownBy(() -> check(Map.of("maven.multiModuleProjectDirectory", "here", typo, "x")))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.what()).isEqualTo("the setting " + typo + " is not known");
                    assertThat(fault.next())
                            .endsWith("-Droadmap.db, -Droadmap.leave, -Dsource.task_queue")
                            .doesNotContain("dump");
                });
    }

    @Test
    void names_that_are_handed_on_and_names_of_others_are_nothing_to_us() {
        assertThatCode(() -> check(Map.of(
                        "maven.multiModuleProjectDirectory", "here",
                        "source.task_queue", "x",
                        "roadmap.db", "y",
                        "workspace.db", "z",
                        "sourceEncoding", "UTF-8")))
                .doesNotThrowAnyException();
    }

    @Test
    void an_application_that_has_such_a_property_of_its_own_may_start() {
        assertThatCode(() -> check(Map.of("source.of.truth", "x"))).doesNotThrowAnyException();
    }

    private static void check(Map<String, String> said) {
        Properties properties = new Properties();
        properties.putAll(said);
        MavenSettings.requireKnown(properties, "roadmap", HANDED_ON);
    }
}
