package dev.tributary.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of the test class path. */
public final class Resources {
    private static final Pattern BLOCK = Pattern.compile("(?m)^-- table: (\\w+)\\R");

    private Resources() {}

    /** A text such as {@code /workspace/real-shape/proposals.sql}. */
    public static String text(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("not on the class path: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One table of a program's start-up, and the statements that make it with its indexes. */
    public record Startup(String table, String sql) {}

    /** The blocks of a start-up file, each headed by {@code -- table: name}. */
    public static List<Startup> startup(String path) {
        String text = text(path);
        List<Startup> blocks = new ArrayList<>();
        Matcher head = BLOCK.matcher(text);
        int from = -1;
        String table = "";
        while (head.find()) {
            if (from >= 0) {
                blocks.add(new Startup(table, text.substring(from, head.start())));
            }
            table = head.group(1);
            from = head.end();
        }
        if (from < 0) {
            throw new IllegalArgumentException("no '-- table: name' in " + path);
        }
        blocks.add(new Startup(table, text.substring(from)));
        return blocks;
    }
}
