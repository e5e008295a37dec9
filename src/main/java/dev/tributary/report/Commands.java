package dev.tributary.report;

import java.nio.file.Path;

/**
 * The commands that a report tells a person to type, complete and quoted for a shell.
 *
 * @param program how the program is called, such as {@code java -jar target/tributary.jar}
 * @param target the target's name
 */
public record Commands(String program, String target) {
    /** A command on a target's file. */
    public String line(String command, Path db) {
        return program + " " + command + " " + target + " --db " + quote(db.toString());
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
