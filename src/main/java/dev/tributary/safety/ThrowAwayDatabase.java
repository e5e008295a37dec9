package dev.tributary.safety;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.Query;
import dev.tributary.fault.Fault;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/** A database that is made for a while, under a name that nobody else uses, and dropped when it is closed. */
public final class ThrowAwayDatabase implements Cleanup.Step {
    private static final String PREFIX = "tributary_rehearsal_";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss").withZone(ZoneOffset.UTC);
    private static final int RANDOM_BYTES = 4;

    private final PgDatabase server;
    private final String name;

    private ThrowAwayDatabase(PgDatabase server, String name) {
        this.server = server;
        this.name = name;
    }

    /**
     * Makes one for a rehearsal, empty.
     *
     * @param server any database of the server, with a role that may make databases; it is connected to, and not changed
     */
    public static ThrowAwayDatabase make(PgDatabase server, Clock clock) throws SQLException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return make(
                server,
                PREFIX + TIME.format(clock.instant()) + "_" + HexFormat.of().formatHex(random),
                "");
    }

    /**
     * Makes one of that name, empty. Once it has been given another name, closing drops nothing.
     *
     * @param options what else is said of it, in SQL
     */
    public static ThrowAwayDatabase make(PgDatabase server, String name, String options) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + Identifier.quote(name) + " TEMPLATE template0 " + options);
            return new ThrowAwayDatabase(server, name);
        }
    }

    /** The database. */
    public PgDatabase database() {
        return server.named(name);
    }

    /** Databases of killed runs that nobody uses any more. */
    public static List<String> leftOver(Connection connection) throws SQLException {
        return Query.texts(connection, """
                SELECT datname FROM pg_catalog.pg_database AS d WHERE starts_with(datname, '%s') AND NOT EXISTS
                    (SELECT FROM pg_catalog.pg_stat_activity AS a WHERE a.datid = d.oid) ORDER BY 1""".formatted(PREFIX));
    }

    @Override
    public void close() {
        String drop = "DROP DATABASE IF EXISTS " + Identifier.quote(name) + " WITH (FORCE)";
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(drop);
        } catch (SQLException e) {
            throw new Fault(
                            "the throw-away database could not be dropped: " + name,
                            String.valueOf(e.getMessage()),
                            "drop it by hand: " + drop + ";")
                    .revealedBy(e);
        }
    }
}
