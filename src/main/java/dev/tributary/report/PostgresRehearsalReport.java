package dev.tributary.report;

import dev.tributary.migrate.PostgresRehearsal;
import dev.tributary.migrate.PostgresRehearsal.Work;
import dev.tributary.migrate.Rehearsal;
import dev.tributary.postgres.ObservedLock;
import dev.tributary.postgres.ObservedLock.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** What a migration did to a throw-away copy of a PostgreSQL database. */
record PostgresRehearsalReport(PostgresRehearsal rehearsal, UnaryOperator<String> line) implements Report {
    private static final List<String> HOW = List.of(
            "exact: from the statement that took it to the end of its transaction, as the",
            "session itself said; sampled: as a second session saw it, every 10 ms. In the",
            "real run a step that stops writers waits for its lock for 100 ms at most",
            "(lock.timeout), and then tries again. All of them: --json, --report.");

    @Override
    public boolean needsYou() {
        return !rehearsal.refusals().isEmpty()
                || rehearsal.verification().filter(found -> !found.ok()).isPresent();
    }

    @Override
    public String text(Style style) {
        Page page = new Page(style);
        page.field("Database", rehearsal.database());
        if (!rehearsal.place().isEmpty()) {
            page.field("Rehearsed", "on a throw-away copy, which is gone again: " + rehearsal.place());
            page.field("Copied", copied());
        }
        page.list("Notes", rehearsal.notes());
        RehearsalParts.steps(page, rehearsal.steps(), rehearsal.bytesBefore());
        locks(page, style);
        if (rehearsal.migration().isPresent()) {
            RehearsalParts.schema(page, rehearsal.changes());
        }
        rehearsal
                .verification()
                .ifPresent(found -> page.field(
                        "Verified",
                        found.ok()
                                ? "the copy is as the last version makes it"
                                : style.bad("not in order: " + String.join("; ", found.differences()))));
        RehearsalParts.refusals(page, style, rehearsal.refusals());
        rehearsal.migration().ifPresent(done -> {
            page.blank();
            page.line(style.strong("The run on the copy said"));
            new PostgresResult(done, Optional.empty(), line)
                    .text(style)
                    .lines()
                    .forEach(each -> page.line("  " + each));
        });
        page.blank();
        verdict(page, style);
        return page.line("The real database was only read.").toString();
    }

    private String copied() {
        return "dump of " + Words.bytes(rehearsal.copied().bytes()) + " in "
                + Words.time(rehearsal.copied().dumped()) + ", loaded in "
                + Words.time(rehearsal.copied().loaded()) + ", " + Words.bytes(rehearsal.bytesBefore());
    }

    private void verdict(Page page, Style style) {
        if (!rehearsal.refusals().isEmpty()) {
            page.line(RehearsalParts.refused(style, rehearsal.refusals()));
        } else if (rehearsal.plan().upToDate()) {
            page.line(style.good("Nothing to do: every version has run."));
        } else {
            page.line(style.good("Ready: the migration went through in ")
                    + rehearsal.migration().map(done -> Words.time(done.took())).orElse("no time")
                    + ". Now: " + line.apply("migrate"));
        }
    }

    /**
     * Locks of one version that make the same programs wait.
     *
     * @param work the step that held one for the longest
     * @param lock that one
     * @param others how many more things that step held in this way
     * @param shorter how many other steps of the version held one
     */
    private record Line(Work work, ObservedLock lock, long others, long shorter) {}

    /** Those that make a program wait: of each version the longest that stops writers, and the longest that stops readers too. */
    private List<Line> stopping() {
        List<Line> lines = new ArrayList<>();
        for (Rehearsal.Step version : rehearsal.steps()) {
            for (boolean readersToo : new boolean[] {false, true}) {
                List<Work> works = rehearsal.work().stream()
                        .filter(each -> each.version().equals(version.version()))
                        .filter(each -> !stopping(each, readersToo).isEmpty())
                        .sorted(Comparator.comparing((Work each) ->
                                        stopping(each, readersToo).get(0).held())
                                .reversed())
                        .toList();
                if (!works.isEmpty()) {
                    List<ObservedLock> locks = stopping(works.get(0), readersToo);
                    long things =
                            locks.stream().map(ObservedLock::object).distinct().count();
                    lines.add(new Line(works.get(0), locks.get(0), things - 1, works.size() - 1L));
                }
            }
        }
        return lines;
    }

    private static List<ObservedLock> stopping(Work work, boolean readersToo) {
        return work.locks().stream()
                .filter(lock -> readersToo
                        ? lock.mode() == Mode.ACCESS_EXCLUSIVE
                        : lock.mode() != Mode.ACCESS_EXCLUSIVE && lock.mode() != Mode.SHARE_UPDATE_EXCLUSIVE)
                .toList();
    }

    private void locks(Page page, Style style) {
        List<Line> lines = stopping();
        if (lines.isEmpty()) {
            return;
        }
        page.line(style.strong("Locks that make programs wait: the longest of each version"));
        Grid grid = new Grid(0)
                .words("version")
                .exact("step")
                .exact("on")
                .words("stops")
                .numbers("held")
                .words("how")
                .numbers("shorter");
        lines.forEach(each -> grid.row(List.of(
                each.work().version(),
                each.work().step(),
                each.lock().object() + (each.others() == 0 ? "" : " +" + each.others()),
                each.lock().mode().stops(),
                Words.time(each.lock().held()),
                each.lock().exact() ? "exact" : "sampled",
                Words.number(each.shorter()))));
        page.grid(grid);
        HOW.forEach(page::line);
        page.blank();
    }

    @Override
    public List<HtmlPart> parts() {
        HtmlPart.Rows locks = HtmlPart.Rows.titled("Locks", "version", "step", "on", "mode", "stops", "#held", "seen");
        for (Work work : rehearsal.work()) {
            for (ObservedLock lock : work.locks()) {
                locks = locks.with(
                        work.version(),
                        work.step(),
                        lock.object(),
                        lock.mode().asText(),
                        lock.mode().stops(),
                        Words.time(lock.held()),
                        lock.exact() ? "exact" : "sampled");
            }
        }
        HtmlPart.Rows work = HtmlPart.Rows.titled("Steps", "version", "step", "#time", "#growth");
        for (Work each : rehearsal.work()) {
            work = work.with(
                    each.version(), each.step(), Words.time(each.took()), Words.bytes(Math.max(0, each.grown())));
        }
        List<HtmlPart> parts = new ArrayList<>();
        parts.add(new HtmlPart.Refused(rehearsal.refusals()));
        parts.add(new HtmlPart.Lines(
                "The copy", rehearsal.place().isEmpty() ? List.of() : List.of(rehearsal.place(), copied())));
        parts.add(new HtmlPart.Lines("Notes", rehearsal.notes()));
        parts.add(RehearsalParts.steps(rehearsal.steps(), rehearsal.bytesBefore()));
        parts.add(work);
        parts.add(locks);
        parts.add(new HtmlPart.Lines("How locks are measured", List.of(String.join(" ", HOW))));
        parts.add(new HtmlPart.Lines("Schema", rehearsal.changes()));
        if (!needsYou() && !rehearsal.plan().upToDate()) {
            parts.add(new HtmlPart.Command("To run it", line.apply("migrate")));
        }
        return parts;
    }

    @Override
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("database", rehearsal.database());
        node.put("place", rehearsal.place());
        node.put("needs_you", needsYou());
        node.set("plan", new PostgresPlanReport(rehearsal.plan(), line, true).json());
        node.put("dump_took_ms", rehearsal.copied().dumped().toMillis());
        node.put("dump_bytes", rehearsal.copied().bytes());
        node.put("load_took_ms", rehearsal.copied().loaded().toMillis());
        RehearsalParts.json(node, rehearsal.steps(), rehearsal.bytesBefore(), rehearsal.changes());
        Json.list(node, "work", rehearsal.work(), (child, work) -> {
            child.put("version", work.version());
            child.put("step", work.step());
            child.put("took_ms", work.took().toMillis());
            child.put("changed", work.changed());
            child.put("grown_bytes", work.grown());
            Json.list(child, "locks", work.locks(), (lock, each) -> {
                lock.put("object", each.object());
                lock.put("mode", each.mode().name().toLowerCase(Locale.ROOT));
                lock.put("stops", each.mode().stops());
                lock.put("held_ms", each.held().toMillis());
                lock.put("exact", each.exact());
            });
        });
        rehearsal
                .migration()
                .ifPresentOrElse(
                        done -> node.set("migration", new PostgresResult(done, Optional.empty(), line).json()),
                        () -> node.putNull("migration"));
        rehearsal
                .verification()
                .ifPresentOrElse(found -> node.put("verified", found.ok()), () -> node.putNull("verified"));
        Json.texts(node, "notes", rehearsal.notes());
        Json.list(node, "refusals", rehearsal.refusals(), Json::fault);
        return node;
    }
}
