package dev.tributary.report;

import dev.tributary.rename.LegacyName;
import dev.tributary.rename.Loss;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What programs lose that still say an old name, in words and as JSON. */
final class LegacyNames {
    private LegacyNames() {}

    /** One line per name, what all of them share first, and what the words mean; nothing where no name changes. */
    static void write(Page page, Style style, String when, List<LegacyName> names, String advice) {
        if (names.isEmpty()) {
            return;
        }
        page.blank();
        page.line(style.warn(when));
        Set<Loss> used = EnumSet.noneOf(Loss.class);
        names.forEach(name -> used.addAll(name.losses().keySet()));
        Set<Loss> common = EnumSet.copyOf(used);
        common.remove(Loss.CREATE_INDEX); // told with each name: how many of them a program makes at its start
        names.stream()
                .filter(name -> !name.losses().containsKey(Loss.SHARED_NAME))
                .forEach(name -> common.removeIf(
                        loss -> !name.losses().getOrDefault(loss, "?").isEmpty()));
        if (!common.isEmpty()) {
            page.line("  every old name: " + words(common.stream().map(Loss::word)));
        }
        for (LegacyName name : names) {
            String besides = words(name.losses().entrySet().stream()
                    .filter(entry -> !common.contains(entry.getKey()))
                    .map(LegacyNames::detail));
            page.line(Words.visible(
                    "  " + name.oldName() + " -> " + name.newName() + (besides.isEmpty() ? "" : ": " + besides)));
        }
        page.line("What the words mean:");
        used.forEach(loss -> page.line("  " + loss.word() + ": " + loss.meaning()));
        page.line("Advice: " + advice + ".");
    }

    private static String detail(Map.Entry<Loss, String> entry) {
        String about = entry.getValue();
        if (about.isEmpty()) {
            return entry.getKey().word();
        }
        return entry.getKey().word()
                + (entry.getKey() == Loss.CREATE_INDEX
                        ? " (" + about.split(", ").length + " there)"
                        : " (" + about + ")");
    }

    private static String words(Stream<String> words) {
        return words.collect(Collectors.joining(", "));
    }

    static void json(ObjectNode node, LegacyName name) {
        node.put("old_name", name.oldName());
        node.put("new_name", name.newName());
        Json.list(node, "losses", name.losses().entrySet(), (child, entry) -> {
            child.put("loss", entry.getKey().name().toLowerCase(Locale.ROOT));
            child.put("about", entry.getValue());
            child.put("meaning", entry.getKey().meaning());
        });
    }
}
