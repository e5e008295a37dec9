package dev.tributary.migrate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Tributary that is running, as the build wrote it down. */
public final class ToolVersion {
    private ToolVersion() {}

    /** Such as {@code 0.1.0}. */
    public static String current() {
        try (InputStream in = ToolVersion.class.getResourceAsStream("/dev/tributary/version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
