package dev.tributary.references;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Puts new names in the places of old ones. */
final class Rewriting {
    private Rewriting() {}

    /** The text with every change that can be made for certain. */
    static String of(String text, List<Found> found) {
        List<Found.Edit> edits = found.stream()
                .flatMap(each -> each.edit().stream())
                .sorted(Comparator.comparingInt(Found.Edit::from))
                .toList();
        StringBuilder after = new StringBuilder();
        int at = 0;
        for (Found.Edit edit : edits) {
            after.append(text, at, edit.from()).append(edit.replacement());
            at = edit.to();
        }
        return after.append(text, at, text.length()).toString();
    }

    /**
     * Holds the new text against the old one by reading it again: what was left to a person is there still, and nothing else
     * is.
     *
     * @throws Fault when the new text says anything else; the file is then as it was
     */
    static void requireSound(Path file, String before, String after, List<Found> found, List<Found> again) {
        List<String> left = found.stream()
                .filter(each -> each.edit().isEmpty())
                .map(each -> each.reference().line() + " " + each.reference().oldName())
                .toList();
        List<String> seen = again.stream()
                .map(each -> each.reference().line() + " " + each.reference().oldName())
                .toList();
        if (!left.equals(seen) || before.equals(after)) {
            throw new Fault(
                            "the names in " + file + " cannot be replaced safely",
                            "read again after the change it would name " + seen + ", and not " + left,
                            "change this file by hand, and run this again")
                    .at(file);
        }
    }

    /** Writes the whole file or nothing, with the rights that it had. */
    static void write(Path file, byte[] before, String after) {
        Path beside = file.resolveSibling(file.getFileName() + ".tributary-tmp");
        try {
            if (!Arrays.equals(Files.readAllBytes(file), before)) {
                throw new Fault(
                                file + " was written to while it was being read",
                                "a program that uses it was active in the meantime",
                                "run this again; it is safe to repeat")
                        .at(file);
            }
            Files.copy(file, beside, StandardCopyOption.COPY_ATTRIBUTES); // its rights too; fails where one lies there
            try {
                Files.write(beside, after.getBytes(StandardCharsets.UTF_8));
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new Fault(
                            "the file " + file + " cannot be written",
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "check the rights on it and on its folder, and run this again: it goes on where it stopped")
                    .at(file)
                    .revealedBy(e);
        }
    }
}
