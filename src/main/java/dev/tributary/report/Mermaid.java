package dev.tributary.report;

import dev.tributary.catalog.Column;
import dev.tributary.catalog.ForeignKey;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Table;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tables and foreign keys as a diagram that renderers of Markdown draw.
 *
 * @see <a href="https://mermaid.js.org/syntax/entityRelationshipDiagram.html">Mermaid: entity relationship diagrams</a>
 */
final class Mermaid {
    private Mermaid() {}

    /** The diagram's lines: each table with the columns of its keys, and a line for each foreign key. */
    static String of(List<Table> tables) {
        StringBuilder text = new StringBuilder("erDiagram\n");
        for (Table table : tables) {
            text.append("  ").append(name(table.name())).append(" {\n");
            for (Column column : table.columns()) {
                boolean foreign = isForeign(table, column.name());
                if (column.keyPosition() > 0 || foreign) {
                    text.append("    ")
                            .append(word(column.type().isEmpty() ? "ANY" : column.type()))
                            .append(' ')
                            .append(word(column.name()))
                            .append(' ')
                            .append(column.keyPosition() > 0 ? foreign ? "PK, FK" : "PK" : "FK")
                            .append('\n');
                }
            }
            text.append("  }\n");
        }
        for (Table table : tables) {
            for (ForeignKey key : table.foreignKeys()) {
                String columns = String.join(", ", key.columns());
                text.append("  ")
                        .append(name(key.references()))
                        .append(isOptional(table, key) ? " |o--" : " ||--")
                        .append(isUnique(table, key) ? "o| " : "o{ ")
                        .append(name(table.name()))
                        .append(" : \"")
                        .append(quoted(columns))
                        .append("\"\n");
            }
        }
        return text.toString();
    }

    private static boolean isForeign(Table table, String column) {
        return table.foreignKeys().stream()
                .anyMatch(key -> key.columns().stream().anyMatch(each -> Identifier.same(each, column)));
    }

    private static boolean isOptional(Table table, ForeignKey key) {
        return key.columns().stream()
                .anyMatch(name -> table.column(name).filter(Column::notNull).isEmpty());
    }

    private static boolean isUnique(Table table, ForeignKey key) {
        return table.key().equals(key.columns())
                || table.indexes().stream()
                        .anyMatch(index -> index.unique()
                                && index.where().isEmpty()
                                && index.columns().equals(key.columns()));
    }

    private static String name(String name) {
        return name.matches("[A-Za-z_][\\w-]*") ? name : '"' + quoted(name) + '"';
    }

    private static String quoted(String text) {
        return Words.visible(text).replace('"', '\'');
    }

    /** Types and columns are single words in a diagram. */
    private static String word(String text) {
        String word = text.chars()
                .mapToObj(c -> Character.isLetterOrDigit(c) || "_-()".indexOf(c) >= 0 ? String.valueOf((char) c) : "_")
                .collect(Collectors.joining());
        return Character.isLetter(word.charAt(0)) || word.charAt(0) == '_' ? word : "_" + word;
    }
}
