package dev.tributary.support;

import dev.tributary.migrate.LedgerFile;
import dev.tributary.migrate.LiveMigration;
import dev.tributary.migrate.Target;
import dev.tributary.postgres.LiveStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Databases at a version of mcp, without Flyway: what the live versions declare, on the initial schema. */
public final class McpVersions {
    private static final Map<Integer, Postgres.Database> TEMPLATES = new ConcurrentHashMap<>();

    private McpVersions() {}

    /** A database of its own on which every live version up to this one has run; made once, and copied. */
    public static Postgres.Database upTo(int version) {
        return Postgres.copyOf(TEMPLATES.computeIfAbsent(version, McpVersions::make));
    }

    private static Postgres.Database make(int version) {
        Postgres.Database database = Postgres.fresh("mcp_version_" + version).withInitialSchema();
        for (LedgerFile.Version each : Target.MCP.ledger().versions()) {
            if (Integer.parseInt(each.number()) <= version) {
                LiveRun.of(database, steps(each));
            }
        }
        return database;
    }

    private static List<LiveStep> steps(LedgerFile.Version version) {
        try {
            Object migration = Class.forName("db.mcp.migrations." + version.scriptName())
                    .getConstructor()
                    .newInstance();
            return migration instanceof LiveMigration live ? live.steps() : new ArrayList<>();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
