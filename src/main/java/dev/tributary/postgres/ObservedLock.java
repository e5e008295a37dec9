package dev.tributary.postgres;

import java.time.Duration;

/**
 * A lock that somebody else could have had to wait for, on something that was there before.
 *
 * @param object such as {@code mcp.tasks}
 * @param mode in PostgreSQL's words, such as {@code ACCESS EXCLUSIVE}
 * @param held from the beginning of the statement that took it to the end of its transaction; where it was sampled, as
 *     long as it was seen
 * @param exact false where the statement was no transaction that can be looked into (CREATE INDEX CONCURRENTLY): a second
 *     session has looked again and again
 */
public record ObservedLock(String object, Mode mode, Duration held, boolean exact) {
    /** What a lock stops, the least first; locks of everyday reading and writing are not observed. */
    public enum Mode {
        SHARE_UPDATE_EXCLUSIVE("vacuum and other changes of the schema"),
        SHARE("writers"),
        SHARE_ROW_EXCLUSIVE("writers"),
        EXCLUSIVE("writers"),
        ACCESS_EXCLUSIVE("readers and writers");

        private final String stops;

        Mode(String stops) {
            this.stops = stops;
        }

        /** Whom it makes wait. */
        public String stops() {
            return stops;
        }

        /** As PostgreSQL's manual writes it. */
        public String asText() {
            return name().replace('_', ' ');
        }

        /** As pg_locks writes it, such as {@code AccessExclusiveLock}. */
        static Mode of(String pgLocks) {
            return valueOf(pgLocks.replaceFirst("Lock$", "")
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                    .toUpperCase(java.util.Locale.ROOT));
        }
    }
}
