package dev.tributary.postgres;

import java.util.List;

/**
 * What a version's way back has to do before its one transaction, because it cannot be done in one: a class in
 * {@code db.mcp.undo}, called as the version's migration is.
 */
public interface UndoSteps {
    /**
     * The steps in order; each may be run again at any time.
     *
     * @param loseRows whether a person has said that what cannot be kept may go; otherwise a step leaves such rows alone
     */
    List<LiveStep> before(boolean loseRows);
}
