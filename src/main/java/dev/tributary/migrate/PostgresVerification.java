package dev.tributary.migrate;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.catalog.PostgresObject.Kind;
import dev.tributary.postgres.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether mcp is what its last version makes.
 *
 * @param diagnosis everything that was looked at
 * @param pending versions that have not run
 * @param findings what is not as it should be, each with what mends it; empty when all is well
 */
public record PostgresVerification(Diagnosis diagnosis, List<String> pending, List<PostgresFinding> findings) {
    public PostgresVerification {
        pending = List.copyOf(pending);
        findings = List.copyOf(findings);
    }

    static PostgresVerification of(Diagnosis diagnosis) {
        List<PostgresFinding> findings = new ArrayList<>();
        diagnosis
                .objects()
                .missing()
                .forEach(object -> findings.add(PostgresFinding.missing(object, diagnosis.expected(object))));
        diagnosis.objects().differences().forEach(each -> findings.add(PostgresFinding.different(each)));
        Set<String> strangers = diagnosis.objects().extra().stream()
                .filter(object -> object.kind() == Kind.TABLE)
                .map(PostgresObject::name)
                .collect(Collectors.toSet());
        diagnosis.objects().extra().stream()
                .filter(object -> object.kind() == Kind.COLUMN && !strangers.contains(object.table()))
                .forEach(column -> findings.add(PostgresFinding.added(column)));
        if (diagnosis.comparedWith().compareTo(PostgresMaintenance.MONTHS) >= 0) {
            for (Diagnosis.Partitions each : diagnosis.partitions()) {
                PostgresFinding.month(each).ifPresent(findings::add);
                PostgresFinding.inDefault(each).ifPresent(findings::add);
            }
        }
        diagnosis.tenants().disabledOnPartitions().forEach(each -> findings.add(PostgresFinding.disabled(each)));
        List<String> pending = PostgresHistory.of(diagnosis).pending().stream()
                .map(LedgerFile.Version::scriptName)
                .toList();
        return new PostgresVerification(diagnosis, pending, findings);
    }

    /** What is not as it should be, each in a line. */
    public List<String> differences() {
        return findings.stream().map(PostgresFinding::what).toList();
    }

    /** Whether nobody has to do anything. */
    public boolean ok() {
        return pending.isEmpty()
                && findings.isEmpty()
                && diagnosis.invalidIndexes().isEmpty()
                && diagnosis.unvalidated().isEmpty()
                && diagnosis.problems().isEmpty();
    }
}
