package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.MergePlan;
import dev.tributary.plan.ObjectFate;
import dev.tributary.plan.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a merge does that somebody might not expect, one line each. */
final class MergeNotes {
    private MergeNotes() {}

    static List<String> of(CopyPlan copy, NameMap names, Catalog live) {
        MergePlan merge = copy.merge();
        List<String> notes = new ArrayList<>();
        for (TablePlan table : copy.tables()) {
            alias(copy, table, names, live).ifPresent(notes::add);
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
                .forEach(table -> notes.add(table.name() + ": " + table.rows()
                        + (table.rows() == 1 ? " row stays" : " rows stay") + " in the source, as told (--leave)"));
        if (!merge.fates().isEmpty() || !merge.unmerged().isEmpty()) {
            copy.leftBehind()
                    .forEach(left -> notes.add("not copied: " + copy.source() + "." + left.table() + ", " + left.rows()
                            + (left.rows() == 1 ? " row" : " rows") + " of a table that no migration declares"));
        }
        return notes;
    }

    /** A table that only some installations call so. */
    private static Optional<String> alias(CopyPlan copy, TablePlan table, NameMap names, Catalog live) {
        String name = table.source().name();
        return names.aliases().stream()
                .filter(alias -> Identifier.same(alias.oldName(), name)
                        && Identifier.same(
                                alias.newName(),
                                names.inUse(new Catalog(List.of(table.target()), List.of(), List.of()))
                                        .newName(table.target().name())))
                .findFirst()
                .map(alias -> "the table " + alias.storedName() + " is called " + name + " in '" + copy.source() + "': "
                        + whatBecomesOf(name, table.target().name(), live));
    }

    private static String whatBecomesOf(String name, String target, Catalog live) {
        if (Identifier.same(name, target)) {
            return "it comes as " + name + ", and every other name of it is a view";
        }
        return "its rows come to " + target
                + (live.isTaken(name)
                        ? "; the target has something else called " + name + ", which stays, so a program that says "
                                + name + " has to say " + target + " from then on"
                        : ", of which " + name + " becomes a view that can be written");
    }
}
