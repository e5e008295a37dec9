package dev.tributary.support;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ways to damage a database file. For files that no connection of this process is open to. */
public final class Damage {
    private Damage() {}

    /** Overwrites the root page of a table or an index, so that it is no b-tree page any more. */
    public static void rootPage(Path file, String tableOrIndex) {
        int size = (int) Sqlite.number(file, "PRAGMA page_size");
        long page = Sqlite.number(file, "SELECT rootpage FROM sqlite_schema WHERE name = '" + tableOrIndex + "'");
        overwrite(file, (page - 1) * size, new byte[size]);
    }

    /**
     * Changes one indexed value inside its index only, so that every page is well-formed and the index lies.
     *
     * @param indexed a text that the index holds, in ASCII, of which the first letter is replaced
     */
    public static void indexEntry(Path file, String index, String indexed) {
        int size = (int) Sqlite.number(file, "PRAGMA page_size");
        long page = Sqlite.number(file, "SELECT rootpage FROM sqlite_schema WHERE name = '" + index + "'");
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] content = new byte[size];
            bytes.seek((page - 1) * size);
            bytes.readFully(content);
            int at = new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(indexed);
            if (at < 0) {
                throw new IllegalArgumentException(indexed + " is not on the root page of " + index);
            }
            bytes.seek((page - 1) * size + at);
            bytes.write('~');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts off the end of a file. */
    public static void truncate(Path file, long bytes) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the file hold this text and nothing else. */
    public static void text(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void overwrite(Path file, long at, byte[] with) {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            bytes.write(with);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
