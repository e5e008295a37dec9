package dev.tributary.migrate;

import dev.tributary.catalog.Identifier;
import dev.tributary.fault.Fault;
import dev.tributary.plan.CopySpec;
import dev.tributary.plan.Preferences;
import dev.tributary.plan.SourceCatchUp;
import dev.tributary.safety.Archive;
import dev.tributary.safety.MigrationLock;
import dev.tributary.source.ArchiveNote;
import dev.tributary.source.SourceSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Moves the sources aside, once a verification has just shown that nothing of them is missing in the target; and back.
 */
final class ArchiveRun {
    private final Target target;
    private final Path file;
    private final RunSettings settings;
    private final Clock clock = Clock.systemUTC();

    ArchiveRun(Target target, Path file, RunSettings settings) {
        this.target = target;
        this.file = file;
        this.settings = settings;
    }

    /** What would be moved; writes nothing. */
    ArchivePlan plan(boolean forward) {
        return look(forward, new LinkedHashMap<>());
    }

    /**
     * Moves it.
     *
     * @param undo the command that undoes it, for the text that is left at each old path
     */
    ArchiveReport run(boolean forward, UnaryOperator<String> undo, Consumer<String> waiting) {
        try (MigrationLock lock = MigrationLock.acquire(file, MigrationLock.LIMIT, waiting)) {
            Archive archive = new Archive(file, undo);
            places().values().forEach(archive::complete);
            Map<Path, Archive.Seen> seen = new LinkedHashMap<>();
            ArchivePlan plan = look(forward, seen);
            plan.requirePossible();
            List<ArchiveReport.Moved> moved = new ArrayList<>();
            for (ArchivePlan.Item item : plan.toMove()) {
                try {
                    Path to = archive.moveAside(
                            item.called(), seen.get(item.file()), forward && item.source(), clock.instant());
                    moved.add(new ArchiveReport.Moved(item.name(), item.file(), to));
                } catch (Fault fault) {
                    throw moved.isEmpty() ? fault : fault.afterChanging(already(moved));
                }
            }
            return new ArchiveReport(file, moved, forward, plan.notes());
        }
    }

    private static String already(List<ArchiveReport.Moved> moved) {
        return "but archived are already: "
                + String.join(
                        ", ", moved.stream().map(ArchiveReport.Moved::name).toList());
    }

    /** Puts every archived file back. */
    ArchiveReport undo(Consumer<String> waiting) {
        requireSources();
        try (MigrationLock lock = MigrationLock.acquire(file, MigrationLock.LIMIT, waiting)) {
            List<ArchiveReport.Moved> moved = new ArrayList<>();
            places().forEach((name, old) -> Archive.find("the source '" + name + "'", old)); // all of them, or none
            for (Map.Entry<String, Path> place : places().entrySet()) {
                try {
                    Archive.putBack("the source '" + place.getKey() + "'", place.getValue())
                            .ifPresent(
                                    from -> moved.add(new ArchiveReport.Moved(place.getKey(), from, place.getValue())));
                } catch (Fault fault) {
                    throw moved.isEmpty()
                            ? fault
                            : fault.afterChanging("but put back are already: "
                                    + String.join(
                                            ", ",
                                            moved.stream()
                                                    .map(ArchiveReport.Moved::name)
                                                    .toList()));
                }
            }
            if (moved.isEmpty()) {
                throw new Fault(
                        "no archived file was found",
                        "looked for were the files of: " + String.join(", ", places().keySet()),
                        "name the folder in which they were with --sources DIR");
            }
            return new ArchiveReport(file, moved, false, List.of());
        }
    }

    private void requireSources() {
        if (!settings.sources().configured()) {
            throw new Fault(
                    "it is not said where the sources are",
                    "nothing is searched for on a guess",
                    "say --sources DIR, or --source NAME=FILE");
        }
    }

    private ArchivePlan look(boolean forward, Map<Path, Archive.Seen> seen) {
        requireSources();
        List<Fault> problems = new ArrayList<>();
        if (forward) {
            refuseForward().ifPresent(problems::add);
        }
        List<ArchivePlan.Item> items = items();
        for (ArchivePlan.Item item : items) {
            if (item.archive().isEmpty()) {
                seen.put(item.file(), Archive.Seen.now(item.file()));
                try {
                    Archive.requireMovable(item.called(), item.file());
                } catch (Fault fault) {
                    problems.add(fault);
                }
            }
        }
        Verification found = new Verifying(target, file, settings.sources(), Optional.empty()).run();
        CatchUpPlan now = new CatchUpRun(target, file, settings, Preferences.NONE).plan();
        for (ArchivePlan.Item item : items) {
            if (item.source()) {
                requireNothingMissing(item, found, now, problems);
            }
        }
        if (!found.health().findings().isEmpty() || !found.schema().isEmpty()) {
            problems.add(new Fault(
                            "the target is not in order: " + file,
                            String.join(
                                    "; ",
                                    found.health().findings().isEmpty()
                                            ? found.schema()
                                            : found.health().findings()),
                            "run 'verify', and mend what it says")
                    .at(file));
        }
        List<String> notes = new ArrayList<>();
        for (SourceCatchUp source : now.sources()) {
            source.left().stream()
                    .filter(left -> left.rows() > 0)
                    .forEach(left -> notes.add(
                            left.name() + ": " + left.rows() + " row(s) stay in the archived file, as told (--leave)"));
            source.leftBehind()
                    .forEach(left -> notes.add(source.source() + "." + left.table() + ": " + left.rows()
                            + " row(s) stay in the archived file; no migration declares this table"));
        }
        return new ArchivePlan(file, forward, found, items, notes, problems);
    }

    /** A program that follows the link must find its tables under the names that it knows. */
    private Optional<Fault> refuseForward() {
        boolean sameNames = target.names().tables().stream().noneMatch(name -> name.changes())
                && target.copies().stream()
                        .flatMap(spec -> spec.tables().stream())
                        .allMatch(copy -> Identifier.same(copy.from(), copy.to()));
        return sameNames
                ? Optional.empty()
                : Optional.of(new Fault(
                        "--forward is not possible for " + target.name(),
                        "its tables have other names than those of the sources, or share a name: a program that"
                                + " follows the link would find other tables than its own",
                        "leave out --forward: a text then says where the data went"));
    }

    /** Where the programs look for each source and each left-over file, by name. */
    private Map<String, Path> places() {
        Map<String, Path> places = new LinkedHashMap<>();
        for (CopySpec spec : target.copies()) {
            String name = spec.source().name();
            Path named = settings.sources().named().get(name);
            if (named != null) {
                places.put(name, named);
            } else {
                settings.sources()
                        .folder()
                        .ifPresent(folder -> spec.source().searched().stream()
                                .map(folder::resolve)
                                .filter(ArchiveRun::wasThere)
                                .findFirst()
                                .ifPresent(path -> places.put(name, path)));
            }
        }
        settings.sources()
                .folder()
                .ifPresent(folder -> target.besides().stream()
                        .filter(Target.Beside::leftOver)
                        .filter(beside -> wasThere(folder.resolve(beside.path())))
                        .forEach(beside -> places.put(beside.path(), folder.resolve(beside.path()))));
        return places;
    }

    private static boolean wasThere(Path path) {
        return Files.exists(path) || ArchiveNote.newest(path).isPresent();
    }

    private List<ArchivePlan.Item> items() {
        List<ArchivePlan.Item> items = new ArrayList<>();
        for (CopySpec spec : target.copies()) {
            String name = spec.source().name();
            boolean notNamed = settings.sources().folder().isEmpty()
                    && !settings.sources().named().containsKey(name);
            if (!notNamed && SourceSearch.find(spec.source(), settings.sources()) instanceof SourceSearch.Found found) {
                items.add(new ArchivePlan.Item(
                        name, found.file(), found.archived() ? Optional.of(found.file()) : Optional.empty(), true));
            }
        }
        settings.sources()
                .folder()
                .ifPresent(folder -> target.besides().stream()
                        .filter(Target.Beside::leftOver)
                        .filter(beside -> Files.exists(folder.resolve(beside.path())))
                        .forEach(beside -> items.add(new ArchivePlan.Item(
                                beside.path(),
                                folder.resolve(beside.path()),
                                ArchiveNote.at(folder.resolve(beside.path())).map(ArchiveNote::archive),
                                false))));
        return items;
    }

    /** Categories (a) and (b) of the verification at zero, every table compared, and every policy as the ledger has it. */
    private void requireNothingMissing(
            ArchivePlan.Item item, Verification found, CatchUpPlan now, List<Fault> problems) {
        CopySpec spec = target.copies().stream()
                .filter(each -> each.source().name().equals(item.name()))
                .findFirst()
                .orElseThrow();
        List<String> missing = new ArrayList<>();
        for (CopySpec.TableCopy copy : spec.tables()) {
            Optional<Verification.TableState> state = found.tables().stream()
                    .filter(table -> table.source().equals(item.name()))
                    .filter(table -> target.names().presentNames(copy.to()).stream()
                            .anyMatch(name -> Identifier.same(name, table.table())))
                    .findFirst();
            if (state.isEmpty() && !(copy.rule() instanceof CopySpec.Rule.ExpectedEmpty)) {
                missing.add(copy.from() + " was not compared");
            }
            state.filter(Verification.TableState::sourceChanged)
                    .ifPresent(table -> missing.add(table.table() + " has changed since its copy"));
            state.filter(table -> table.lost() > 0)
                    .ifPresent(table -> missing.add(table.lost() + " row(s) of " + table.table() + " are lost"));
        }
        boolean caughtUp = now.sources().stream()
                .filter(source -> source.source().equals(item.name()))
                .findFirst()
                .filter(SourceCatchUp::nothingToDo)
                .isPresent();
        if (missing.isEmpty() && !caughtUp) {
            missing.add("a table that stays in it has changed since");
        }
        if (!missing.isEmpty()) {
            problems.add(new Fault(
                            item.called() + " is not archived: " + item.file(),
                            "something of it is missing in the target: " + String.join("; ", missing),
                            "run 'catch-up', then 'verify', then this again")
                    .at(item.file()));
        }
    }
}
