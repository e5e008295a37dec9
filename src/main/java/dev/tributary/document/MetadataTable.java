package dev.tributary.document;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Column;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.Table;
import dev.tributary.fault.Fault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The table in which a database describes itself, under whichever name it is there, with whichever columns it has. */
final class MetadataTable {
    /** How a description begins that was made from the catalog. */
    static final String NOT_YET = "Not described yet:";

    /** What the table is called at the beginning. */
    private static final String NAME = "schema_metadata";

    private static final List<String> NEEDED = List.of("entity_type", "entity_name", "parent_name", "description");

    private final Connection connection;
    private final Table table;
    private final String rowid;

    private MetadataTable(Connection connection, Table table) {
        this.connection = connection;
        this.table = table;
        this.rowid = table.rowidName()
                .orElseThrow(() -> new Fault(
                                "the metadata cannot be changed row by row",
                                "its table " + table.name() + " has no rowid",
                                "make it again as a table with a rowid, and run this again")
                        .at(table.name()));
    }

    /** The table, if the database has one that can be read as metadata. */
    static Optional<MetadataTable> find(Connection connection, Catalog catalog, NameMap names) {
        return names.presentNames(NAME).stream()
                .flatMap(name -> catalog.table(name).stream())
                .filter(table -> missing(table).isEmpty())
                .findFirst()
                .map(table -> new MetadataTable(connection, table));
    }

    /** The same, where the database cannot be described without it. */
    static MetadataTable require(Connection connection, Catalog catalog, NameMap names) {
        obstacle(catalog, names).ifPresent(fault -> {
            throw fault;
        });
        return find(connection, catalog, names).orElseThrow();
    }

    /** What is wrong with the table, if a database of that catalog cannot be described without more ado. */
    static Optional<Fault> obstacle(Catalog catalog, NameMap names) {
        List<Table> tables = names.presentNames(NAME).stream()
                .flatMap(name -> catalog.table(name).stream())
                .toList();
        if (tables.isEmpty()) {
            return Optional.of(new Fault(
                    "the database has no table " + String.join(" or ", names.presentNames(NAME)),
                    "it describes itself there, one row for each table, view and column",
                    "run the migration with --create-missing (-Dcreate.missing=true)"));
        }
        return tables.stream().allMatch(table -> !missing(table).isEmpty())
                ? Optional.of(lacking(tables.get(0)))
                : Optional.empty();
    }

    private static Fault lacking(Table table) {
        List<String> missing = missing(table);
        return new Fault(
                        "the table " + table.name() + " has no column " + String.join(", ", missing),
                        "the database describes itself there, and needs the columns " + String.join(", ", NEEDED),
                        "add what is missing: "
                                + missing.stream()
                                        .map(column -> "ALTER TABLE " + Identifier.quote(table.name()) + " ADD COLUMN "
                                                + Identifier.quote(column) + " TEXT")
                                        .collect(Collectors.joining("; ")))
                .at(table.name());
    }

    private static List<String> missing(Table table) {
        return NEEDED.stream().filter(name -> table.column(name).isEmpty()).toList();
    }

    String name() {
        return table.name();
    }

    /** Every row in the order of the rowids. */
    List<MetadataRow> rows() throws SQLException {
        List<MetadataRow> rows = new ArrayList<>();
        List<String> columns = table.columns().stream().map(Column::name).toList();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT " + rowid + ", " + Identifier.list("", columns)
                        + " FROM " + Identifier.quote(table.name()) + " ORDER BY 1")) {
            while (found.next()) {
                Map<String, String> values = new HashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    String value = found.getString(i + 2);
                    if (value != null) {
                        values.put(columns.get(i).toLowerCase(Locale.ROOT), value);
                    }
                }
                rows.add(new MetadataRow(found.getLong(1), values));
            }
        }
        return rows;
    }

    /** Changes some columns of one row; those that the table does not have are left out. */
    void update(long id, Map<String, String> values) throws SQLException {
        List<String> columns = present(values);
        if (columns.isEmpty()) {
            return;
        }
        String sets = String.join(
                ", ",
                columns.stream()
                        .map(column -> Identifier.quote(column) + " = ?")
                        .toList());
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + Identifier.quote(table.name()) + " SET " + sets + " WHERE " + rowid + " = ?")) {
            bind(update, columns, values);
            update.setLong(columns.size() + 1, id);
            update.executeUpdate();
        }
    }

    void insert(Map<String, String> values) throws SQLException {
        List<String> columns = present(values);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO " + Identifier.quote(table.name()) + " (" + Identifier.list("", columns) + ") VALUES ("
                        + String.join(", ", columns.stream().map(column -> "?").toList()) + ")")) {
            bind(insert, columns, values);
            insert.executeUpdate();
        }
    }

    void delete(long id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM " + Identifier.quote(table.name()) + " WHERE " + rowid + " = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    private List<String> present(Map<String, String> values) {
        return values.keySet().stream()
                .filter(column -> table.column(column).isPresent())
                .sorted()
                .toList();
    }

    private static void bind(PreparedStatement statement, List<String> columns, Map<String, String> values)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            statement.setString(i + 1, values.get(columns.get(i)));
        }
    }
}
