package dev.tributary.migrate;

import dev.tributary.catalog.Query;
import dev.tributary.fault.Fault;
import dev.tributary.postgres.Roles;
import dev.tributary.safety.Cleanup;
import dev.tributary.safety.PgDatabase;
import dev.tributary.safety.PgTools;
import dev.tributary.safety.ThrowAway;
import dev.tributary.safety.ThrowAwayDatabase;
import dev.tributary.safety.ThrowAwayServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A database that is there for one rehearsal, still empty when it is made.
 *
 * @param database as the role that migrates
 * @param loader as the role that loads the copy
 * @param keepOwners whether the server has all roles of the real one, so that everything gets the owner that it has there
 * @param where in words
 * @param notes what a person should know about this place
 */
record ThrowAwayCopy(
        PgDatabase database, PgDatabase loader, PgTools tools, boolean keepOwners, String where, List<String> notes) {
    /** A new database on a server; nothing else of it is written to. */
    static ThrowAwayCopy on(
            RehearsalPlace.Server place, PgDatabase real, Cleanup cleanup, Clock clock, Consumer<String> tell)
            throws SQLException {
        PgTools tools = cleanup.add(PgTools.onPath());
        try (Connection from = real.readOnly().getConnection();
                Connection to = place.server().readOnly().getConnection()) {
            requireSameMajor(from, to);
            tools.require(PostgresBackups.major(from));
            requireAnother(from, to, place);
            requireMayMake(to);
            requireRoles(from, to);
            List<String> notes = new ArrayList<>();
            ThrowAwayDatabase.leftOver(to)
                    .forEach(name -> notes.add(
                            "left over on that server from a rehearsal that was killed: DROP DATABASE " + name + ";"));
            notes.forEach(tell); // whatever becomes of this one
            PgDatabase copy =
                    cleanup.add(ThrowAwayDatabase.make(place.server(), clock)).database();
            return new ThrowAwayCopy(copy, copy, tools, false, copy.toString(), notes);
        }
    }

    /** A server of its own in a container, with the real one's roles. */
    static ThrowAwayCopy inContainer(PgDatabase real, ThrowAway folder, Cleanup cleanup, Consumer<String> tell)
            throws SQLException {
        try (Connection from = real.readOnly().getConnection()) {
            PgTools tools = cleanup.add(PgTools.onPath());
            if (!tools.are(PostgresBackups.major(from))) {
                tools = cleanup.add(PgTools.inImage(ThrowAwayServer.IMAGE, folder.folder()));
            }
            tell.accept("container " + ThrowAwayServer.IMAGE);
            ThrowAwayServer server = cleanup.add(ThrowAwayServer.start(folder));
            PgDatabase superuser = server.await();
            String name = "rehearsal";
            PgDatabase loader = superuser.named(name);
            try (Connection to = superuser.dataSource().getConnection();
                    Statement statement = to.createStatement()) {
                requireSameMajor(from, to);
                for (String role : Roles.making(from)) {
                    statement.execute(role);
                }
                statement.execute("CREATE DATABASE " + name + " TEMPLATE template0");
                String current =
                        Query.texts(from, "SELECT current_database()::text").get(0);
                for (String privilege : Roles.database(from, current, name)) {
                    statement.execute(privilege);
                }
                return new ThrowAwayCopy(
                        loader.as(real.user(), server.letIn(statement, real.user())),
                        loader,
                        tools,
                        true,
                        server.toString(),
                        List.of());
            }
        }
    }

    /** Loads the copy, and lets the server count it, as the real one has. */
    void load(Path dump) throws SQLException {
        List<String> options = new ArrayList<>(
                List.of("--no-subscriptions", "--no-publications", "--no-security-labels", "--no-tablespaces"));
        if (!keepOwners) {
            options.add("--no-owner");
        }
        tools.restore(dump, loader, options.toArray(String[]::new));
        try (Connection connection = loader.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        }
    }

    private static void requireSameMajor(Connection from, Connection to) throws SQLException {
        if (PostgresBackups.major(from) != PostgresBackups.major(to)) {
            throw new Fault(
                    "the server for the rehearsal is of version " + PostgresBackups.major(to)
                            + ", and the real one of version " + PostgresBackups.major(from),
                    "what goes well on one need not go well on the other",
                    "name a server of version " + PostgresBackups.major(from) + " with --on, or use --container");
        }
    }

    /** The moment at which a server was started is its own, to the microsecond. */
    private static void requireAnother(Connection from, Connection to, RehearsalPlace.Server place)
            throws SQLException {
        String started = "SELECT pg_catalog.pg_postmaster_start_time()::text";
        if (!place.sameServer() && Query.texts(from, started + " || ''").equals(Query.texts(to, started + " || ''"))) {
            throw new Fault(
                    "--on names the server of the real database",
                    "the copy would take as much space there as the database itself, and the rehearsal would slow down its"
                            + " programs; a disk that is full stops them",
                    "name another server, or use --container; if there is space and time enough: --same-server");
        }
    }

    private static void requireMayMake(Connection to) throws SQLException {
        if (Query.number(
                        to,
                        "SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = current_user AND (rolcreatedb OR rolsuper)")
                == 0) {
            String role = Query.texts(to, "SELECT quote_ident(current_user)").get(0);
            throw new Fault(
                    "the role " + role + " may not make a database on the server for the rehearsal",
                    "a rehearsal makes one of its own there, so that it writes to none that is there",
                    "an administrator runs there: ALTER ROLE " + role + " CREATEDB; or use --container");
        }
    }

    private static void requireRoles(Connection from, Connection to) throws SQLException {
        List<String> missing = Roles.missing(from, to);
        if (!missing.isEmpty()) {
            throw new Fault(
                    "the server for the rehearsal lacks roles that have privileges in the real database: "
                            + String.join(", ", missing),
                    "privileges belong to what is rehearsed, and a rehearsal makes no roles on a server that others use",
                    "an administrator runs there: "
                            + String.join(
                                    " ",
                                    missing.stream()
                                            .map(role ->
                                                    "CREATE ROLE " + dev.tributary.catalog.Identifier.quote(role) + ";")
                                            .toList())
                            + " or use --container, which brings them along");
        }
    }
}
