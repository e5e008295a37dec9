package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.migrate.CopyMigration;
import dev.tributary.migrate.LedgerFile;
import dev.tributary.migrate.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What can be said under Maven is what the copies declare: a placeholder that the pom forgets would be ignored in silence. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class DocumentedSettingsTest {
    static List<Target> targets() {
        return Target.ALL;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void the_profile_of_a_target_passes_on_every_setting_and_no_other(Target target) throws Exception {
        Element profile = profile(target.name());
        Map<String, String> placeholders = children(only(profile, "placeholders"));
        Map<String, String> expected = new TreeMap<>();
        for (String name : settings(target)) {
            expected.put(name, "${" + name + "}");
        }
        assertThat(placeholders).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void every_setting_has_an_empty_default_so_that_Flyway_never_sees_an_open_placeholder(Target target)
            throws Exception {
        Map<String, String> expected = new TreeMap<>();
        settings(target).forEach(name -> expected.put(name, ""));
        expected.put(target.name() + ".db", "");
        assertThat(children(only(profile(target.name()), "properties"))).isEqualTo(expected);
    }

    private static List<String> settings(Target target) {
        List<String> names = new ArrayList<>(List.of("sources", "create.missing", "dump"));
        if (!target.names().tables().isEmpty()) {
            names.add(target.name() + ".drop.broken.views");
        }
        if (!target.policed().isEmpty()) {
            names.addAll(List.of(target.name() + ".leave", target.name() + ".carry"));
        }
        for (LedgerFile.Version version : target.ledger().versions()) {
            if (version.isJava() && migration(target, version) instanceof CopyMigration copy) {
                names.add("source." + copy.spec().source().name());
            }
        }
        return names;
    }

    private static Object migration(Target target, LedgerFile.Version version) {
        try {
            return Class.forName("db." + target.name() + ".migrations." + version.scriptName())
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Element profile(String id) throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getDocumentElement();
        return elements(only(project, "profiles").getChildNodes())
                .filter(profile -> id.equals(children(profile).get("id")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("pom.xml has no profile " + id));
    }

    private static Element only(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        assertThat(found.getLength()).as(name).isEqualTo(1);
        return (Element) found.item(0);
    }

    private static Map<String, String> children(Element parent) {
        Map<String, String> values = new TreeMap<>();
        elements(parent.getChildNodes())
                .forEach(child ->
                        values.put(child.getTagName(), child.getTextContent().strip()));
        return values;
    }

    private static Stream<Element> elements(NodeList nodes) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element) {
                elements.add(element);
            }
        }
        return elements.stream();
    }
}
