package dev.tributary.references;

import dev.tributary.catalog.NameMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds old database files in strings that are paths, addresses of files, or a shell's words. */
final class PathReferences {
    private static final Pattern FROM_A_ROOT = Pattern.compile(
            "(?s)(/|~|\\.{1,2}[/\\\\]|[A-Za-z]:[/\\\\]|\\\\\\\\|(file|sqlite|jdbc):).*", Pattern.CASE_INSENSITIVE);
    private static final String BY_HAND = "a path is not an SQL name";
    private static final String LOST = "no view reaches into another file";

    private final Names names;
    private final Lines lines;

    PathReferences(Names names, Lines lines) {
        this.names = names;
        this.lines = lines;
    }

    /** The old files that a literal names. */
    List<Found> in(Literal literal) {
        String text = literal.text().text();
        return isPath(literal, text) ? named(literal.text()) : List.of();
    }

    /** The old files that a text names, which is a path for certain. */
    List<Found> named(Fragment path) {
        List<Found> found = new ArrayList<>();
        for (NameMap.Name file : names.files()) {
            Matcher matcher = Pattern.compile(
                            "(?<![\\w.-])" + Pattern.quote(file.oldName()) + "(?=(-wal|-shm|-journal)?($|[^\\w.-]))")
                    .matcher(path.text());
            while (matcher.find()) {
                int place = path.place(matcher.start());
                found.add(new Found(
                        new Reference(
                                lines.line(place),
                                lines.column(place),
                                Reference.Kind.FILE,
                                file.oldName(),
                                List.of(file.newName()),
                                "path",
                                LOST,
                                BY_HAND),
                        Optional.empty()));
            }
        }
        return found;
    }

    /** A path has no blanks, unless it begins where paths begin; a sentence that names a file is no path. */
    private static boolean isPath(Literal literal, String text) {
        if (literal.form() == Literal.Form.DOCSTRING
                || literal.callee().matches("echo|printf") && literal.form() == Literal.Form.BARE_WORD) {
            return false;
        }
        boolean oneWord = !Pattern.compile("\\s").matcher(text.strip()).find();
        return oneWord || FROM_A_ROOT.matcher(text).matches() && !text.contains("\n");
    }
}
