package dev.tributary.references;

import dev.tributary.catalog.NameMap;
import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds every use of an old name in the programs of a folder, and replaces those that can be replaced for certain.
 *
 * <p>It reads .py, .go, .java, .sh and .sql files in UTF-8; any other of these files is reported, never skipped in silence.
 * Symbolic links and the folders that hold other people's code or no code ({@code .git}, {@code node_modules}, ..) are not
 * followed, and named.
 */
public final class References {
    private static final Set<String> NOT_OURS =
            Set.of(".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", "venv", ".tox");

    private final Names names;

    /** What is looked for. */
    public References(NameMap names) {
        this.names = new Names(names);
    }

    /**
     * Looks, and with {@code write} replaces whole SQL names in place: all other bytes of a file, its encoding, line ends and
     * rights stay as they are, and a file is changed as a whole or not at all.
     *
     * @param folder a folder, or one file
     * @throws Fault when the folder does not exist or cannot be listed, or a file cannot be written
     */
    public ReferenceReport find(Path folder, boolean write) {
        if (!Files.exists(folder)) {
            throw new Fault(
                            "there is no folder " + folder,
                            "references are looked for in the files below it",
                            "name the folder that holds your programs")
                    .at(folder);
        }
        Set<Path> files = new TreeSet<>();
        List<Path> skipped = new ArrayList<>();
        List<ReferenceReport.Unread> unread = new ArrayList<>();
        Path base = Files.isDirectory(folder) ? folder : folder.toAbsolutePath().getParent();
        try {
            Files.walkFileTree(folder, new Visitor(folder, base, files, skipped, unread));
        } catch (IOException e) {
            throw new Fault(
                            "the folder " + folder + " cannot be listed",
                            String.valueOf(e.getMessage()),
                            "check the rights on it, and run this again")
                    .at(folder)
                    .revealedBy(e);
        }
        List<Scanned> scanned = new ArrayList<>();
        for (Path file : files) {
            read(file, base, unread).ifPresent(scanned::add);
        }
        List<Scanned> changing =
                scanned.stream().filter(file -> write && file.changes()).toList();
        changing.forEach(Scanned::requireSound);
        write(changing);
        List<ReferenceReport.FileReferences> found = scanned.stream()
                .filter(file -> !file.found().isEmpty())
                .map(file -> file.references(base, changing.contains(file)))
                .toList();
        unread.sort(Comparator.comparing(ReferenceReport.Unread::file));
        skipped.sort(Comparator.naturalOrder());
        return new ReferenceReport(folder, scanned.size(), found, unread, skipped);
    }

    private static void write(List<Scanned> changing) {
        int written = 0;
        for (Scanned file : changing) {
            try {
                Rewriting.write(file.file(), file.bytes(), file.after());
                written++;
            } catch (Fault fault) {
                throw written == 0 ? fault : fault.afterChanging(written + " of " + changing.size() + " files changed");
            }
        }
    }

    private static String ending(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private Optional<Scanned> read(Path file, Path base, List<ReferenceReport.Unread> unread) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            unread.add(new ReferenceReport.Unread(base.relativize(file), "it cannot be read: " + reason(e)));
            return Optional.empty();
        }
        for (byte each : bytes) {
            if (each == 0) {
                unread.add(new ReferenceReport.Unread(base.relativize(file), "it is not text: it holds NUL bytes"));
                return Optional.empty();
            }
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(new Scanned(file, bytes, text, FileScan.of(text, ending(file), names), names));
        } catch (CharacterCodingException e) {
            unread.add(new ReferenceReport.Unread(
                    base.relativize(file), "it is not UTF-8, so that its places cannot be told"));
            return Optional.empty();
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException ? "this user may not" : String.valueOf(e.getMessage());
    }

    /** A file that was read. */
    private record Scanned(Path file, byte[] bytes, String text, List<Found> found, Names names) {
        boolean changes() {
            return found.stream().anyMatch(each -> each.edit().isPresent());
        }

        String after() {
            return Rewriting.of(text, found);
        }

        void requireSound() {
            Rewriting.requireSound(file, text, after(), found, FileScan.of(after(), ending(file), names));
        }

        ReferenceReport.FileReferences references(Path base, boolean written) {
            Path name = base.relativize(file);
            return new ReferenceReport.FileReferences(
                    name,
                    found.stream().map(Found::reference).toList(),
                    UnifiedDiff.of(name.toString().replace('\\', '/'), text, after()),
                    written);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Scanned scanned && file.equals(scanned.file) && Arrays.equals(bytes, scanned.bytes);
        }

        @Override
        public int hashCode() {
            return file.hashCode();
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** Collects the files that can be read. */
    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Path base;
        private final Set<Path> files;
        private final List<Path> skipped;
        private final List<ReferenceReport.Unread> unread;

        Visitor(Path root, Path base, Set<Path> files, List<Path> skipped, List<ReferenceReport.Unread> unread) {
            this.root = root;
            this.base = base;
            this.files = files;
            this.skipped = skipped;
            this.unread = unread;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (!dir.equals(root) && NOT_OURS.contains(String.valueOf(dir.getFileName()))) {
                skipped.add(base.relativize(dir));
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isSymbolicLink() && (Files.isDirectory(file) || isCode(file))) {
                skipped.add(base.relativize(file));
            } else if (attributes.isRegularFile() && isCode(file)) {
                files.add(Files.isDirectory(root) ? file : file.toAbsolutePath());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            unread.add(new ReferenceReport.Unread(base.relativize(file), "it cannot be read: " + reason(e)));
            return FileVisitResult.CONTINUE;
        }

        private static boolean isCode(Path file) {
            return String.valueOf(file.getFileName()).contains(".")
                    && FileScan.endings().contains(ending(file));
        }
    }
}
