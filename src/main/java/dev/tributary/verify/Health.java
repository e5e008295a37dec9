package dev.tributary.verify;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import dev.tributary.plan.MergePlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The state of one database file.
 *
 * @param findings what {@code PRAGMA integrity_check} says; empty when it says ok
 * @param orphans what {@code PRAGMA foreign_key_check} says, which integrity_check does not
 */
public record Health(List<String> findings, List<String> orphans) {
    private static final Pattern ORPHAN =
            Pattern.compile("(?s)row (null|any|-?\\d+) of (.*) refers to a missing row of (.*)");

    /** In place of a rowid: a row that came from elsewhere may have another one here. */
    private static final String ANY = "any";

    public Health {
        findings = List.copyOf(findings);
        orphans = List.copyOf(orphans);
    }

    /** Examines one database of a connection; sees uncommitted rows of that connection. */
    public static Health of(Connection connection, String database) throws SQLException {
        List<String> findings = new ArrayList<>();
        String schema = Identifier.quote(database);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA " + schema + ".integrity_check(20)")) {
            while (rows.next()) {
                findings.add(rows.getString(1).strip().replaceAll("\\s+", " "));
            }
        }
        findings.remove("ok");
        return new Health(findings, orphans(connection, schema));
    }

    /**
     * A table that holds nothing but the rows of a source's table, proven equal under equal rowids.
     *
     * @param alias under which the source is attached; {@code integrity_check} has found nothing in it
     */
    public record Origin(String alias, String sourceTable, String table) {}

    /**
     * The same for a database in which some tables were just copied whole. Their indexes are compared with those of their
     * sources, entry by entry, which is quicker than looking up every row in every index; where that does not prove them,
     * or anything else looks wrong, everything is examined as in {@link #of(Connection, String)}.
     */
    public static Health of(Connection connection, String database, List<Origin> copied) throws SQLException {
        return soundWithout(connection, database, copied)
                ? new Health(List.of(), orphans(connection, Identifier.quote(database)))
                : of(connection, database);
    }

    private static boolean soundWithout(Connection connection, String database, List<Origin> copied)
            throws SQLException {
        if (copied.isEmpty() || !ok(connection, "PRAGMA " + Identifier.quote(database) + ".quick_check(1)")) {
            return false;
        }
        Set<String> proven = new HashSet<>();
        IndexProof proof = new IndexProof(connection, database);
        for (Origin origin : copied) {
            if (proof.holds(origin)) {
                proven.add(origin.table());
            }
        }
        List<String> others = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet names = statement.executeQuery("SELECT name FROM "
                        + Identifier.quote(database, "sqlite_schema") + " WHERE type = 'table' ORDER BY name")) {
            while (names.next()) {
                if (!proven.contains(names.getString(1))) {
                    others.add(names.getString(1));
                }
            }
        }
        for (String table : others) {
            if (!ok(
                    connection,
                    "PRAGMA " + Identifier.quote(database) + ".integrity_check(" + Identifier.quote(table) + ")")) {
                return false;
            }
        }
        return true;
    }

    private static boolean ok(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(pragma)) {
            return rows.next() && "ok".equals(rows.getString(1)) && !rows.next();
        }
    }

    private static List<String> orphans(Connection connection, String schema) throws SQLException {
        List<String> orphans = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA " + schema + ".foreign_key_check")) {
            while (rows.next()) {
                orphans.add(orphan(rows.getString(2), rows.getString(1), rows.getString(3)));
            }
        }
        return orphans;
    }

    /** The same, with every table called by another name: two states can be compared over a rename. */
    public Health called(UnaryOperator<String> nameOf) {
        return new Health(
                findings,
                orphans.stream()
                        .map(orphan -> {
                            Matcher parts = ORPHAN.matcher(orphan);
                            return parts.matches()
                                    ? orphan(parts.group(1), nameOf.apply(parts.group(2)), nameOf.apply(parts.group(3)))
                                    : orphan;
                        })
                        .toList());
    }

    /** The same, with rows whose foreign keys led nowhere in their source already. */
    public Health and(List<MergePlan.Orphan> brought) {
        List<String> all = new ArrayList<>(orphans);
        brought.forEach(orphan -> all.add(orphan(ANY, orphan.table(), orphan.parent())));
        return new Health(findings, all);
    }

    private static String orphan(String rowid, String table, String parent) {
        return "row " + rowid + " of " + table + " refers to a missing row of " + parent;
    }

    /** Refuses when this state is worse than an earlier one: what was wrong before is reported, not blamed on us. */
    public void requireNoWorseThan(Health before) {
        List<String> newFindings = new ArrayList<>(findings);
        before.findings().forEach(newFindings::remove);
        List<String> newOrphans = new ArrayList<>(orphans);
        before.orphans().forEach(newOrphans::remove); // one by one: without a rowid all look alike
        String any = "row " + ANY;
        before.orphans().stream()
                .filter(orphan -> orphan.startsWith(any))
                .map(orphan -> orphan.substring(any.length()))
                .forEach(rest -> newOrphans.stream()
                        .filter(orphan -> orphan.endsWith(rest))
                        .findFirst()
                        .ifPresent(newOrphans::remove));
        if (!newFindings.isEmpty() || !newOrphans.isEmpty()) {
            newFindings.addAll(newOrphans);
            throw new Fault(
                    "the target would not be sound after this migration",
                    String.join("; ", newFindings) + "; everything was rolled back",
                    "run 'plan'; if it says nothing, report this as a defect of Tributary");
        }
    }
}
