package dev.tributary.report;

import dev.tributary.fault.Fault;
import dev.tributary.migrate.MigrationPlan;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.MergePlan;
import dev.tributary.plan.TablePlan;
import dev.tributary.source.Holders;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** What a migration would do. */
record PlanReport(MigrationPlan plan, Commands commands) implements Report {
    @Override
    public boolean needsYou() {
        return !plan.problems().isEmpty() || plan.stopBefore().isPresent() || changed() > 0;
    }

    /** Rows that differ from their source and would stay as they are. */
    long changed() {
        return plan.copies().stream()
                .flatMap(copy -> copy.tables().stream())
                .mapToLong(TablePlan::changed)
                .sum();
    }

    long toCopy() {
        return plan.copies().stream()
                .flatMap(copy -> copy.tables().stream())
                .mapToLong(TablePlan::toCopy)
                .sum();
    }

    /** Rows that compete with one of equal natural key, or are new beside such; identical ones are none of them. */
    long toMerge() {
        return plan.copies().stream()
                .flatMap(copy -> copy.tables().stream())
                .mapToLong(TablePlan::toMerge)
                .sum();
    }

    /** Rows that stay in their source because the user said so. */
    long toLeave() {
        return plan.copies().stream()
                .flatMap(copy -> copy.merge().unmerged().stream())
                .mapToLong(MergePlan.Unmerged::rows)
                .sum();
    }

    @Override
    public String text(Style style) {
        return new PlanText(this, style).toString();
    }

    @Override
    public List<HtmlPart> parts() {
        return HtmlParts.of(plan, commands);
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("target", plan.target().toString());
        node.put("target_exists", plan.exists());
        node.put("history_exists", plan.historyExists());
        node.put("up_to_date", plan.upToDate() && plan.stopBefore().isEmpty());
        node.put("needs_you", needsYou());
        Json.list(node, "pending", plan.pending(), Json::version);
        plan.stopBefore()
                .ifPresentOrElse(
                        version -> Json.version(node.putObject("stop_before"), version),
                        () -> node.putNull("stop_before"));
        Json.texts(node, "missing_tables", plan.missingTables());
        Json.texts(node, "adopted_tables", plan.adopted());
        node.put("rows_to_copy", toCopy());
        node.put("rows_to_merge", toMerge());
        node.put("rows_to_leave", toLeave());
        Json.list(node, "sources", plan.copies(), PlanReport::source);
        Json.list(node, "absent_sources", new TreeMap<>(plan.absent()).entrySet(), PlanReport::absent);
        Json.list(node, "holders", new TreeMap<>(plan.holders()).entrySet(), PlanReport::holders);
        node.put("bytes_needed", plan.bytesNeeded());
        node.put("bytes_free", plan.bytesFree());
        Json.health(node, plan.healthBefore());
        Json.list(node, "legacy_names", plan.legacyNames(), LegacyNames::json);
        Json.texts(node, "notes", plan.notes());
        Json.list(node, "problems", plan.problems(), (ObjectNode child, Fault fault) -> Json.fault(child, fault));
        return node;
    }

    private static void source(ObjectNode node, CopyPlan copy) {
        node.put("source", copy.source());
        node.put("file", copy.file().toString());
        node.put("archived", copy.archived());
        Json.list(node, "tables", copy.tables(), PlanReport::table);
        Json.list(node, "not_copied", copy.leftBehind(), (child, left) -> {
            child.put("table", left.table());
            child.put("rows", left.rows());
        });
        Json.list(node, "left", copy.merge().unmerged(), (child, left) -> {
            child.put("table", left.table());
            child.put("rows", left.rows());
        });
        Json.list(node, "objects", copy.merge().fates(), (child, fate) -> {
            child.put("kind", fate.kind().name().toLowerCase(Locale.ROOT));
            child.put("name", fate.name());
            child.put("table", fate.table());
            child.put("as", fate.as().isEmpty() ? null : fate.as());
            child.put("fate", fate.fate().name().toLowerCase(Locale.ROOT));
            child.put("why", fate.why().isEmpty() ? null : fate.why());
        });
        Json.list(node, "superseded", copy.merge().superseded(), (child, row) -> {
            child.put("table", row.table());
            child.put("key", row.key());
            child.put("side", row.side());
            child.put("at", row.at());
            child.put("winner_at", row.winnerAt());
            Json.texts(child, "differences", row.differences());
        });
        ObjectNode marks = node.putObject("keys_given_out");
        new TreeMap<>(copy.merge().marks()).forEach(marks::put);
    }

    private static void table(ObjectNode node, TablePlan table) {
        node.put("source_table", table.source().name());
        node.put("target_table", table.target().name());
        Json.texts(node, "columns", table.columns());
        Json.texts(node, "key", table.key());
        node.put("source_rows", table.sourceRows());
        node.put("target_rows", table.targetRows());
        node.put("identical", table.identical());
        node.put("changed", table.changed());
        node.put("way", table.way().name().toLowerCase(Locale.ROOT));
        node.put("to_copy", table.toCopy());
        node.put("to_merge", table.toMerge());
        Json.list(node, "differences", table.examples(), (child, difference) -> {
            child.put("key", difference.key());
            child.put("column", difference.column());
            child.put("in_source", difference.inSource());
            child.put("in_target", difference.inTarget());
        });
        Json.list(node, "indexes", table.indexes(), (child, index) -> {
            child.put("name", index.name());
            child.put("shape", index.shape());
            child.put("equal", index.equal().isEmpty() ? null : index.equal());
            child.put("name_taken_by", index.takenBy().isEmpty() ? null : index.takenBy());
        });
    }

    private static void absent(ObjectNode node, Map.Entry<String, List<Path>> absent) {
        node.put("source", absent.getKey());
        Json.texts(node, "looked_for", absent.getValue(), Path::toString);
    }

    private static void holders(ObjectNode node, Map.Entry<Path, Holders> held) {
        node.put("file", held.getKey().toString());
        Json.list(node, "processes", held.getValue().others(), (child, holder) -> {
            child.put("pid", holder.pid());
            child.put("command", holder.command());
        });
    }
}
