package dev.tributary.postgres;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A live schema held against what it should be.
 *
 * @param present objects that are there and right
 * @param missing objects that can simply be made; the columns and constraints of a missing table are not listed besides it
 * @param differences objects that are there and are not what they should be, and parts that an existing table lacks
 * @param grants grants that PUBLIC should have and has not: missing, or taken back by an administrator
 * @param extra objects that nobody expects; they do no harm
 */
public record SchemaState(
        List<PostgresObject> present,
        List<PostgresObject> missing,
        List<Difference> differences,
        List<PostgresObject> grants,
        List<PostgresObject> extra) {

    private static final Set<Kind> SHARING_NAMES = EnumSet.of(Kind.TABLE, Kind.PARTITION, Kind.INDEX, Kind.VIEW);
    private static final Set<Kind> PARTS = EnumSet.of(Kind.COLUMN, Kind.CONSTRAINT);

    public SchemaState {
        present = List.copyOf(present);
        missing = List.copyOf(missing);
        differences = List.copyOf(differences);
        grants = List.copyOf(grants);
        extra = List.copyOf(extra);
    }

    /**
     * One object that is not what it should be.
     *
     * @param found empty when the object is missing in a table that exists
     */
    public record Difference(PostgresObject object, String expected, Optional<String> found) {
        /** Such as {@code column api_keys.type is integer, expected character varying(50)}. */
        public String asText() {
            return found.map(text -> object + " is " + text + ", expected " + expected)
                    .orElse(object + " is missing, expected " + expected);
        }
    }

    /** Compares; reads nothing. */
    public static SchemaState of(PostgresCatalog expected, PostgresCatalog live) {
        List<PostgresObject> present = new ArrayList<>();
        List<PostgresObject> missing = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        List<PostgresObject> grants = new ArrayList<>();
        for (Map.Entry<PostgresObject, String> entry : expected.objects().entrySet()) {
            PostgresObject object = entry.getKey();
            Optional<String> found = live.definition(object);
            if (found.equals(Optional.of(entry.getValue()))) {
                present.add(object);
            } else if (object.kind() == Kind.GRANT) {
                grants.add(object);
            } else if (found.isPresent() && object.kind() == Kind.BODY) {
                differences.add(new Difference(object, "the text that a version gave it", Optional.of("another text")));
            } else if (found.isPresent()) {
                differences.add(new Difference(object, entry.getValue(), found));
            } else if (object.kind() == Kind.BODY) {
                continue; // its function is missing, and that is said
            } else if (PARTS.contains(object.kind())) {
                if (live.has(new PostgresObject(Kind.TABLE, "", object.table()))) {
                    differences.add(new Difference(object, entry.getValue(), Optional.empty()));
                }
            } else {
                Optional<PostgresObject> other = nameTaken(object, live);
                other.ifPresentOrElse(
                        taken -> differences.add(
                                new Difference(object, entry.getValue(), Optional.of("a name taken by " + taken))),
                        () -> missing.add(object));
            }
        }
        List<PostgresObject> extra = live.objects().keySet().stream()
                .filter(object -> !expected.has(object) && object.kind() != Kind.GRANT && object.kind() != Kind.BODY)
                .filter(object -> !isMonth(object)) // which there should be, the day says
                .toList();
        return new SchemaState(present, missing, differences, grants, extra);
    }

    private static boolean isMonth(PostgresObject object) {
        return object.kind() == Kind.PARTITION && object.name().matches(".*_\\d{4}_\\d\\d");
    }

    /** Whether everything is there and right, whoever may use it. */
    public boolean complete() {
        return missing.isEmpty() && differences.isEmpty();
    }

    /** Tables, views and indexes of one schema share their names. */
    private static Optional<PostgresObject> nameTaken(PostgresObject object, PostgresCatalog live) {
        if (!SHARING_NAMES.contains(object.kind())) {
            return Optional.empty();
        }
        return live.objects().keySet().stream()
                .filter(other ->
                        SHARING_NAMES.contains(other.kind()) && other.name().equals(object.name()))
                .findFirst();
    }
}
