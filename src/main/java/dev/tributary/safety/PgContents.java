package dev.tributary.safety;

/**
 * What a copy of a PostgreSQL database says of itself.
 *
 * @param server the version of the server that it was made of
 * @param tables how many tables it holds the rows of
 */
public record PgContents(String server, long tables) {}
