package dev.tributary.safety;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server in a Docker container of its own, reachable from this machine only, with a password that nobody else
 * knows. It lives no longer than this process, however that ends: the server is stopped, and with it the container and its
 * files are gone, when the pipe to its standard input is closed.
 */
public final class ThrowAwayServer implements Cleanup.Step {
    /** The same version as the tests use. */
    public static final String IMAGE = "pgvector/pgvector:pg17";

    private static final String SUPERUSER = "postgres";
    private static final String LIVE_AS_LONG_AS_THE_PIPE =
            "docker-entrypoint.sh postgres & server=$!; cat >/dev/null; kill -QUIT $server; wait $server";
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
    private static final Duration FETCHED = Duration.ofMinutes(15); // the image may have to come from far away
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration GONE = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_MS = 200;
    private static final int SECRET_BYTES = 24;
    private static final int NAME_BYTES = 5;
    private static final int SHOWN = 400;

    private final String name;
    private final String password;
    private final Path log;
    private final Process process;

    private ThrowAwayServer(String name, String password, Path log, Process process) {
        this.name = name;
        this.password = password;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts one; it is not ready yet.
     *
     * @param folder for what the server writes on its log; thrown away by the caller
     */
    public static ThrowAwayServer start(ThrowAway folder) {
        String name = "tributary-rehearsal-" + random(NAME_BYTES);
        String password = random(SECRET_BYTES);
        Path log = folder.folder().resolve("server.log");
        ProcessBuilder docker = new ProcessBuilder(
                        "docker",
                        "run",
                        "--rm",
                        "--interactive",
                        "--name=" + name,
                        "--label=tributary.rehearsal",
                        "--publish=127.0.0.1::5432",
                        "--shm-size=1g",
                        "--env=POSTGRES_PASSWORD",
                        "--entrypoint=sh",
                        IMAGE,
                        "-c",
                        LIVE_AS_LONG_AS_THE_PIPE)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        docker.environment().put("POSTGRES_PASSWORD", password);
        try {
            return new ThrowAwayServer(name, password, log, docker.start());
        } catch (IOException e) {
            throw new Fault(
                            "docker does not run",
                            String.valueOf(e.getMessage()),
                            "install and start Docker, or name a server with --on URL")
                    .revealedBy(e);
        }
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Waits until it answers; its superuser in its own database. */
    public PgDatabase await() {
        PgDatabase database = new PgDatabase(
                "jdbc:postgresql://127.0.0.1:" + port() + "/" + SUPERUSER, SUPERUSER, Optional.of(password));
        PGSimpleDataSource source = database.dataSource();
        source.setLoginTimeout((int) READY.toSeconds() / 10);
        long deadline = System.nanoTime() + READY.toNanos();
        while (true) {
            try (Connection connection = source.getConnection()) {
                return database;
            } catch (SQLException e) {
                if (System.nanoTime() > deadline) {
                    throw notReady("it did not answer within " + READY.toSeconds() + " s: " + e.getMessage())
                            .revealedBy(e);
                }
                waitALittle();
            }
        }
    }

    /** Lets a role log in that is there, with a password of its own, which is returned. */
    public Optional<String> letIn(Statement superuser, String role) throws SQLException {
        if (role.equals(SUPERUSER)) {
            return Optional.of(password);
        }
        String secret = random(SECRET_BYTES);
        superuser.execute("ALTER ROLE " + Identifier.quote(role) + " LOGIN PASSWORD " + Identifier.literal(secret));
        return Optional.of(secret);
    }

    private int port() {
        long deadline = System.nanoTime() + FETCHED.toNanos();
        while (System.nanoTime() < deadline) {
            Matcher address = ADDRESS.matcher(docker("port", name, "5432/tcp").text());
            if (address.find()) {
                return Integer.parseInt(address.group(1));
            }
            waitALittle();
        }
        throw notReady("it was not there within " + FETCHED.toMinutes() + " minutes");
    }

    private void waitALittle() {
        try {
            if (process.waitFor(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
                throw notReady(said());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notReady("this process was told to stop").revealedBy(e);
        }
    }

    private String said() {
        try {
            String all = Files.readString(log).strip().replaceAll("\\s+", " ");
            return all.substring(Math.max(0, all.length() - SHOWN));
        } catch (IOException e) {
            return "what it said cannot be read: " + e.getMessage();
        }
    }

    private static Fault notReady(String why) {
        return new Fault(
                "the throw-away server did not start: " + IMAGE,
                why,
                "see that Docker runs and has space (docker system df), or name a server with --on URL");
    }

    /** Such as {@code pgvector/pgvector:pg17 in a container}. */
    @Override
    public String toString() {
        return IMAGE + " in a container";
    }

    /** Stops the server, and makes sure that nothing of it is left. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            process.waitFor(GONE.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            process.destroy(); // it ended before; what is left of it is looked for below
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Said removed = docker("rm", "--force", "--volumes", name);
        boolean gone = removed.exit() == 0
                || removed.text().contains("No such container")
                || removed.text().contains("already in progress");
        process.destroy();
        if (!gone) {
            throw new Fault(
                    "the throw-away server could not be removed: " + name,
                    removed.text(),
                    "remove it by hand: docker rm --force --volumes " + name);
        }
    }

    private record Said(int exit, String text) {}

    private static Said docker(String... words) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(Arrays.asList(words));
        try {
            Process docker =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            docker.getOutputStream().close();
            String text = new String(docker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Said(docker.waitFor(), text);
        } catch (IOException e) {
            return new Said(-1, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Said(-1, "interrupted");
        }
    }
}
