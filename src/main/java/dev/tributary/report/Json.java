package dev.tributary.report;

import dev.tributary.fault.Fault;
import dev.tributary.ledger.LedgerEntry;
import dev.tributary.migrate.LedgerFile;
import dev.tributary.safety.BackupSet;
import dev.tributary.verify.Checks;
import dev.tributary.verify.Health;
import java.util.Collection;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON forms that several reports share. What is unknown is null; a list is never null. */
final class Json {
    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A list of objects, each filled by the given function. */
    static <T> void list(ObjectNode parent, String name, Collection<T> values, BiConsumer<ObjectNode, T> fill) {
        var array = parent.putArray(name);
        values.forEach(value -> fill.accept(array.addObject(), value));
    }

    /** A list of texts. */
    static <T> void texts(ObjectNode parent, String name, Collection<T> values, Function<T, String> text) {
        var array = parent.putArray(name);
        values.forEach(value -> array.add(text.apply(value)));
    }

    static void texts(ObjectNode parent, String name, Collection<String> values) {
        texts(parent, name, values, text -> text);
    }

    static void version(ObjectNode node, LedgerFile.Version version) {
        node.put("version", version.number());
        node.put("file", version.file());
        node.put("why", version.why());
    }

    static void fault(ObjectNode node, Fault fault) {
        node.put("what", fault.what());
        node.put("why", fault.why());
        node.put("next", fault.next());
        node.put("effect", fault.effect());
        ObjectNode place = node.putObject("place");
        place.put("file", fault.place().file().map(Object::toString).orElse(null));
        place.put("table", fault.place().table().orElse(null));
        place.put("column", fault.place().column().orElse(null));
        place.put("row_key", fault.place().rowKey().orElse(null));
    }

    static void entry(ObjectNode node, LedgerEntry entry) {
        node.put("version", entry.version());
        node.put("source", orNull(entry.source()));
        node.put("file", orNull(entry.file()));
        node.put("fingerprint", orNull(entry.fingerprint()));
        node.put("table", orNull(entry.table()));
        node.put("policy", entry.policy().name().toLowerCase(Locale.ROOT));
        node.put("rows_read", entry.rowsRead());
        node.put("rows_copied", entry.rowsCopied());
        node.put("rows_identical", entry.rowsIdentical());
        node.put("rows_changed", entry.rowsChanged());
        node.put("source_digest", orNull(entry.sourceDigest()));
        node.put("target_digest", orNull(entry.targetDigest()));
        node.put("tool_version", entry.toolVersion());
        node.put("recorded_at", entry.recordedAt().toString());
        node.put("took_ms", entry.took().toMillis());
        node.put("statement", entry.statement());
    }

    static void backup(ObjectNode node, BackupSet backup) {
        node.put("name", backup.name());
        node.put("folder", backup.folder().toString());
        node.put("created_at", backup.createdAt().toString());
        node.put("reason", backup.reason());
        node.put("target", backup.target().toString());
        node.put("target_existed", backup.targetExisted());
        node.put("bytes", backup.bytes());
        list(node, "files", backup.files(), (file, copy) -> {
            file.put("role", copy.role());
            file.put("file", copy.file());
            file.put("original", copy.original().toString());
            file.put("bytes", copy.bytes());
            file.put("sha256", copy.sha256());
        });
    }

    static void health(ObjectNode parent, Health health) {
        ObjectNode node = parent.putObject("health");
        texts(node, "integrity_findings", health.findings());
        texts(node, "foreign_key_orphans", health.orphans());
    }

    static void warning(ObjectNode node, Checks.Finding finding) {
        node.put("meaning", finding.meaning());
        node.put("rows", finding.rows());
        texts(node, "examples", finding.examples());
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
