package dev.tributary.report;

import java.nio.file.Path;

/**
 * The commands that a report tells a person to type, complete and quoted for a shell.
 *
 * @param program how the program is called, such as {@code java -jar target/tributary.jar}
 * @param target the target's name
 * @param here the folder in which the person is; what lies under it is named from there
 */
public record Commands(String program, String target, Path here) {
    /** A command on a target's file. */
    public String line(String command, Path db) {
        return program + " " + command + " " + target + " --db " + path(db);
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
