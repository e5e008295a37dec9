package dev.tributary.migrate;

import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.MergePlan;
import dev.tributary.plan.ObjectFate;
import dev.tributary.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a merge does that somebody might not expect, one line each. */
final class MergeNotes {
    private MergeNotes() {}

    static List<String> of(CopyPlan copy) {
        MergePlan merge = copy.merge();
        List<String> notes = new ArrayList<>();
        for (TablePlan table : copy.tables()) {
            if (table.way() == TablePlan.Way.CARRIED) {
                notes.add(copy.source() + "." + table.source().name() + " comes as "
                        + table.target().name() + ", as told (--carry)");
            }
        }
        for (ObjectFate fate : merge.fates()) {
            String what = "the " + fate.kind().name().toLowerCase(Locale.ROOT) + " " + fate.name() + " of '"
                    + copy.source() + "'";
            if (fate.fate() == ObjectFate.Fate.RENAMED) {
                notes.add(what + " comes as " + fate.as() + ": " + fate.why());
            } else if (fate.fate() == ObjectFate.Fate.STAYS) {
                notes.add(what + " does not come: " + fate.why());
            }
        }
        merge.superseded().forEach(row -> notes.add(row.asText()));
        Map<String, Long> orphans = new TreeMap<>(merge.orphans().stream()
                .collect(Collectors.groupingBy(
                        orphan -> orphan.table() + " refer to missing rows of " + orphan.parent(),
                        Collectors.counting())));
        orphans.forEach((where, rows) ->
                notes.add("in the source '" + copy.source() + "' already: " + rows + " row(s) of " + where));
        merge.unmerged().stream()
                .filter(table -> table.rows() > 0)
                .forEach(table -> notes.add(table.name() + ": " + table.rows() + " row(s) stay in the source"));
        if (!merge.fates().isEmpty() || !merge.unmerged().isEmpty()) {
            copy.leftBehind()
                    .forEach(left -> notes.add("not copied: " + copy.source() + "." + left.table() + ", " + left.rows()
                            + " row(s) of a table that no migration declares"));
        }
        return notes;
    }
}
