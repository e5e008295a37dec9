package dev.tributary.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a target's tables and files were called, are stored under, and will be called: the file {@code names.csv} of its
 * folder. The order is the file's.
 */
public record NameMap(List<Name> names) {
    private static final String HEADER = "kind,domain,old,new,stored";
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final int FIELDS = HEADER.split(",").length;

    public NameMap {
        names = List.copyOf(names);
    }

    /** What a name is the name of. */
    public enum Kind {
        TABLE,
        /** A database file, without its folder. */
        FILE,
        /** Another old name by which some installations called a table. */
        ALIAS,
        /** A column, as {@code table.column}; its new name stands alone. */
        COLUMN
    }

    /**
     * One thing and its names.
     *
     * @param domain the group that the new name's prefix stands for
     * @param oldName what the old programs say; two tables of different files may have shared one
     * @param newName what it is called in the end, equal to the old name where that stays
     * @param storedName what it is called between the merge and the switch
     * @param aliases other old names that this installation has for it: see {@link NameMap#inUse}
     */
    public record Name(
            Kind kind, String domain, String oldName, String newName, String storedName, List<String> aliases) {
        public Name {
            aliases = List.copyOf(aliases);
        }

        /** One without other old names. */
        public Name(Kind kind, String domain, String oldName, String newName, String storedName) {
            this(kind, domain, oldName, newName, storedName, List.of());
        }

        /** Whether programs that use the old name have to change some day. */
        public boolean changes() {
            return !Identifier.same(oldName, newName);
        }

        /** Whether the thing is called by its new name already before the switch. */
        public boolean storedAsNew() {
            return Identifier.same(storedName, newName);
        }

        /** The names that old programs have for it and that are not its new one; none where the name belongs to another. */
        public List<String> oldNames() {
            return storedAsNew()
                    ? List.of()
                    : Stream.concat(Stream.of(oldName), aliases.stream()).toList();
        }

        /** Its new name, then its old ones. */
        private List<String> allNames() {
            return Stream.concat(Stream.of(newName), oldNames().stream()).toList();
        }

        /** Its names besides the one that it is stored under now: each is to be a second name of it. */
        public List<String> besides(String present) {
            return allNames().stream()
                    .filter(name -> !Identifier.same(name, present))
                    .toList();
        }

        /** Whether a database object of that name is this thing, before the switch or after it. */
        public boolean isCalled(String name) {
            return Identifier.same(storedName, name)
                    || allNames().stream().anyMatch(each -> Identifier.same(each, name));
        }

        private Name alsoCalled(String alias, boolean stored) {
            return new Name(
                    kind,
                    domain,
                    oldName,
                    newName,
                    stored ? alias : storedName,
                    Stream.concat(aliases.stream(), Stream.of(alias)).toList());
        }
    }

    /**
     * Reads the text of a {@code names.csv}: the header {@code kind,domain,old,new,stored}, then one line per thing,
     * without quotes, since none of these names needs any.
     *
     * @throws IllegalArgumentException when a line has another number of fields, an unknown kind or an empty name, or when
     *     two things would carry one name at the same time
     */
    public static NameMap parse(String csv) {
        List<String> lines = csv.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
            throw new IllegalArgumentException("names.csv does not begin with " + HEADER);
        }
        List<Name> names = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            names.add(name(line));
        }
        NameMap map = new NameMap(names);
        map.requireDistinctTables();
        return map;
    }

    private static Name name(String line) {
        String[] fields = Stream.of(line.split(",", -1)).map(String::strip).toArray(String[]::new);
        if (fields.length != FIELDS || Stream.of(fields).anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("names.csv: not " + FIELDS + " filled fields: " + line);
        }
        Kind kind = Stream.of(Kind.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(fields[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("names.csv: an unknown kind: " + line));
        return new Name(kind, fields[1], fields[2], fields[3], fields[4]);
    }

    private void requireDistinctTables() {
        List<Name> tables = tables();
        for (int i = 0; i < tables.size(); i++) {
            for (Name earlier : tables.subList(0, i)) {
                Name name = tables.get(i);
                if (earlier.isCalled(name.newName()) || earlier.isCalled(name.storedName())) {
                    throw new IllegalArgumentException(
                            "names.csv: two tables would be called alike: " + earlier + " and " + name);
                }
            }
        }
    }

    /** The tables, those that keep their name too. */
    public List<Name> tables() {
        return of(Kind.TABLE);
    }

    /** The database files. */
    public List<Name> files() {
        return of(Kind.FILE);
    }

    /** The other old names of tables. */
    public List<Name> aliases() {
        return of(Kind.ALIAS);
    }

    /** The columns that are called otherwise now. */
    public List<Name> columns() {
        return of(Kind.COLUMN);
    }

    /**
     * The same map for one installation: a table that has one of its other old names there keeps it until the switch, as it
     * would keep its usual one, and every other old name that is in use is one of its names.
     *
     * @param catalog the installation's, in which an unrelated table of such a name stands beside the one that is meant
     */
    public NameMap inUse(Catalog catalog) {
        return new NameMap(names.stream().map(name -> inUse(name, catalog)).toList());
    }

    private Name inUse(Name name, Catalog catalog) {
        Name found = name;
        for (Name alias : aliases()) {
            if (name.kind() != Kind.TABLE
                    || !Identifier.same(alias.newName(), name.newName())
                    || name.isCalled(alias.oldName())) {
                continue;
            }
            boolean stored = catalog.table(alias.oldName()).isPresent()
                    && name.allNames().stream()
                            .noneMatch(each -> catalog.table(each).isPresent());
            boolean view = catalog.views().stream()
                    .anyMatch(each -> each.isSecondName() && Identifier.same(each.name(), alias.oldName()));
            found = stored || view ? found.alsoCalled(alias.oldName(), stored) : found;
        }
        return found;
    }

    private List<Name> of(Kind kind) {
        return names.stream().filter(name -> name.kind() == kind).toList();
    }

    /** The tables that an old program may mean by that name; more than one where files shared it. */
    public List<Name> tablesOnceCalled(String oldName) {
        return tables().stream()
                .filter(name -> Stream.concat(Stream.of(name.oldName()), name.aliases().stream())
                        .anyMatch(each -> Identifier.same(each, oldName)))
                .toList();
    }

    /** The table that has that name before the switch or after it. */
    public Optional<Name> tableCalled(String name) {
        return tables().stream().filter(each -> each.isCalled(name)).findFirst();
    }

    /**
     * A text in which every word that is an old name of a table is replaced by its new one. Of a name that two files
     * shared, the first meaning counts.
     */
    public String inText(String text) {
        Matcher words = WORD.matcher(text);
        return words.replaceAll(word -> Matcher.quoteReplacement(tablesOnceCalled(word.group()).stream()
                .findFirst()
                .map(Name::newName)
                .orElse(word.group())));
    }

    /** The name that a table has in the end; its own where the map does not know it. */
    public String newName(String present) {
        return tableCalled(present).map(Name::newName).orElse(present);
    }

    /**
     * What a table may be called now, best guess first: the new name, then the one it had before the switch. For a table
     * that the map does not know, its own name.
     */
    public List<String> presentNames(String name) {
        return tableCalled(name).map(Name::allNames).orElseGet(() -> List.of(name));
    }
}
