package dev.tributary.plan;

import dev.tributary.catalog.Identifier;
import dev.tributary.source.SourceSpec;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The declaration of a copy: which tables of which source flow into which tables of the target.
 *
 * @param source where the rows come from
 * @param tables in the order of copying
 */
public record CopySpec(SourceSpec source, List<TableCopy> tables) {
    public CopySpec {
        tables = List.copyOf(tables);
    }

    /**
     * One table's way: its name in the source, its name in the target, and the rule by which it goes there.
     *
     * @param from the table's name in the source
     * @param to the table's name in the target
     */
    public record TableCopy(String from, String to, Rule rule) {
        /** A table that another migration made, and that the rows are copied into. */
        public TableCopy(String from, String to) {
            this(from, to, new Rule.Copied());
        }

        /** A table that keeps its name. */
        public static TableCopy same(String table) {
            return new TableCopy(table, table);
        }

        /** The names under which a source may have the table, the usual one first. */
        public List<String> names() {
            return rule instanceof Rule.Merged merged
                    ? Stream.concat(Stream.of(from), merged.alsoCalled().stream())
                            .toList()
                    : List.of(from);
        }

        private String canonical() {
            return from + ">" + to + rule.canonical();
        }
    }

    /** How a table flows. */
    public sealed interface Rule {
        /** For the declaration's one line; empty for the first rule that there was, whose checksums are in use. */
        String canonical();

        /** A migration made the table; rows are copied into it. */
        record Copied() implements Rule {
            @Override
            public String canonical() {
                return "";
            }
        }

        /**
         * The table comes as it is in its source, with rows, indexes, constraints, triggers, views and the mark up to which
         * its keys were given out.
         *
         * @param alsoCalled other names under which a source may have it
         */
        record Merged(List<String> alsoCalled) implements Rule {
            public Merged {
                alsoCalled = List.copyOf(alsoCalled);
            }

            @Override
            public String canonical() {
                return " merged also=" + String.join("/", alsoCalled);
            }
        }

        /**
         * Rows flow into a table that is there; of two rows of equal natural key the newer one stays.
         *
         * @param key the natural key, in which a missing value equals a missing value
         * @param updatedAt the column that says when a row was written
         */
        record NewestWins(List<String> key, String updatedAt) implements Rule {
            public NewestWins {
                key = List.copyOf(key);
            }

            @Override
            public String canonical() {
                return " newest=" + updatedAt + " by=" + String.join("/", key);
            }
        }

        /** The table should be empty; where it is not, the user says what becomes of its rows: {@link Policies}. */
        record ExpectedEmpty() implements Rule {
            @Override
            public String canonical() {
                return " expected=empty";
            }
        }
    }

    /** The whole declaration as one line: a change of any part of it is a change of the migration. */
    public String canonical() {
        return "source=" + source.name()
                + " searched=" + String.join(",", source.searched())
                + " needed=" + source.needed()
                + " tables="
                + tables.stream().map(TableCopy::canonical).collect(Collectors.joining(","));
    }

    /** How the newest row is known in a table that was declared so. */
    public Rule.NewestWins newestWins(String from) {
        return tables.stream()
                .filter(copy -> Identifier.same(copy.from(), from))
                .map(TableCopy::rule)
                .filter(Rule.NewestWins.class::isInstance)
                .map(Rule.NewestWins.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** The tables that need a policy when they hold rows, each as {@code source.table}. */
    public List<String> policed() {
        return tables.stream()
                .filter(table -> table.rule() instanceof Rule.ExpectedEmpty)
                .map(table -> source.name() + "." + table.from())
                .toList();
    }
}
