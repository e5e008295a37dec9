package dev.tributary.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A file of descriptions: {@code db/<target>/descriptions.csv}. */
public record Descriptions(List<Described> all) {
    /** None at all. */
    public static final Descriptions NONE = new Descriptions(List.of());

    private static final List<String> HEADER = List.of(
            "entity_type", "entity_name", "parent_name", "description", "purpose", "usage_notes", "content_type");

    public Descriptions {
        all = List.copyOf(all);
    }

    /**
     * What is said about one thing. All but the description may be empty.
     *
     * @param purpose what it is for
     * @param usageNotes how to use it
     * @param contentType the form of a column's values, such as {@code json} or {@code iso8601}
     */
    public record Described(Entity entity, String description, String purpose, String usageNotes, String contentType) {}

    /** What the file says about a thing. */
    public Optional<Described> about(Entity entity) {
        return all.stream().filter(each -> each.entity().same(entity)).findFirst();
    }

    /**
     * Reads comma-separated values with a header; a value with commas or quotes stands between double quotes, each double
     * quote inside it doubled.
     *
     * @throws IllegalArgumentException when a line has another number of values, describes nothing, or what another line has
     *     described
     * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
     */
    public static Descriptions parse(String csv) {
        List<List<String>> lines = csv.lines()
                .filter(line -> !line.isBlank())
                .map(Descriptions::values)
                .toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("descriptions.csv does not begin with " + String.join(",", HEADER));
        }
        List<Described> all = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            Described next = described(line);
            if (all.stream().anyMatch(each -> each.entity().same(next.entity()))) {
                throw new IllegalArgumentException("descriptions.csv describes twice: " + next.entity());
            }
            all.add(next);
        }
        return new Descriptions(all);
    }

    private static Described described(List<String> line) {
        if (line.size() != HEADER.size() || line.get(3).isBlank()) {
            throw new IllegalArgumentException("descriptions.csv: not a description: " + line);
        }
        Entity.Kind kind = Stream.of(Entity.Kind.values())
                .filter(each -> each.word().equals(line.get(0).toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("descriptions.csv: an unknown kind: " + line));
        if (line.get(2).isEmpty() == (kind == Entity.Kind.COLUMN)) {
            throw new IllegalArgumentException("descriptions.csv: a column, and nothing else, has a parent: " + line);
        }
        return new Described(
                new Entity(kind, line.get(1), line.get(2)), line.get(3), line.get(4), line.get(5), line.get(6));
    }

    private static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                value.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
