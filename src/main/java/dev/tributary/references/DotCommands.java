package dev.tributary.references;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands of the sqlite3 shell that take a table's name: {@code .dump t}, {@code .schema t}, {@code .indexes t} and
 * {@code .import FILE t}.
 *
 * @see <a href="https://www.sqlite.org/cli.html">SQLite: the command line shell</a>
 */
final class DotCommands {
    private static final Pattern TABLES = Pattern.compile("\\.(dump|schema|indexes|indices|import)\\b");
    private static final Pattern WORD = Pattern.compile("\\s([A-Za-z_]\\w*)(?=\\s|$)");

    private DotCommands() {}

    /** The old names in one command. */
    static List<Found> in(Fragment command, Names names, Lines lines) {
        List<Found> found = new ArrayList<>();
        Matcher verb = TABLES.matcher(command.text());
        if (!verb.lookingAt()) {
            return found;
        }
        Matcher word = WORD.matcher(command.text());
        while (word.find()) {
            String old = word.group(1);
            if (!names.isOld(old)) {
                continue;
            }
            List<String> now = names.table(old);
            String byHand = now.size() > 1 || names.isAlias(old) ? "the name does not say which table is meant" : "";
            int from = command.place(word.start(1));
            boolean whole = command.isVerbatim(word.start(1), word.end(1));
            found.add(new Found(
                    new Reference(
                            lines.line(from),
                            lines.column(from),
                            Reference.Kind.TABLE,
                            old,
                            now,
                            "." + verb.group(1),
                            lost(verb.group(1)),
                            byHand.isEmpty() && !whole ? "the name is written in pieces" : byHand),
                    byHand.isEmpty() && whole
                            ? Optional.of(new Found.Edit(from, from + old.length(), now.get(0)))
                            : Optional.empty()));
        }
        return found;
    }

    private static String lost(String verb) {
        return switch (verb) {
            case "dump" -> "of a view .dump writes the definition and no rows";
            case "schema" -> "it shows the view";
            case "indexes", "indices" -> "a view has no indexes to show";
            default -> "";
        };
    }
}
