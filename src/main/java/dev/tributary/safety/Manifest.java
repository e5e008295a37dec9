package dev.tributary.safety;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The file {@code manifest.json} of a backup. */
final class Manifest {
    static final String FILE = "manifest.json";

    static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Manifest() {}

    static void write(Path folder, BackupSet set) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("createdAt", set.createdAt().toString());
        root.put("reason", set.reason());
        root.put("target", set.target().toString());
        root.put("targetExisted", set.targetExisted());
        ArrayNode files = root.putArray("files");
        for (BackupSet.Copy copy : set.files()) {
            ObjectNode node = files.addObject();
            node.put("role", copy.role());
            node.put("file", copy.file());
            node.put("original", copy.original().toString());
            node.put("bytes", copy.bytes());
            node.put("sha256", copy.sha256());
        }
        write(folder, root);
    }

    static void write(Path folder, ObjectNode root) throws IOException {
        Path file = folder.resolve(FILE);
        OwnerOnly.createFile(file);
        Files.writeString(file, JSON.writeValueAsString(root) + "\n");
        Backups.sync(file);
    }

    static BackupSet read(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            List<BackupSet.Copy> copies = new ArrayList<>();
            for (JsonNode node : root.required("files")) {
                copies.add(new BackupSet.Copy(
                        node.required("role").asString(),
                        node.required("file").asString(),
                        Path.of(node.required("original").asString()),
                        node.required("bytes").asLong(),
                        node.required("sha256").asString()));
            }
            return new BackupSet(
                    folder.getFileName().toString(),
                    folder,
                    Instant.parse(root.required("createdAt").asString()),
                    root.required("reason").asString(),
                    Path.of(root.required("target").asString()),
                    root.required("targetExisted").asBoolean(),
                    copies);
        } catch (IOException | JacksonException | java.time.DateTimeException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    static Fault unreadable(Path file, Exception e) {
        return new Fault(
                        "the manifest of a backup cannot be read: " + file,
                        String.valueOf(e.getMessage()),
                        "move that folder away; the other backups are not affected")
                .at(file)
                .revealedBy(e);
    }
}
