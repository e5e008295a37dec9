package dev.tributary.migrate;

import dev.tributary.catalog.Catalog;
import dev.tributary.catalog.Identifier;
import dev.tributary.catalog.NameMap;
import dev.tributary.catalog.SchemaComparison;
import dev.tributary.catalog.SqliteCatalog;
import dev.tributary.catalog.Table;
import dev.tributary.document.Descriptions;
import dev.tributary.fault.Fault;
import dev.tributary.plan.CopySpec;
import dev.tributary.rename.Step;
import dev.tributary.source.ManagedConnection;
import dev.tributary.source.SqliteFiles;
import dev.tributary.verify.Checks;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * One target: a name under which {@code db/<name>/} holds what its database is.
 *
 * @param name such as {@code workspace}
 * @param shapesVary whether its tables may have more or fewer columns than the migrations make: a difference is then
 *     listed instead of refused
 */
public record Target(String name, boolean shapesVary) {
    /** workspace.db: proposals.db, task_queue.db and orchestration_decisions.db flow into it. */
    public static final Target WORKSPACE = new Target("workspace");

    /** roadmap.db: five more files flow into it, and its tables get the names of their domains. */
    public static final Target ROADMAP = new Target("roadmap", true);

    /** A PostgreSQL database whose schema is stuck "dirty" at golang-migrate's version 1. */
    public static final Target MCP = new Target("mcp");

    /** The targets that are SQLite files, in the order of help texts. */
    public static final List<Target> ALL = List.of(WORKSPACE, ROADMAP);

    private static final List<String> STAGES = List.of("expand", "switch");

    /** A target whose tables are what its migrations make, or refused. */
    public Target(String name) {
        this(name, false);
    }

    /** The target of that name. */
    public static Target named(String wanted) {
        return ALL.stream()
                .filter(target -> target.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Fault(
                        "there is no target '" + wanted + "'",
                        "the targets are: "
                                + String.join(
                                        ", ", ALL.stream().map(Target::name).toList()),
                        "name one of them"));
    }

    /** Flyway's settings of this target. */
    public Properties flywaySettings() {
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(text("flyway.after-process-classes.conf")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    /** The versions of this target in order. */
    public LedgerFile ledger() {
        return LedgerFile.parse(text("LEDGER.md"));
    }

    /** Whether a version lets a source flow into the target. */
    public boolean copies(LedgerFile.Version version) {
        return version.isJava() && new MigrationGuard(this).load(version) instanceof CopyMigration;
    }

    /** Whether a version gives tables their new names, or prepares it. */
    boolean renames(LedgerFile.Version version) {
        return version.isJava() && new MigrationGuard(this).load(version) instanceof RenameMigration;
    }

    /** Whether after a version the database describes itself. */
    boolean documents(LedgerFile.Version version) {
        return version.isJava() && new MigrationGuard(this).load(version) instanceof DocumentMigration;
    }

    /** The version in which the tables take their new names, where there is one. */
    Optional<LedgerFile.Version> switchVersion() {
        MigrationGuard guard = new MigrationGuard(this);
        return ledger().versions().stream()
                .filter(this::renames)
                .filter(version -> ((RenameMigration) guard.load(version)).step() == Step.SWITCH)
                .findFirst();
    }

    /** What the copies of this target declare, in the order of their versions. */
    public List<CopySpec> copies() {
        MigrationGuard guard = new MigrationGuard(this);
        return ledger().versions().stream()
                .filter(LedgerFile.Version::isJava)
                .map(guard::load)
                .flatMap(migration -> migration instanceof CopyMigration copy ? Stream.of(copy.spec()) : Stream.empty())
                .toList();
    }

    /** How the sources of this target are called. */
    public List<String> sourceNames() {
        return copies().stream().map(spec -> spec.source().name()).toList();
    }

    /**
     * A file that may lie beside the sources and is not one.
     *
     * @param path under the sources folder
     * @param leftOver whether nobody needs it any more, so that 'archive' moves it aside
     * @param fate what becomes of it, for the plan
     */
    public record Beside(String path, boolean leftOver, String fate) {}

    /** The files of {@code besides.csv}; none where there is no such list. */
    public List<Beside> besides() {
        return find("besides.csv")
                .orElse("path,action,fate\n")
                .lines()
                .skip(1)
                .map(line -> line.split(",", 3))
                .map(field -> new Beside(field[0], "archive".equals(field[1]), field[2]))
                .toList();
    }

    /** The tables of its sources that need a policy when they hold rows, each as {@code source.table}. */
    public List<String> policed() {
        return copies().stream().flatMap(spec -> spec.policed().stream()).toList();
    }

    /** The stages between which a migration may stop, in order; none where it has none. */
    public List<String> stages() {
        return ledger().versions().stream()
                .flatMap(version -> stage(version).stream())
                .toList();
    }

    /**
     * The last version of a stage: a stage begins with the version that bears its name, and ends before the next one.
     *
     * @throws Fault when there is no such stage
     */
    public LedgerFile.Version endOf(String stage) {
        List<LedgerFile.Version> versions = ledger().versions();
        Optional<LedgerFile.Version> end = Optional.empty();
        for (LedgerFile.Version version : versions) {
            if (stage(version).isPresent() && end.isPresent()) {
                return end.get();
            }
            if (stage(version).filter(stage::equals).isPresent() || end.isPresent()) {
                end = Optional.of(version);
            }
        }
        return end.orElseThrow(() -> new Fault(
                "there is no stage '" + stage + "' of " + name,
                stages().isEmpty() ? name + " has no stages" : "its stages are: " + String.join(", ", stages()),
                "correct --until, or leave it out to go to the end"));
    }

    private static Optional<String> stage(LedgerFile.Version version) {
        return STAGES.stream()
                .filter(stage -> version.file().matches("V\\d+__" + stage + "_.*"))
                .findFirst();
    }

    /** What the SQL migrations up to a version make on an empty file, found out by running them in memory. */
    public Catalog schemaAt(String version) {
        try (ManagedConnection memory = SqliteFiles.openInMemory();
                Statement statement = memory.createStatement()) {
            for (LedgerFile.Version each : ledger().versions()) {
                if (each.number().compareTo(version) <= 0 && !each.isJava()) {
                    statement.executeUpdate(text("migrations/" + each.file()));
                }
            }
            return SqliteCatalog.read(memory, "main");
        } catch (SQLException e) {
            throw new IllegalStateException("the SQL migrations of " + name + " do not run on an empty database", e);
        }
    }

    /** The names that its tables had, have and will have; none where they keep their names. */
    public NameMap names() {
        return find("names.csv").map(NameMap::parse).orElseGet(() -> new NameMap(List.of()));
    }

    /** The same as the main database of a connection has them. */
    NameMap names(Connection connection) throws SQLException {
        return names().inUse(SqliteCatalog.read(connection, "main"));
    }

    /** What its tables, views and columns are for; nothing where it has no file for it. */
    public Descriptions descriptions() {
        return find("descriptions.csv").map(Descriptions::parse).orElse(Descriptions.NONE);
    }

    /**
     * Holds a table that the migrations make against a live database: under whichever of its names it is there, and as
     * strictly as this target wants it.
     */
    SchemaComparison compare(Table expected, Catalog live) {
        String present = names().presentNames(expected.name()).stream()
                .filter(each -> live.table(each).isPresent())
                .findFirst()
                .orElse(expected.name());
        SchemaComparison found = SchemaComparison.of(expected.called(present), live);
        return shapesVary ? found.lenient() : found;
    }

    /** A text of this target's folder, such as {@code checks/V003__copy_x.sql}. */
    public String text(String path) {
        return find(path)
                .orElseThrow(() -> new Fault(
                        "the file db/" + name + "/" + path + " is not on the class path",
                        "it belongs to Tributary; the build or the jar is incomplete",
                        "run: mvn process-classes"));
    }

    /** The same, for a text that need not be there. */
    public Optional<String> find(String path) {
        try (InputStream in = Target.class.getResourceAsStream("/db/" + name + "/" + path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The queries in {@code checks/} of a version; none where it has no such file. They name tables as they were called
     * before a switch; where only the new name is there, they ask for that.
     */
    Checks checks(LedgerFile.Version version, Connection connection) throws SQLException {
        Optional<String> text = find("checks/" + version.scriptName() + ".sql");
        if (text.isEmpty()) {
            return Checks.NONE;
        }
        String sql = text.get();
        NameMap names = names();
        Catalog live = names.tables().isEmpty()
                ? new Catalog(List.of(), List.of(), List.of())
                : SqliteCatalog.read(connection, "main");
        NameMap inUse = names.inUse(live);
        for (NameMap.Name name : names.tables()) {
            boolean old = live.table(name.storedName()).isPresent()
                    || live.views().stream().anyMatch(view -> Identifier.same(view.name(), name.storedName()));
            Optional<String> present = inUse.presentNames(name.storedName()).stream()
                    .filter(each -> live.table(each).isPresent())
                    .findFirst();
            if (!old && present.isPresent()) {
                sql = sql.replaceAll("\\b" + name.storedName() + "\\b", Matcher.quoteReplacement(present.get()));
            }
        }
        return Checks.parse(sql);
    }

    String migrationClass(LedgerFile.Version version) {
        return "db." + name + ".migrations." + version.scriptName();
    }

    String migrationResource(LedgerFile.Version version) {
        return "/db/" + name + "/migrations/" + version.file();
    }
}
