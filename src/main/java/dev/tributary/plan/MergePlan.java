package dev.tributary.plan;

import dev.tributary.catalog.Catalog;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What comes along with the merged tables of one source.
 *
 * @param made the tables, indexes, views and triggers that will be made, as they will be
 * @param fates what becomes of each index, view and trigger of the source
 * @param marks up to which number the keys of a table were given out (AUTOINCREMENT), by the target's table
 * @param unmerged tables that should be empty, and what becomes of them
 * @param winners rows of the source that are new or newer, where the newest of equal natural key stays
 * @param superseded rows that give way to a newer one of equal natural key
 * @param orphans what is wrong with the source's foreign keys already, as the target will show it: table and parent
 */
public record MergePlan(
        Catalog made,
        List<ObjectFate> fates,
        Map<String, Long> marks,
        List<Unmerged> unmerged,
        List<Winner> winners,
        List<Superseded> superseded,
        List<Orphan> orphans) {
    /** Nothing is merged. */
    public static final MergePlan NONE = new MergePlan(
            new Catalog(List.of(), List.of(), List.of()),
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());

    public MergePlan {
        fates = List.copyOf(fates);
        marks = Collections.unmodifiableMap(new LinkedHashMap<>(marks));
        unmerged = List.copyOf(unmerged);
        winners = List.copyOf(winners);
        superseded = List.copyOf(superseded);
        orphans = List.copyOf(orphans);
    }

    /** How many objects of a kind meet a fate. */
    public long count(ObjectFate.Kind kind, ObjectFate.Fate fate) {
        return fates.stream()
                .filter(each -> each.kind() == kind && each.fate() == fate)
                .count();
    }

    /**
     * A table of the source that should be empty and does not flow.
     *
     * @param name as {@code source.table}
     * @param rows how many it holds; more than none only where the user said to leave them
     */
    public record Unmerged(String name, String table, long rows) {}

    /**
     * A row of the source that comes.
     *
     * @param table the target's table
     * @param sourceRow its rowid in the source
     * @param targetRow the rowid of the row that it replaces, or {@link #NEW}
     */
    public record Winner(String table, long sourceRow, long targetRow) {
        /** It replaces none. */
        public static final long NEW = Long.MIN_VALUE;
    }

    /**
     * A row that gives way to a newer one.
     *
     * @param table the target's table
     * @param key its natural key as SQL literals
     * @param side where the row was that gives way: {@code source} or {@code target}
     * @param at when it was written, as an SQL literal
     * @param winnerAt when the row was written that stays
     * @param differences one line per column: what is lost, what stays
     */
    public record Superseded(
            String table, String key, String side, String at, String winnerAt, List<String> differences) {
        public Superseded {
            differences = List.copyOf(differences);
        }

        /** The row in one line. */
        public String asText() {
            return table + " " + key + ": the row of the " + side + " (" + at + ") gives way to the one of " + winnerAt
                    + "; " + String.join("; ", differences);
        }
    }

    /** A row whose foreign key leads nowhere, in the source already. */
    public record Orphan(String table, String parent) {}
}
