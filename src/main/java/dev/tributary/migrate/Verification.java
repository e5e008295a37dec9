package dev.tributary.migrate;

import dev.tributary.verify.Checks;
import dev.tributary.verify.Health;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What a later proof found. The target is alive, so three things are told apart: (a) a source that changed since its
 * copy, (b) rows of a source that the target lacks, (c) rows that changed or came in the target since, which is its life.
 *
 * @param target the target's file
 * @param health integrity and foreign keys
 * @param schema what differs from the schema of the last version; empty when nothing does
 * @param pending versions that have not run
 * @param tables one proof per copied table whose source was found
 * @param unproven copies that could not be compared now, and why
 * @param warnings what the checks found in the rows
 * @param checklist what must be true before anybody calls it finished, each with its evidence
 */
public record Verification(
        Path target,
        Health health,
        List<String> schema,
        List<String> pending,
        List<TableState> tables,
        List<String> unproven,
        List<Checks.Finding> warnings,
        List<Proof> checklist) {
    public Verification {
        checklist = List.copyOf(checklist);
        schema = List.copyOf(schema);
        pending = List.copyOf(pending);
        tables = List.copyOf(tables);
        unproven = List.copyOf(unproven);
        warnings = List.copyOf(warnings);
    }

    /**
     * One copied table, compared again.
     *
     * @param source the source's name
     * @param file the file that was read
     * @param copiedAt when the copy was recorded
     * @param sourceChanged (a) the source's digest is no longer the ledger's
     * @param lost (b) rows of the source that the target lacks
     * @param changed (c) rows that the target has with another content
     * @param added (c) rows of the target that the source does not have
     * @param examples keys of the first few rows that are lost or changed
     */
    public record TableState(
            String source,
            Path file,
            String table,
            Instant copiedAt,
            boolean sourceChanged,
            long sourceRows,
            long targetRows,
            long lost,
            long changed,
            long added,
            String sourceDigest,
            String targetDigest,
            List<String> examples) {
        public TableState {
            examples = List.copyOf(examples);
        }
    }

    /** Whether something is so. */
    public enum Answer {
        YES,
        /** It is still to be done, or nobody has asked for it; nothing is wrong. */
        NOT_YET,
        /** It is not so, and needs a person. */
        NO
    }

    /**
     * One line of the checklist.
     *
     * @param what what must be true
     * @param evidence what was seen, not what was expected
     */
    public record Proof(String what, Answer answer, String evidence) {
        static Proof yes(String what, String evidence) {
            return new Proof(what, Answer.YES, evidence);
        }

        static Proof notYet(String what, String evidence) {
            return new Proof(what, Answer.NOT_YET, evidence);
        }

        static Proof no(String what, String evidence) {
            return new Proof(what, Answer.NO, evidence);
        }
    }

    /** Whether nobody has to do anything: changes in the target itself are its life. */
    public boolean ok() {
        return health.findings().isEmpty()
                && schema.isEmpty()
                && pending.isEmpty()
                && tables.stream().noneMatch(table -> table.sourceChanged() || table.lost() > 0)
                && checklist.stream().noneMatch(proof -> proof.answer() == Answer.NO);
    }
}
