package dev.tributary.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One table with its columns in order, its indexes and its foreign keys. */
public record Table(
        String name,
        List<Column> columns,
        List<Index> indexes,
        List<ForeignKey> foreignKeys,
        boolean withoutRowid,
        String sql) {

    public Table {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** The same table with other indexes. */
    public Table with(List<Index> others) {
        return new Table(name, columns, others, foreignKeys, withoutRowid, sql);
    }

    /** The same table under another name. */
    public Table called(String other) {
        return new Table(other, columns, indexes, foreignKeys, withoutRowid, sql);
    }

    public Optional<Column> column(String wanted) {
        return columns.stream().filter(c -> Identifier.same(c.name(), wanted)).findFirst();
    }

    /** The names of the columns that hold data: all but the generated ones. */
    public List<String> columnNames() {
        return columns.stream().filter(c -> !c.generated()).map(Column::name).toList();
    }

    /** The columns of the primary key in key order; empty when the table declares none. */
    public List<String> key() {
        return columns.stream()
                .filter(c -> c.keyPosition() > 0)
                .sorted(Comparator.comparingInt(Column::keyPosition))
                .map(Column::name)
                .toList();
    }

    /** Indexes that somebody created by name; those of constraints belong to the table itself. */
    public List<Index> createdIndexes() {
        return indexes.stream()
                .filter(index -> index.origin() == Index.Origin.CREATED)
                .toList();
    }

    public Optional<Index> index(String wanted) {
        return indexes.stream().filter(i -> Identifier.same(i.name(), wanted)).findFirst();
    }

    public boolean hasIndexOfShape(String shape) {
        return indexes.stream().anyMatch(index -> index.shape().equals(shape));
    }

    /**
     * A name by which SQL reaches the rowid, when there is a rowid that no column hides.
     *
     * @see <a href="https://www.sqlite.org/rowidtable.html">SQLite: rowid tables</a>
     */
    public Optional<String> rowidName() {
        if (withoutRowid) {
            return Optional.empty();
        }
        return List.of("rowid", "_rowid_", "oid").stream()
                .filter(name -> column(name).isEmpty())
                .findFirst();
    }

    /** The column that is another name of the rowid, if the table has one (INTEGER PRIMARY KEY). */
    public Optional<String> rowidColumn() {
        if (withoutRowid || key().size() != 1) {
            return Optional.empty();
        }
        boolean keyHasAnIndex = indexes.stream().anyMatch(i -> i.origin() == Index.Origin.PRIMARY_KEY);
        return keyHasAnIndex ? Optional.empty() : Optional.of(key().get(0));
    }
}
