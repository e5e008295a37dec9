package dev.tributary.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The commands that a report tells a person to type, complete and quoted for a shell.
 *
 * @param program how the program is called, such as {@code java -jar target/tributary.jar}
 * @param target the target's name
 * @param here the folder in which the person is; what lies under it is named from there
 * @param told what the command that speaks was told, such as its sources, and another one has to be told too
 */
public record Commands(String program, String target, Path here, List<String> told) {
    /** In the place of {@code here}: the person may be anywhere, so that every path is named from the root. */
    public static final Path ANYWHERE = Path.of("");

    public Commands {
        told = List.copyOf(told);
    }

    /** Of a command that was told nothing. */
    public Commands(String program, String target, Path here) {
        this(program, target, here, List.of());
    }

    /** The same, of a command that was told this, word by word. */
    public Commands told(List<String> words) {
        return new Commands(program, target, here, words);
    }

    /** A command on a target's file. */
    public String line(String command, Path db) {
        return program + " " + command + " " + target + " --db " + path(db);
    }

    /** The same, told what this command was told. */
    public String again(String command, Path db) {
        return line(command, db) + told.stream().map(word -> " " + quote(word)).collect(Collectors.joining());
    }

    /** A path as one would type it here. */
    public String path(Path path) {
        boolean below = path.startsWith(here) && !path.equals(here);
        return quote((below ? here.relativize(path) : path).toString());
    }

    /** The command that puts a backup back. */
    public String restore(Path db, String backup) {
        return line("restore", db) + " --from " + quote(backup);
    }

    /** A word as a shell takes it literally. */
    public static String quote(String word) {
        return word.matches("[\\w./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
