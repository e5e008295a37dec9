package dev.tributary.cli;

import dev.tributary.plan.Policies;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What becomes of tables that should be empty and are not. */
final class PolicyOptions {
    @Option(
            names = "--leave",
            order = 7,
            paramLabel = "TABLES",
            description = "Leave the rows of these tables in their sources, such as coffee_maker.commits,..")
    private String leave = "";

    @Option(
            names = "--carry",
            order = 8,
            paramLabel = "TABLES",
            description = "Bring these tables along, though they should have been empty.")
    private String carry = "";

    Policies policies() {
        return Policies.parse(leave, carry);
    }

    /** The same, as another command has to be told. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        if (!leave.isEmpty()) {
            words.addAll(List.of("--leave", leave));
        }
        if (!carry.isEmpty()) {
            words.addAll(List.of("--carry", carry));
        }
        return words;
    }
}
