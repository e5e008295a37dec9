package dev.tributary.migrate;

import dev.tributary.fault.Fault;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What somebody says with {@code -D} to Maven. The project hands on the settings that it lists, and Maven ignores every
 * other name without a word; a mistyped one must not pass for one that was heard.
 *
 * @see <a href="https://maven.apache.org/configure.html">Maven: the property maven.multiModuleProjectDirectory</a>
 */
final class MavenSettings {
    private static final String IN_MAVEN = "maven.multiModuleProjectDirectory";
    private static final String SOURCE = "source.";

    private MavenSettings() {}

    /**
     * Refuses a name of ours that the project does not hand on; says nothing outside Maven.
     *
     * @param said the system properties: Maven puts there what its command line defines
     * @param handedOn the names of Flyway's placeholders
     */
    static void requireKnown(Properties said, String target, Set<String> handedOn) {
        if (said.getProperty(IN_MAVEN) == null) {
            return;
        }
        List<String> known = Stream.concat(handedOn.stream(), Stream.of(target + ".db"))
                .filter(name -> isOurs(name, target))
                .sorted()
                .toList();
        said.stringPropertyNames().stream()
                .filter(name -> isOurs(name, target) && !known.contains(name))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw new Fault(
                            "the setting " + name + " is not known",
                            "Maven would ignore it, and the run would do something else than was asked for",
                            "say one of these, or leave it out: -D" + String.join(", -D", known));
                });
    }

    private static boolean isOurs(String name, String target) {
        return name.startsWith(SOURCE) || name.startsWith(target + '.');
    }
}
