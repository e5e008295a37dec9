package dev.tributary.plan;

import dev.tributary.fault.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the user says about tables that should be empty and are not. Each is named as {@code source.table}, such as
 * {@code coffee_maker.commits}.
 *
 * @param leave their rows stay in the source; the ledger says how many
 * @param carry they come along, under a name that the plan prints
 * @param target the target whose settings say so, for faults; empty while it is not known
 */
public record Policies(List<String> leave, List<String> carry, String target) {
    /** Nothing said. */
    public static final Policies NONE = new Policies(List.of(), List.of(), "");

    public Policies {
        leave = List.copyOf(leave);
        carry = List.copyOf(carry);
        for (String table : leave) {
            if (carry.contains(table)) {
                throw new Fault(
                        "the table " + table + " is to be left and to be carried",
                        "both lists name it, --leave and --carry",
                        "leave out one of the two");
            }
        }
    }

    /** Reads two lists of names between commas; white space around a name does not count. */
    public static Policies parse(String leave, String carry) {
        return new Policies(names(leave), names(carry), "");
    }

    /** The same, for a target: faults then name its settings. */
    public Policies of(String name) {
        return new Policies(leave, carry, name);
    }

    /** How both ways of saying it are written: on the command line, and under Maven where the target is known. */
    String how(String option, String tables) {
        return "--" + option + " " + tables
                + (target.isEmpty() ? "" : " (-D" + target + "." + option + "=" + tables + ")");
    }

    private static List<String> names(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /** The same, and these tables left too. */
    public Policies leaving(List<String> more) {
        return new Policies(joined(leave, more), carry, target);
    }

    /** The same, and these tables carried too. */
    public Policies carrying(List<String> more) {
        return new Policies(leave, joined(carry, more), target);
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all.stream().distinct().toList();
    }

    /** One fault for every name that no declaration knows: a typing error must not look like an answer. */
    public List<Fault> unknownNames(String target, List<String> known) {
        return joined(leave, carry).stream()
                .filter(name -> !known.contains(name))
                .map(name -> new Fault(
                        "no policy is needed for " + name,
                        known.isEmpty()
                                ? "no table of " + target + " needs one"
                                : "the tables of " + target + " that may need one are: " + String.join(", ", known),
                        "correct --leave or --carry (-D" + target + ".leave, -D" + target + ".carry)"))
                .toList();
    }
}
