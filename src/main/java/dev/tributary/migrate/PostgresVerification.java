package dev.tributary.migrate;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.postgres.Diagnosis;
import dev.tributary.postgres.SchemaState;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether mcp is what its last version makes.
 *
 * @param diagnosis everything that was looked at
 * @param pending versions that have not run
 * @param differences what is not as it should be; empty when all is well
 */
public record PostgresVerification(Diagnosis diagnosis, List<String> pending, List<String> differences) {
    public PostgresVerification {
        pending = List.copyOf(pending);
        differences = List.copyOf(differences);
    }

    static PostgresVerification of(Diagnosis diagnosis) {
        List<String> differences = new ArrayList<>();
        for (PostgresObject missing : diagnosis.objects().missing()) {
            differences.add(missing + " is missing");
        }
        diagnosis.objects().differences().stream()
                .map(SchemaState.Difference::asText)
                .forEach(differences::add);
        List<String> pending = PostgresHistory.of(diagnosis).pending().stream()
                .map(LedgerFile.Version::scriptName)
                .toList();
        return new PostgresVerification(diagnosis, pending, differences);
    }

    /** Whether nobody has to do anything. */
    public boolean ok() {
        return pending.isEmpty()
                && differences.isEmpty()
                && diagnosis.invalidIndexes().isEmpty()
                && diagnosis.unvalidated().isEmpty()
                && diagnosis.problems().isEmpty();
    }
}
