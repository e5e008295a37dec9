package dev.tributary.source;

import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first 100 bytes of a database file.
 *
 * <p>Read before this process has any SQLite connection to the file, never after: closing a descriptor drops every POSIX
 * lock that the process holds on it.
 *
 * @param walMode whether the file is in write-ahead-log mode
 * @see <a href="https://www.sqlite.org/fileformat2.html#the_database_header">SQLite: the database header</a>
 * @see <a href="https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_">SQLite:
 *     how to corrupt a database, locks canceled by close()</a>
 */
record SqliteHeader(boolean walMode) {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int SIZE = 100;
    private static final int READ_VERSION = 19;
    private static final int PAGE_SIZE = 16;
    private static final int CHANGE_COUNTER = 24;
    private static final int PAGES = 28;
    private static final int ENCODING = 56;
    private static final int VALID_FOR = 92;
    private static final int UTF_8 = 1;

    /**
     * Reads and judges a header.
     *
     * @param what how to call the file in a fault, such as {@code the source 'tasks'}
     */
    static SqliteHeader read(String what, Path file) {
        ByteBuffer bytes = ByteBuffer.allocate(SIZE);
        long size;
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            size = channel.size();
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // read on until the header is full or the file ends
            }
        } catch (IOException e) {
            throw new Fault(
                            what + " cannot be read: " + file,
                            e.getClass().getSimpleName() + ": " + e.getMessage(),
                            "give this user the right to read the file")
                    .at(file)
                    .revealedBy(e);
        }
        if (bytes.hasRemaining() || !Arrays.equals(Arrays.copyOf(bytes.array(), MAGIC.length), MAGIC)) {
            throw notADatabase(what, file, size);
        }
        // the encoding stays 0 until the first table is made
        int encoding = bytes.getInt(ENCODING);
        if (encoding > UTF_8) {
            throw wrongEncoding(what, file);
        }
        int pageSize = Short.toUnsignedInt(bytes.getShort(PAGE_SIZE));
        long pages = Integer.toUnsignedLong(bytes.getInt(PAGES));
        boolean countIsValid = bytes.getInt(CHANGE_COUNTER) == bytes.getInt(VALID_FOR);
        boolean walMode = bytes.get(READ_VERSION) == 2;
        if (!walMode && countIsValid && pages * (pageSize == 1 ? 65536 : pageSize) > size) {
            throw truncated(what, file, pages * (pageSize == 1 ? 65536 : pageSize), size);
        }
        return new SqliteHeader(walMode);
    }

    static Fault wrongEncoding(String what, Path file) {
        return new Fault(
                        what + " is written in UTF-16: " + file,
                        "SQLite cannot attach a UTF-16 database to a UTF-8 one",
                        "make a UTF-8 copy and name that: (echo \"PRAGMA encoding='UTF-8';\"; sqlite3 OLD.db .dump) | sqlite3 NEW.db")
                .at(file);
    }

    private static Fault truncated(String what, Path file, long expected, long size) {
        return new Fault(
                        what + " is cut short: " + file,
                        "its header speaks of " + expected + " bytes, the file has " + size,
                        "take a complete copy of the file; nothing was read from this one")
                .at(file);
    }

    private static Fault notADatabase(String what, Path file, long size) {
        String why = size == 0
                ? "the file is empty (0 bytes); a program that opened a misspelt path may have made it"
                : "it does not begin with \"SQLite format 3\" (" + size + " bytes)";
        return new Fault(what + " is not an SQLite database: " + file, why, "name the right file").at(file);
    }
}
