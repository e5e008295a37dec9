package dev.tributary.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.support.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InitialCatalogTest {
    private static final Path FILE = Path.of("db/mcp/catalog/V001.txt");
    private static final String HEADER = """
            # What the initial schema is, in the server's own words: V001 compares every object that exists with this.
            # Generated from initial-schema.sql by: mvn test -Dtest=InitialCatalogTest -Dschema.write=true
            """;

    @Test
    void the_checked_in_catalog_is_what_the_statements_make() throws SQLException, IOException {
        try (Connection connection = Postgres.fresh().withInitialSchema().connect()) {
            String made = HEADER + PostgresCatalog.read(connection, "mcp").asText();
            if (Boolean.getBoolean("schema.write")) {
                Files.createDirectories(FILE.getParent());
                Files.writeString(FILE, made);
            }
            assertThat(Files.readString(FILE))
                    .as("regenerate it with -Dschema.write=true, and read the diff")
                    .isEqualTo(made);
            assertThat(PostgresCatalog.parse(made)).isEqualTo(PostgresCatalog.read(connection, "mcp"));
        }
    }
}
