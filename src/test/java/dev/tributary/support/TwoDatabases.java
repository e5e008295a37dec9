package dev.tributary.support;

import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.copy.Copier;
import dev.tributary.copy.CopyResult;
import dev.tributary.plan.CopyPlan;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.Planner;
import dev.tributary.plan.TablePlan;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SourceSpec;
import dev.tributary.source.SqliteFiles;
import dev.tributary.source.TableDigest;
import dev.tributary.verify.TableProof;
import dev.tributary.verify.Verifier;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A source file attached, read-only, to a connection that writes to a target file, inside one transaction: what a copy
 * migration stands on. Takes plan, copy and proof apart, so that a test can do damage between them.
 */
public final class TwoDatabases implements AutoCloseable {
    /** The alias of the source. */
    public static final String SOURCE = "source_1";

    /** The alias of the target. */
    public static final String TARGET = "main";

    private final Path sourceFile;
    private final ManagedConnection connection;

    /** Makes both files in a folder by running these statements, and opens them. */
    public TwoDatabases(Path folder, List<String> source, List<String> target) throws SQLException {
        sourceFile = folder.resolve("source.db");
        create(sourceFile, source);
        create(folder.resolve("target.db"), target);
        connection = SqliteFiles.openForWriting(folder.resolve("target.db"));
        execute("ATTACH " + Identifier.literal(SqliteFiles.uri(sourceFile, "mode=ro")) + " AS " + SOURCE);
        connection.setAutoCommit(false);
    }

    /** Makes a database file, or changes one. */
    public static void create(Path file, List<String> statements) throws SQLException {
        try (ManagedConnection made = SqliteFiles.openForWriting(file);
                Statement statement = made.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            made.setAutoCommit(false);
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
            made.commit();
        }
    }

    /** The connection to the target, with the source attached. */
    public ManagedConnection connection() {
        return connection;
    }

    /** The plan for one table that keeps its name; rows that changed are a conflict. */
    public CopyPlan plan(String table) throws SQLException {
        return plan(CopySpec.TableCopy.same(table), false);
    }

    /** The plan for one table. */
    public CopyPlan plan(CopySpec.TableCopy copy, boolean changesAllowed) throws SQLException {
        return new Planner(
                        connection,
                        new Planner.Side(SOURCE, SqliteCatalog.read(connection, SOURCE)),
                        new Planner.Side(TARGET, SqliteCatalog.read(connection, TARGET)),
                        table -> changesAllowed)
                .plan(
                        new CopySpec(new SourceSpec("source", List.of("source.db"), true), List.of(copy)),
                        sourceFile,
                        changesAllowed);
    }

    /** The plan for one table, which must be free of problems. */
    public TablePlan possible(String table) throws SQLException {
        CopyPlan plan = plan(table);
        plan.requirePossible();
        return plan.tables().get(0);
    }

    /** Copies as a migration does. */
    public CopyResult copy(TablePlan plan) throws SQLException {
        return new Copier(connection, SOURCE, TARGET).copy(plan);
    }

    /** Compares as a migration does. */
    public TableProof prove(TablePlan plan, boolean tryRowids) throws SQLException {
        return new Verifier(connection, SOURCE, TARGET)
                .compare(new Verifier.Comparison(plan.source(), plan.target(), plan.columns(), plan.key()), tryRowids);
    }

    /** The digest of all rows of the source's table. */
    public TableDigest sourceDigest(TablePlan plan) throws SQLException {
        return TableDigest.of(connection, SOURCE, plan.source().name(), plan.columns(), "");
    }

    /** The digest of all rows of the target's table. */
    public TableDigest targetDigest(TablePlan plan) throws SQLException {
        return TableDigest.of(connection, TARGET, plan.target().name(), plan.columns(), "");
    }

    /** The source's rows, read without the engine. */
    public List<String> sourceRows(TablePlan plan) throws SQLException {
        return Rows.exactly(connection, SOURCE, plan.source().name(), plan.columns());
    }

    /** The target's rows, read without the engine. */
    public List<String> targetRows(TablePlan plan) throws SQLException {
        return Rows.exactly(connection, TARGET, plan.target().name(), plan.columns());
    }

    /** Runs a statement on the target, and says how many rows it changed. */
    public int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** The first value of a query, as text. */
    public String value(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
