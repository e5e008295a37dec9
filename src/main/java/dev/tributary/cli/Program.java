package dev.tributary.cli;

import dev.tributary.migrate.Target;
import dev.tributary.report.Commands;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** How this program was called, for commands that a person can copy. */
final class Program {
    private static final String IN_THE_SOURCE_TREE = "target/tributary.jar";

    private Program() {}

    /** Such as {@code java -jar target/tributary.jar}, right in the folder where the person is now. */
    static String invocation() {
        return "java -jar " + Commands.quote(jar().map(Program::fromHere).orElse(IN_THE_SOURCE_TREE));
    }

    /** The same from wherever the person will be. */
    static String invocationFromAnywhere() {
        return "java -jar "
                + Commands.quote(jar().orElseGet(() -> here().resolve(IN_THE_SOURCE_TREE))
                        .toString());
    }

    /** Complete commands for a target, right in the folder where the person is now. */
    static Commands commands(Target target) {
        return new Commands(invocation(), target.name(), here());
    }

    /** Complete commands for a target, right wherever the person will be. */
    static Commands commandsFromAnywhere(Target target) {
        return new Commands(invocationFromAnywhere(), target.name(), Commands.ANYWHERE);
    }

    private static Optional<Path> jar() {
        return Optional.ofNullable(Program.class.getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(location -> {
                    try {
                        return Path.of(location.toURI());
                    } catch (URISyntaxException e) {
                        throw new IllegalStateException("the class loader made this URL from a file", e);
                    }
                })
                .filter(Files::isRegularFile);
    }

    private static String fromHere(Path jar) {
        return (jar.startsWith(here()) ? here().relativize(jar) : jar).toString();
    }

    private static Path here() {
        return Path.of("").toAbsolutePath();
    }
}
