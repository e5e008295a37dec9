package dev.tributary.catalog;

import dev.tributary.catalog.PostgresObject.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one PostgreSQL schema consists of: each object with its definition in the server's own words. Two schemas are the
 * same when their catalogs are equal. Left out: what the server derives (the indexes and constraints of partitions), what
 * extensions own, how large a vector index was made ({@code lists}), and whose the objects are.
 *
 * @param objects every object and its definition; an object without one, such as a schema, has an empty text
 */
public record PostgresCatalog(SortedMap<PostgresObject, String> objects) {
    private static final String BETWEEN = " | ";

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
                    objects.put(object, oneLine(row.getString(4)));
                }
            }
        }
        setSearchPath(connection, before);
        return new PostgresCatalog(objects);
    }

    /** Reads what {@link #asText} wrote; lines that begin with # are comments. */
    public static PostgresCatalog parse(String text) {
        SortedMap<PostgresObject, String> objects = new TreeMap<>();
        text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
            String[] parts = line.split(" \\| ", 4);
            if (parts.length < 4) {
                throw new IllegalArgumentException("not a line of a catalog: " + line);
            }
            PostgresObject object =
                    new PostgresObject(Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], parts[2]);
            if (objects.put(object, parts[3].strip()) != null) {
                throw new IllegalArgumentException("listed twice: " + object);
            }
        });
        return new PostgresCatalog(objects);
    }

    /** One line per object, in order, to be checked in and read as a diff. */
    public String asText() {
        return objects.entrySet().stream()
                .map(entry -> (entry.getKey().kind().name().toLowerCase(Locale.ROOT)
                                + BETWEEN
                                + entry.getKey().table()
                                + BETWEEN
                                + entry.getKey().name()
                                + BETWEEN
                                + entry.getValue())
                        + "\n")
                .collect(Collectors.joining());
    }

    public boolean has(PostgresObject object) {
        return objects.containsKey(object);
    }

    public Optional<String> definition(PostgresObject object) {
        return Optional.ofNullable(objects.get(object));
    }

    private static String oneLine(String definition) {
        return definition.strip().replaceAll("\\s+", " ");
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
