package dev.tributary.migrate;

import dev.tributary.safety.PgDatabase;

/** Where a copy of a PostgreSQL database is made, to be thrown away. */
public sealed interface RehearsalPlace {
    /**
     * A server: a new database is made there, under a name of its own, and dropped afterwards. No database that is there is
     * written to.
     *
     * @param server any database of it, with a role that may make databases
     * @param sameServer whether it may be the server of the real database, which then has the work and needs the space
     */
    record Server(PgDatabase server, boolean sameServer) implements RehearsalPlace {}

    /** A server in a Docker container, which is removed afterwards. */
    record Container() implements RehearsalPlace {}
}
