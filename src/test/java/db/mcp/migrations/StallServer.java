package db.mcp.migrations;

import dev.tributary.catalog.PostgresObject;
import dev.tributary.postgres.InitialSchema;
import dev.tributary.postgres.LiveExecutor;
import dev.tributary.postgres.LiveListener;
import dev.tributary.postgres.LivePace;
import dev.tributary.postgres.LiveSettings;
import dev.tributary.postgres.LiveSteps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The server of {@link WritersStallTest}, with fsync as users have it, and its rows: loaded once, and copied for each run, so
 * that every run starts from the same pages.
 */
final class StallServer {
    private static final YearMonth FIRST = YearMonth.of(2025, 1);
    private static final int MONTHS = 18;
    private static final int DIMENSIONS = 1536;

    private final String address;
    private final int keys;
    private final int tasks;
    private int databases;

    /**
     * Starts a server, or takes one that is kept.
     *
     * @param kept host and port of a server whose superuser postgres has the password bench
     */
    @SuppressWarnings("resource")
    StallServer(Optional<String> kept, int keys, int tasks) {
        this.keys = keys;
        this.tasks = tasks;
        if (kept.isPresent()) {
            address = kept.get();
        } else {
            PostgreSQLContainer server = new PostgreSQLContainer(
                            DockerImageName.parse("pgvector/pgvector:pg17").asCompatibleSubstituteFor("postgres"))
                    .withUsername("postgres")
                    .withPassword("bench")
                    .withCommand("postgres", "-c", "max_connections=100");
            server.start();
            address = server.getHost() + ":" + server.getMappedPort(5432);
        }
    }

    private interface Loading {
        void run(PGSimpleDataSource source, Statement statement) throws SQLException;
    }

    /** A copy of the initial schema with its rows. */
    PGSimpleDataSource initial() throws SQLException {
        return copy("bench_" + keys + "_" + tasks, (source, statement) -> {
            boolean loaded = false;
            for (var each : InitialSchema.statements()) {
                if (!loaded && each.object().kind() == PostgresObject.Kind.INDEX) {
                    statement.execute(
                            "CREATE TABLE mcp.tasks_bench PARTITION OF mcp.tasks FOR VALUES FROM ('2025-04-01') TO ('2030-01-01')");
                    statement.execute(
                            keys(
                                    "type",
                                    "CASE WHEN g % 40 = 0 THEN 'standard' ELSE (ARRAY['standard', 'service', 'personal', 'temporary'])[1 + g % 4] END"));
                    statement.execute(tasks("TIMESTAMP '2025-01-01' + g % 80 * INTERVAL '1 day'"));
                    loaded = true;
                }
                statement.execute(each.sql());
            }
            statement.execute("VACUUM ANALYZE mcp.api_keys, mcp.tasks");
        });
    }

    /** A copy of the schema at version 007 with its rows: keys that are mapped, tasks of 18 months, embeddings. */
    PGSimpleDataSource atVersion007() throws SQLException {
        int embeddings = Math.max(1000, tasks / 50);
        return copy("bench_007_" + keys + "_" + tasks, (source, statement) -> {
            for (var each : InitialSchema.statements()) {
                statement.execute(each.sql());
            }
            try (LiveExecutor executor =
                    LiveExecutor.open(source, LiveSettings.defaults(), LivePace.REAL, LiveListener.NONE)) {
                executor.run(LiveSteps.all(
                        new V003__create_enums().steps(),
                        new V004__rename_api_key_type().steps(),
                        new V005__add_columns().steps(),
                        new V006__create_tables().steps(),
                        new V007__reshape_tables().steps()));
            }
            for (int i = 3; i < MONTHS; i++) { // the first three are of the initial schema
                YearMonth month = FIRST.plusMonths(i);
                statement.execute("CREATE TABLE mcp.tasks_" + month.toString().replace('-', '_')
                        + " PARTITION OF mcp.tasks FOR VALUES FROM ('" + month.atDay(1) + "') TO ('"
                        + month.plusMonths(1).atDay(1) + "')");
            }
            statement.execute(keys("key_type", "CASE WHEN g % 40 = 0 THEN 'admin' ELSE 'user' END"));
            statement.execute(tasks("TIMESTAMP '2025-01-01' + g % " + MONTHS * 30 + " * INTERVAL '1 day'"));
            statement.execute(
                    "CREATE TABLE public.direction AS SELECT n, (SELECT array_agg(random() - 0.5 + (n + g) * 0)"
                            + "::public.vector(" + DIMENSIONS + ") FROM generate_series(1, " + DIMENSIONS
                            + ") AS g) AS v FROM generate_series(1, 500) AS n");
            statement.execute("INSERT INTO mcp.embeddings (tenant_id, model_id, content_hash, content, vector) SELECT"
                    + " md5((g % 5)::text)::uuid, m.id, 'h' || g, 'document ' || md5(g::text) || ' ' || g, a.v + b.v"
                    + " FROM generate_series(1, " + embeddings
                    + ") AS g JOIN public.direction AS a ON a.n = 1 + g % 250"
                    + " JOIN public.direction AS b ON b.n = 251 + g / 250 % 250 CROSS JOIN (SELECT id FROM"
                    + " mcp.embedding_models WHERE model_name = 'text-embedding-3-small') AS m");
            statement.execute("VACUUM ANALYZE mcp.api_keys, mcp.tasks, mcp.embeddings");
        });
    }

    private String keys(String column, String type) {
        return "INSERT INTO mcp.api_keys (tenant_id, key_hash, key_prefix, name, " + column + ", role, metadata)"
                + " SELECT public.uuid_generate_v4(), md5(g::text), 'p', 'key ' || g, " + type
                + ", CASE WHEN g % 40 = 0 THEN 'admin' ELSE 'user' END, '{\"plan\": \"pro\"}'"
                + " FROM generate_series(1, " + keys + ") AS g";
    }

    private String tasks(String day) {
        return "INSERT INTO mcp.tasks (tenant_id, type, title, status, created_at) SELECT public.uuid_generate_v4(), 't',"
                + " 'task ' || g, (ARRAY['pending', 'running', 'completed', 'failed'])[1 + g % 4], " + day
                + " FROM generate_series(1, " + tasks + ") AS g";
    }

    /** Rows once, under a name that only a complete load has; and a copy of them for each run. */
    private PGSimpleDataSource copy(String template, Loading loading) throws SQLException {
        if (!exists(template)) {
            maintain(
                    "DROP DATABASE IF EXISTS bench_unfinished WITH (FORCE)",
                    "CREATE DATABASE bench_unfinished TEMPLATE template0");
            PGSimpleDataSource source = source("bench_unfinished");
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                loading.run(source, statement);
            }
            maintain("ALTER DATABASE bench_unfinished RENAME TO " + template, "CHECKPOINT");
        }
        String name = "bench_" + ++databases;
        maintain(
                "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)",
                "CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY",
                "CHECKPOINT");
        return source(name);
    }

    /** Gives the space of a copy back. */
    void drop(PGSimpleDataSource copy) throws SQLException {
        maintain("DROP DATABASE " + copy.getDatabaseName() + " WITH (FORCE)");
    }

    private void maintain(String... statements) throws SQLException {
        try (Connection connection = source("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private boolean exists(String database) throws SQLException {
        try (Connection connection = source("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT EXISTS (SELECT FROM pg_database WHERE datname = '" + database + "')")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private PGSimpleDataSource source(String name) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + address + "/" + name);
        source.setUser("postgres");
        source.setPassword("bench");
        return source;
    }
}
