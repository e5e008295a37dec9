package dev.tributary.document;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Old table names inside metadata become new ones; nothing else in it does. */
final class MetadataNames {
    private static final Pattern JSON_STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"(\\s*:)?");
    private static final Pattern WORD = Pattern.compile("\\w+");

    private final NameMap names;

    MetadataNames(NameMap names) {
        this.names = names;
    }

    /** What a table is called in the end; a name that means no table of ours stays. */
    String table(String name) {
        return names.tablesOnceCalled(name).stream()
                .filter(each -> Identifier.same(each.storedName(), name))
                .findFirst()
                .or(() -> names.tablesOnceCalled(name).stream().findFirst())
                .map(NameMap.Name::newName)
                .orElse(name);
    }

    /** The name of something else than a table, view or column, such as {@code a->b}. */
    String relationship(String name) {
        return WORD.matcher(name).replaceAll(word -> Matcher.quoteReplacement(table(word.group())));
    }

    /** A JSON array of tables, or their names between commas. */
    String list(String tables) {
        return isJson(tables) ? json(tables) : relationship(tables);
    }

    /** JSON whose values are tables or {@code table.column}; what stands under {@code column} is neither. */
    String json(String text) {
        if (!isJson(text)) {
            return text;
        }
        StringBuilder changed = new StringBuilder();
        Matcher string = JSON_STRING.matcher(text);
        String key = "";
        while (string.find()) {
            if (string.group(2) != null) {
                key = string.group(1);
            } else if (!key.startsWith("column")) {
                string.appendReplacement(changed, Matcher.quoteReplacement('"' + reference(string.group(1)) + '"'));
            }
        }
        return string.appendTail(changed).toString();
    }

    private String reference(String value) {
        int dot = value.indexOf('.');
        return dot < 0 ? table(value) : table(value.substring(0, dot)) + value.substring(dot);
    }

    private static boolean isJson(String text) {
        return text.strip().startsWith("[") || text.strip().startsWith("{");
    }
}
