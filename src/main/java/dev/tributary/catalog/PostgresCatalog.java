package dev.tributary.catalog;

import dev.tributary.catalog.PostgresObject.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What one PostgreSQL schema consists of: each object with its definition in the server's own words. Two schemas are the
 * same when their catalogs are equal. Left out: what the server derives (the indexes and constraints of partitions), what
 * extensions own, how an index is stored ({@code WITH}, such as a vector index's {@code lists}), and whose the objects are.
 *
 * @param objects every object and its definition; an object without one, such as a schema, has an empty text
 */
public record PostgresCatalog(SortedMap<PostgresObject, String> objects) {
    private static final String BETWEEN = " | ";
    private static final String GONE = "- ";

    /** How the server writes a list of varchar values once a dump has been restored; before, it is {@code (ARRAY[..])::text[]}. */
    private static final Pattern RESTORED_LIST =
            Pattern.compile("ARRAY\\[((?:\\('(?:[^']|'')*'::character varying\\)::text(?:, )?)+)\\]");

    private static final Pattern RESTORED_VALUE = Pattern.compile("\\(('(?:[^']|'')*'::character varying)\\)::text");

    public PostgresCatalog {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
    }

    /** Reads a schema; works in a read-only transaction, with no privilege but to connect. */
    public static PostgresCatalog read(Connection connection, String schema) throws SQLException {
        String before = searchPath(connection);
        // the server leaves out the names of schemas in its search path: they must be the same for everybody
        setSearchPath(connection, "public");
        SortedMap<PostgresObject, String> objects = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(PostgresCatalogQuery.TEXT)) {
            query.setString(1, schema);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    PostgresObject object = new PostgresObject(
                            Kind.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                            row.getString(2),
                            row.getString(3));
                    objects.put(object, canonical(row.getString(4)));
                }
            }
        }
        setSearchPath(connection, before);
        return new PostgresCatalog(objects);
    }

    /** Reads what {@link #asText} wrote; lines that begin with # are comments. */
    public static PostgresCatalog parse(String text) {
        return new PostgresCatalog(new TreeMap<>()).changedBy(text);
    }

    /** This catalog after the changes that {@link #changesTo} wrote. */
    public PostgresCatalog changedBy(String changes) {
        SortedMap<PostgresObject, String> changed = new TreeMap<>(objects);
        Set<PostgresObject> seen = new HashSet<>();
        changes.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            boolean gone = line.startsWith(GONE);
            String[] parts = (gone ? line.substring(GONE.length()) : line).split(" \\| ", 4);
            if (parts.length < 4) {
                throw new IllegalArgumentException("not a line of a catalog: " + line);
            }
            PostgresObject object =
                    new PostgresObject(Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], parts[2]);
            if (!seen.add(object)) {
                throw new IllegalArgumentException("listed twice: " + object);
            }
            if (gone) {
                changed.remove(object);
            } else {
                changed.put(object, parts[3].strip());
            }
        });
        return new PostgresCatalog(changed);
    }

    /** What makes another catalog of this one: a line per object that is new or another, and one for each that goes. */
    public String changesTo(PostgresCatalog other) {
        SortedMap<PostgresObject, String> all = new TreeMap<>(objects);
        all.putAll(other.objects);
        return all.keySet().stream()
                .filter(object -> !definition(object).equals(other.definition(object)))
                .map(object -> other.has(object)
                        ? line(object, other.objects.get(object))
                        : GONE + line(object, objects.get(object)))
                .collect(Collectors.joining());
    }

    /** One line per object, in order, to be checked in and read as a diff. */
    public String asText() {
        return objects.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }

    private static String line(PostgresObject object, String definition) {
        return object.kind().name().toLowerCase(Locale.ROOT) + BETWEEN + object.table() + BETWEEN + object.name()
                + BETWEEN + definition + "\n";
    }

    public boolean has(PostgresObject object) {
        return objects.containsKey(object);
    }

    public Optional<String> definition(PostgresObject object) {
        return Optional.ofNullable(objects.get(object));
    }

    /** A definition on one line, and the same whether its schema was made by hand or restored from a dump. */
    private static String canonical(String definition) {
        return RESTORED_LIST
                .matcher(definition.strip().replaceAll("\\s+", " "))
                .replaceAll(list -> Matcher.quoteReplacement(
                        "(ARRAY[" + RESTORED_VALUE.matcher(list.group(1)).replaceAll("$1") + "])::text[]"));
    }

    private static String searchPath(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('search_path')")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void setSearchPath(Connection connection, String path) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('search_path', ?, false)")) {
            statement.setString(1, path);
            statement.execute();
        }
    }
}
