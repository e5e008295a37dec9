package db.mcp.undo;

import dev.tributary.postgres.LiveStep;
import dev.tributary.postgres.UndoSteps;
import java.util.List;

/** Builds the former key of the one of the four tables that may be large, while others write to it. */
public final class V007__reshape_tables implements UndoSteps {
    /** Made by name. */
    public V007__reshape_tables() {}

    @Override
    public List<LiveStep> before(boolean loseRows) {
        return List.of(new LiveStep.ConcurrentIndex(
                "build the index embedding_cache_former_pkey",
                "true",
                "mcp",
                "embedding_cache_former_pkey",
                true,
                "mcp.embedding_cache",
                "(content_hash, model_id)"));
    }
}
