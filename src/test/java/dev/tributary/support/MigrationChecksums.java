package dev.tributary.support;

import dev.tributary.Tributary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.flywaydb.core.api.migration.JavaMigration;

/** The checksum of every Java migration of every target. As a program it says them line by line. */
public final class MigrationChecksums {
    private static final String MIGRATION = "db/[a-z]+/migrations/V\\d+__\\w+\\.class";

    private MigrationChecksums() {}

    /** Each as its class and its checksum, as this process computes it. */
    public static List<String> all() {
        try (Stream<Path> files = Files.walk(classes().resolve("db"))) {
            return files.map(file -> classes().relativize(file).toString())
                    .filter(file -> file.matches(MIGRATION))
                    .sorted()
                    .map(file -> file.replace(".class", "").replace('/', '.'))
                    .map(name -> name + " " + checksum(name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path classes() {
        try {
            return Path.of(Tributary.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Integer checksum(String name) {
        try {
            return ((JavaMigration) Class.forName(name).getDeclaredConstructor().newInstance()).getChecksum();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Takes the language that it is to be run in, as a tag. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.forLanguageTag(arguments[0]));
        all().forEach(System.out::println);
    }
}
