package dev.tributary.references;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that change, and only those. */
final class Names {
    private static final int KNOWN_LETTERS = 3;

    private final NameMap map;

    Names(NameMap map) {
        this.map = map;
    }

    /** What a table is called now; several where the name stood for several, none where it stays. */
    List<String> table(String oldName) {
        return Stream.concat(map.tablesOnceCalled(oldName).stream(), aliases(oldName))
                .filter(NameMap.Name::changes)
                .map(NameMap.Name::newName)
                .toList();
    }

    /** Whether only some installations called a table so: anywhere else the name may be another table's. */
    boolean isAlias(String oldName) {
        return aliases(oldName).findAny().isPresent();
    }

    private Stream<NameMap.Name> aliases(String oldName) {
        return map.aliases().stream().filter(name -> same(name.oldName(), oldName));
    }

    /** The old names that a name with computed parts may stand for, if enough of it is known. */
    List<String> tablesLike(String computed) {
        String known = computed.replace(String.valueOf(Fragment.HOLE), "");
        if (known.length() < KNOWN_LETTERS) {
            return List.of();
        }
        Pattern pattern = Pattern.compile(
                Arrays.stream(computed.split(String.valueOf(Fragment.HOLE), -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")),
                Pattern.CASE_INSENSITIVE);
        return map.tables().stream()
                .filter(NameMap.Name::changes)
                .map(NameMap.Name::oldName)
                .distinct()
                .filter(name -> pattern.matcher(name).matches())
                .toList();
    }

    /** The columns that change: {@code table.column} and the column's new name. */
    List<NameMap.Name> columns() {
        return map.columns();
    }

    /** The database files that flow into another. */
    List<NameMap.Name> files() {
        return map.files();
    }

    /** The part of {@code table.column} before the dot. */
    static String tableOf(NameMap.Name column) {
        return column.oldName().substring(0, column.oldName().indexOf('.'));
    }

    /** The part of {@code table.column} behind the dot. */
    static String columnOf(NameMap.Name column) {
        return column.oldName().substring(column.oldName().indexOf('.') + 1);
    }

    boolean isOld(String name) {
        return !table(name).isEmpty();
    }

    static boolean same(String one, String other) {
        return Identifier.same(one, other);
    }
}
