package dev.tributary.source;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The processes that hold a file or its log open, as far as this user may see them. Linux only: elsewhere nobody is
 * found and {@link #known} is false.
 */
public record Holders(boolean known, List<Holder> processes) {
    private static final Path PROC = Path.of("/proc");

    public Holders {
        processes = List.copyOf(processes);
    }

    /** One process, with the beginning of its command line. */
    public record Holder(long pid, String command) {}

    /** Looks at the open files of every process that this user may look at. */
    public static Holders of(Path file) {
        if (!Files.isDirectory(PROC.resolve("self/fd"))) {
            return new Holders(false, List.of());
        }
        List<Holder> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, file)) {
                    found.add(new Holder(Long.parseLong(process.getFileName().toString()), command(process)));
                }
            }
        } catch (IOException e) {
            return new Holders(false, List.of());
        }
        return new Holders(true, found);
    }

    /** Those that are not this process. */
    public List<Holder> others() {
        return processes.stream()
                .filter(holder -> holder.pid() != ProcessHandle.current().pid())
                .toList();
    }

    /** Whether this process has the file open; looks at no other, of which there may be thousands. */
    static boolean heldByThisProcess(Path file) {
        return holds(PROC.resolve("self"), file);
    }

    String asReason() {
        List<Holder> others = others();
        return others.isEmpty()
                ? ""
                : ": "
                        + others.stream()
                                .map(holder -> "process " + holder.pid() + " (" + holder.command() + ")")
                                .collect(Collectors.joining(", "));
    }

    private static boolean holds(Path process, Path file) {
        Path wanted = real(file);
        Path log = SqliteFiles.beside(wanted, "-wal");
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                Path open = linkTarget(descriptor);
                if (open.equals(wanted) || open.equals(log)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // another user's process, or one that has just ended
        }
        return false;
    }

    private static Path linkTarget(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException | RuntimeException e) {
            return descriptor; // closed meanwhile, or not the name of a file
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }

    private static String command(Path process) {
        try {
            String name = Files.readString(process.resolve("comm")).strip();
            return name.isEmpty() ? "unknown" : name;
        } catch (IOException e) {
            return "unknown";
        }
    }
}
