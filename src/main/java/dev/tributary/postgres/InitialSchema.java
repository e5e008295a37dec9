package dev.tributary.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The schema {@code mcp} as golang-migrate's file 1 leaves it: {@code db/mcp/initial-schema.sql}. */
public final class InitialSchema {
    /** The schema in which everything lives. */
    public static final String SCHEMA = "mcp";

    private static final String STATEMENTS = "/db/mcp/initial-schema.sql";

    private InitialSchema() {}

    /** Its statements in an order in which they run on an empty database; each makes one object. */
    public static List<SchemaStatement> statements() {
        return SqlScript.split(text(STATEMENTS)).stream()
                .map(SchemaStatement::of)
                .toList();
    }

    static String text(String resource) {
        try (InputStream in = InitialSchema.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
