package dev.tributary.rename;

import dev.tributary.catalog.Catalog;
import java.util.List;

/**
 * What a step did.
 *
 * @param renamed tables that have another name now: {@code old -> new}
 * @param views second names that were made
 * @param dropped broken views and triggers that were dropped, because the user said so, and what went with them
 * @param replaced read-only views that gave way to ones that can be written
 * @param notes what else a reader should know: views that were replaced or kept in their old words, tables not there
 */
public record RenameResult(
        List<String> renamed,
        List<String> views,
        List<BrokenObject> dropped,
        List<Catalog.Definition> replaced,
        List<String> notes) {
    public RenameResult {
        renamed = List.copyOf(renamed);
        views = List.copyOf(views);
        dropped = List.copyOf(dropped);
        replaced = List.copyOf(replaced);
        notes = List.copyOf(notes);
    }
}
