package dev.tributary.document;

import java.util.List;

/**
 * What describing a database did.
 *
 * @param renamed rows in which an old name followed the rename
 * @param persons things whose description a person wrote, which stayed
 * @param fromFile things described from the file
 * @param fromCatalog things that neither a person nor the file knows
 * @param merged rows that described what another row describes too, with their text; they are gone
 * @param stale rows that describe what is not there; they stay
 */
public record Documented(
        int renamed, int persons, int fromFile, List<String> fromCatalog, List<String> merged, List<String> stale) {
    public Documented {
        fromCatalog = List.copyOf(fromCatalog);
        merged = List.copyOf(merged);
        stale = List.copyOf(stale);
    }
}
