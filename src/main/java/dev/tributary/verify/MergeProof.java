package dev.tributary.verify;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Index;
import dev.tributary.catalog.Query;
import dev.tributary.catalog.StoredStatement;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.ObjectFate;
import dev.tributary.plan.TablePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks, after a merge, whether everything that belongs to its tables has arrived: both catalogs are read again. */
public final class MergeProof {
    private final Connection connection;
    private final String target;

    /** Looks at one database of a connection. */
    public MergeProof(Connection connection, String target) {
        this.connection = connection;
        this.target = target;
    }

    /**
     * Refuses when a column, index, constraint, trigger, view or mark of the source has not arrived.
     *
     * @param source the source's catalog
     * @param now the target's catalog after the merge
     */
    public void require(CopyPlan plan, Catalog source, Catalog now) throws SQLException {
        List<String> lost = new ArrayList<>();
        for (TablePlan each : plan.tables()) {
            if (each.way() == TablePlan.Way.MERGED || each.way() == TablePlan.Way.CARRIED) {
                Table from = source.table(each.source().name()).orElseThrow();
                now.table(each.target().name())
                        .ifPresentOrElse(
                                to -> compare(from, to, lost),
                                () -> lost.add("the table " + each.target().name()));
            }
        }
        for (Catalog.Definition view : source.views()) {
            arrived(view, ObjectFate.Kind.VIEW, plan.merge().fates(), now.views(), lost);
        }
        for (Catalog.Definition trigger : source.triggers()) {
            arrived(trigger, ObjectFate.Kind.TRIGGER, plan.merge().fates(), now.triggers(), lost);
        }
        madeAsPlanned(plan, now, lost);
        marks(plan, lost);
        if (!lost.isEmpty()) {
            throw new Fault(
                    "the merge of '" + plan.source() + "' has lost " + lost.get(0),
                    "not arrived: " + String.join("; ", lost) + "; everything was rolled back",
                    "report this as a defect of Tributary, with the output of 'plan'");
        }
    }

    private static void compare(Table from, Table to, List<String> lost) {
        for (Column column : from.columns()) {
            if (to.column(column.name()).isEmpty()) {
                lost.add("the column " + from.name() + "." + column.name());
            }
        }
        for (Index index : from.indexes()) {
            if (!to.hasIndexOfShape(index.shape())) {
                lost.add("the index " + index.name() + " " + index.shape() + " of " + from.name());
            }
        }
        if (to.foreignKeys().size() < from.foreignKeys().size()) {
            lost.add("a foreign key of " + from.name());
        }
    }

    private static void arrived(
            Catalog.Definition object,
            ObjectFate.Kind kind,
            List<ObjectFate> fates,
            List<Catalog.Definition> now,
            List<String> lost) {
        String what = "the " + kind.name().toLowerCase(Locale.ROOT) + " " + object.name();
        List<ObjectFate> found = fates.stream()
                .filter(fate -> fate.kind() == kind && fate.name().equals(object.name()))
                .toList();
        if (found.size() != 1) {
            lost.add(what);
            return;
        }
        ObjectFate fate = found.get(0);
        boolean there = now.stream().anyMatch(each -> Identifier.same(each.name(), fate.as()));
        if (fate.fate() != ObjectFate.Fate.STAYS && !there) {
            lost.add(what);
        }
    }

    /** What was made is what was planned to the letter, so that CHECKs, defaults and collations are too. */
    private static void madeAsPlanned(CopyPlan plan, Catalog now, List<String> lost) {
        for (Table made : plan.merge().made().tables()) {
            boolean wasThere = plan.tables().stream()
                    .anyMatch(each -> Identifier.same(each.target().name(), made.name())
                            && !each.target().sql().equals(made.sql()));
            if (!wasThere
                    && now.table(made.name())
                            .filter(table -> table.sql().equals(made.sql()))
                            .isEmpty()) {
                lost.add("the statement of " + made.name());
            }
        }
        for (Catalog.Definition view : plan.merge().made().views()) {
            if (now.views().stream()
                    .noneMatch(
                            each -> each.name().equals(view.name()) && StoredStatement.same(each.sql(), view.sql()))) {
                lost.add("the statement of the view " + view.name());
            }
        }
    }

    private void marks(CopyPlan plan, List<String> lost) throws SQLException {
        for (Map.Entry<String, Long> mark : plan.merge().marks().entrySet()) {
            long now = Query.number(
                    connection,
                    "SELECT coalesce(max(seq), -1) FROM " + Identifier.quote(target, "sqlite_sequence")
                            + " WHERE lower(name) = lower(" + Identifier.literal(mark.getKey()) + ")");
            if (now < mark.getValue()) {
                lost.add("the mark " + mark.getValue() + " of " + mark.getKey() + "'s keys");
            }
        }
    }
}
