package dev.tributary.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Starts programs to which the kernel refuses hard links, with the answer of a file system that knows none. */
public final class NoHardLinks {
    private final List<String> before;

    private NoHardLinks(List<String> before) {
        this.before = before;
    }

    /** Skips the test, and counts it as skipped, where there is no Linux with python3 and seccomp. */
    public static NoHardLinks in(Path folder) {
        try {
            Path script = Files.writeString(folder.resolve("no-hard-links.py"), Resources.text("/no-hard-links.py"));
            NoHardLinks made = new NoHardLinks(List.of("python3", script.toString()));
            Assumptions.assumeTrue(made.works(), "skipped: hard links cannot be refused here");
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean works() {
        List<String> command = new ArrayList<>(before);
        command.add("true");
        return Command.succeeds(command);
    }

    /** Starts the main method of a class so. */
    public Child start(Class<?> program, String... arguments) {
        return Child.startBehind(before, program, arguments);
    }
}
