package dev.tributary.catalog;

import java.util.List;

/** One foreign key: these columns refer to those of another table. */
public record ForeignKey(List<String> columns, String references, List<String> referenced, String onDelete) {
    public ForeignKey {
        columns = List.copyOf(columns);
        referenced = List.copyOf(referenced);
    }

    public String shape() {
        return "(" + String.join(", ", columns) + ") -> " + references + "(" + String.join(", ", referenced) + ")"
                + ("NO ACTION".equals(onDelete) ? "" : " ON DELETE " + onDelete);
    }
}
