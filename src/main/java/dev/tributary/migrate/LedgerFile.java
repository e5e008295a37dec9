package dev.tributary.migrate;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file LEDGER.md of a target: every version in order.
 *
 * @param versions in the order of their numbers
 */
public record LedgerFile(List<Version> versions) {
    private static final Pattern ROW =
            Pattern.compile("^\\| *(\\d+) *\\| *(V(\\d+)__\\w+\\.(?:sql|java)) *\\| *(SQL|Java) *\\| *(.+?) *\\|$");

    public LedgerFile {
        versions = List.copyOf(versions);
    }

    /**
     * One version.
     *
     * @param number zero-padded, so that it sorts as text
     * @param file the migration's file name
     * @param why one sentence
     */
    public record Version(String number, String file, String why) {
        public boolean isJava() {
            return file.endsWith(".java");
        }

        /** The file name without its ending: a Java migration's class, a check's name. */
        public String scriptName() {
            return file.substring(0, file.lastIndexOf('.'));
        }
    }

    /**
     * Reads the table.
     *
     * @throws IllegalArgumentException when a row's number, file and kind contradict each other, or rows are out of order
     */
    public static LedgerFile parse(String markdown) {
        List<Version> versions = markdown.lines()
                .filter(line -> line.startsWith("|") && !line.startsWith("|-") && !line.startsWith("| Version"))
                .map(LedgerFile::row)
                .toList();
        for (int i = 1; i < versions.size(); i++) {
            if (versions.get(i - 1).number().compareTo(versions.get(i).number()) >= 0) {
                throw new IllegalArgumentException(
                        "LEDGER.md: version " + versions.get(i).number() + " is out of order");
            }
        }
        return new LedgerFile(versions);
    }

    private static Version row(String line) {
        Matcher row = ROW.matcher(line.strip());
        if (!row.matches()
                || !row.group(1).equals(row.group(3))
                || row.group(2).endsWith(".java") != "Java".equals(row.group(4))) {
            throw new IllegalArgumentException("LEDGER.md: this row contradicts itself: " + line);
        }
        return new Version(row.group(1), row.group(2), row.group(5));
    }

    /** The version of that number, however it is padded. */
    public Optional<Version> version(String number) {
        return versions.stream()
                .filter(each -> sameNumber(each.number(), number))
                .findFirst();
    }

    /** The version that an old file may have reached without Tributary. */
    public Version first() {
        return versions.get(0);
    }

    public Version last() {
        return versions.get(versions.size() - 1);
    }

    /** The number of the version before this one; empty for the first. */
    public Optional<Version> before(Version version) {
        int at = versions.indexOf(version);
        return at > 0 ? Optional.of(versions.get(at - 1)) : Optional.empty();
    }

    static boolean sameNumber(String one, String other) {
        return one.replaceFirst("^0+(?=.)", "").equals(other.replaceFirst("^0+(?=.)", ""));
    }
}
