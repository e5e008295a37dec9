package dev.tributary.safety;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The file {@code manifest.json} of a backup of a PostgreSQL database. */
final class PgManifest {
    private PgManifest() {}

    static void write(Path folder, PgBackup backup) throws IOException {
        ObjectNode root = Manifest.JSON.createObjectNode();
        root.put("createdAt", backup.createdAt().toString());
        root.put("reason", backup.reason());
        root.put("database", backup.database());
        root.put("version", backup.version().orElse(null));
        root.put("server", backup.server());
        root.put("file", PgBackup.FILE);
        root.put("bytes", backup.bytes());
        root.put("sha256", backup.sha256());
        ObjectNode rows = root.putObject("rows");
        new TreeMap<>(backup.rows()).forEach(rows::put);
        Manifest.write(folder, root);
    }

    static PgBackup read(Path folder) {
        Path file = folder.resolve(Manifest.FILE);
        try {
            JsonNode root = Manifest.JSON.readTree(Files.readString(file));
            Map<String, Long> rows = new TreeMap<>();
            root.required("rows")
                    .properties()
                    .forEach(each -> rows.put(each.getKey(), each.getValue().asLong()));
            return new PgBackup(
                    folder.getFileName().toString(),
                    folder,
                    Instant.parse(root.required("createdAt").asString()),
                    root.required("reason").asString(),
                    root.required("database").asString(),
                    root.required("version").isNull()
                            ? Optional.empty()
                            : Optional.of(root.required("version").asString()),
                    root.required("server").asString(),
                    root.required("bytes").asLong(),
                    root.required("sha256").asString(),
                    rows);
        } catch (IOException | JacksonException | DateTimeException | IllegalArgumentException e) {
            throw Manifest.unreadable(file, e);
        }
    }
}
