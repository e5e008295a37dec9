package dev.tributary.support;

import dev.tributary.catalog.PostgresCatalog;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.postgres.SchemaStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One PostgreSQL server per JVM, and in it as many databases as tests want. Without Docker the tests that ask for it are
 * skipped with one line; with CI=true that is a failure instead.
 */
public final class Postgres {
    private static final String IMAGE = "pgvector/pgvector:pg17";
    private static final String SUPERUSER = "postgres";
    private static final int EVERY = 20;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Postgres() {}

    /** A database of its own, empty. */
    public static Database fresh() {
        return fresh("mcp_" + NUMBER.incrementAndGet());
    }

    /** An empty database of that name. */
    public static Database fresh(String name) {
        PostgreSQLContainer server = server();
        Database maintenance = new Database(SUPERUSER, SUPERUSER);
        maintenance.execute("CREATE DATABASE \"" + name + "\" TEMPLATE template0");
        return new Database(name, server.getUsername());
    }

    /** A database with everything that another one holds; nobody may be connected to that one. */
    public static Database copyOf(Database original) {
        Database copy = new Database("mcp_" + NUMBER.incrementAndGet(), original.user());
        new Database(SUPERUSER, SUPERUSER)
                .execute("CREATE DATABASE \"" + copy.name() + "\" TEMPLATE \"" + original.name() + "\"");
        return copy;
    }

    /** The server, for tests that stop it or look into it. */
    public static PostgreSQLContainer server() {
        boolean docker = DockerClientFactory.instance().isDockerAvailable();
        if (!docker && "true".equals(System.getenv("CI"))) {
            throw new IllegalStateException("CI=true and no Docker: the PostgreSQL tests must run there");
        }
        Assumptions.assumeTrue(docker, "skipped: no Docker, so no PostgreSQL");
        return Server.CONTAINER;
    }

    /** Started when first asked for; stopped with the JVM by Testcontainers. */
    private static final class Server {
        @SuppressWarnings("resource")
        static final PostgreSQLContainer CONTAINER = start();

        private static PostgreSQLContainer start() {
            PostgreSQLContainer container = new PostgreSQLContainer(
                            DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                    .withUsername(SUPERUSER)
                    .withPassword("a secret that no output may show")
                    .withDatabaseName(SUPERUSER)
                    // a migration opens some fifty connections; the default makes both ends of each hash 4096 times
                    .withEnv("POSTGRES_INITDB_ARGS", "--auth-host=md5")
                    .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
            // while it initialises, the official image listens on its Unix socket only
            container.setWaitStrategy(Wait.forSuccessfulCommand("pg_isready -h 127.0.0.1 -U " + SUPERUSER)
                    .withStartupTimeout(Duration.ofMinutes(2)));
            container.start();
            return container;
        }
    }

    /** Databases to copy: two hundred statements take a second, and a copy a tenth of that. */
    private static final class Templates {
        private static final Set<Integer> MADE = new TreeSet<>();

        private Templates() {}

        /** The name of a template that holds so many statements. */
        static synchronized String after(int statements) {
            String name = "template_after_" + statements;
            if (MADE.add(statements)) {
                fresh(name).execute(Database.cut(0, statements));
            }
            return name;
        }
    }

    /** One database and the role that a test uses it as. */
    public record Database(String name, String user) {
        public String url() {
            return "jdbc:postgresql://" + server().getHost() + ":" + server().getMappedPort(5432) + "/" + name;
        }

        public String password() {
            return server().getPassword();
        }

        /** The same database for another role, which must exist and have the same password. */
        public Database as(String role) {
            return new Database(name, role);
        }

        public PGSimpleDataSource dataSource() {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(url());
            source.setUser(user);
            source.setPassword(password());
            return source;
        }

        public Connection connect() {
            try {
                return dataSource().getConnection();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Runs statements one by one, each its own transaction. */
        public Database execute(String... statements) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                return this;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The rows of a query, each as its values joined by " | "; NULL is written as such. */
        public List<String> query(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                List<String> rows = new ArrayList<>();
                while (row.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        values.add(String.valueOf(row.getString(i)));
                    }
                    rows.add(String.join(" | ", values));
                }
                return rows;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** What the schema mcp consists of. */
        public PostgresCatalog catalog() {
            try (Connection connection = connect()) {
                return PostgresCatalog.read(connection, "mcp");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Gives the space back, for a test that makes hundreds of them. */
        public void drop() {
            new Database(SUPERUSER, SUPERUSER).execute("DROP DATABASE \"" + name + "\" WITH (FORCE)");
        }

        /** The whole initial schema, as golang-migrate deployed it, without a tracker. */
        public Database withInitialSchema() {
            return withInitialSchema(InitialSchema.statements().size());
        }

        /** The first statements of the initial schema and no more; for a database that is still empty. */
        public Database withInitialSchema(int statements) {
            int copied = statements == InitialSchema.statements().size() ? statements : statements - statements % EVERY;
            if (copied == 0) {
                return execute(cut(0, statements));
            }
            Database maintenance = new Database(SUPERUSER, user);
            maintenance.execute(
                    "DROP DATABASE \"" + name + "\"",
                    "CREATE DATABASE \"" + name + "\" TEMPLATE " + Templates.after(copied));
            return execute(cut(copied, statements));
        }

        private static String[] cut(int from, int to) {
            return InitialSchema.statements().stream()
                    .limit(to)
                    .skip(from)
                    .map(SchemaStatement::sql)
                    .toArray(String[]::new);
        }

        /** golang-migrate's table in a schema, made when missing, saying this and nothing else. */
        public Database withTracker(String schema, long version, boolean dirty) {
            return execute(
                    "CREATE SCHEMA IF NOT EXISTS " + schema,
                    "CREATE TABLE IF NOT EXISTS " + schema
                            + ".schema_migrations (version BIGINT NOT NULL PRIMARY KEY, dirty BOOLEAN NOT NULL)",
                    "TRUNCATE " + schema + ".schema_migrations",
                    "INSERT INTO " + schema + ".schema_migrations VALUES (" + version + ", " + dirty + ")");
        }
    }
}
