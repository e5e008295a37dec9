package dev.tributary.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several ways to do a thing, each timed once per round, in turns: A B C A B C. */
final class Contest {
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

    /** A way to do it. */
    interface Work {
        void run() throws Exception;
    }

    void time(String name, Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        add(name, (System.nanoTime() - start) / 1e9);
    }

    void add(String name, double measured) {
        seconds.computeIfAbsent(name, key -> new ArrayList<>()).add(measured);
    }

    double median(String name) {
        List<Double> sorted = seconds.get(name).stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double ratio(String name, String to) {
        return median(name) / median(to);
    }

    /** A table in Markdown: median, and each round as it was. */
    String table(String baseline) {
        StringBuilder text = new StringBuilder(
                "| What | median s | of the first | rounds |\n|---|---:|---:|---|\n".replace("the first", baseline));
        seconds.forEach((name, rounds) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %s |%n",
                name,
                median(name),
                ratio(name, baseline),
                String.join(
                        " ",
                        rounds.stream()
                                .map(s -> String.format(Locale.ROOT, "%.2f", s))
                                .toList()))));
        return text.toString();
    }
}
