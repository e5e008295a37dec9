package dev.tributary.references;

import java.util.Optional;

/**
 * A reference and the change that would mend it.
 *
 * @param reference what is told
 * @param edit what {@code --write} does; empty when a person has to
 */
record Found(Reference reference, Optional<Edit> edit) {
    /**
     * A name's place in the file, and what stands there afterwards.
     *
     * @param from its first character
     * @param to behind its last one
     */
    record Edit(int from, int to, String replacement) {}
}
