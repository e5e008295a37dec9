package dev.tributary.report;

import dev.tributary.fault.Fault;
import java.util.ArrayList;
import java.util.List;

/** One part of a page that shows a result: values, of which the page alone makes HTML. */
public sealed interface HtmlPart {
    /** Where rows flow from and to, drawn; nothing is drawn without a stream. */
    record Flow(List<Stream> streams, String target) implements HtmlPart {
        public Flow {
            streams = List.copyOf(streams);
        }
    }

    /**
     * One table's rows on their way.
     *
     * @param rows how many
     * @param sound whether nothing about them needs a person
     */
    record Stream(String source, String table, long rows, boolean sound) {}

    /** A table with a heading; the names of columns of numbers begin with {@code #}. */
    record Rows(String title, List<String> columns, List<List<String>> rows) implements HtmlPart {
        public Rows {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }

        /** A table that has nothing in it yet. */
        static Rows titled(String title, String... columns) {
            return new Rows(title, List.of(columns), List.of());
        }

        Rows with(String... cells) {
            List<List<String>> more = new ArrayList<>(rows);
            more.add(List.of(cells));
            return new Rows(title, columns, more);
        }
    }

    /** Lines with a heading; nothing is shown where there is none. */
    record Lines(String title, List<String> lines) implements HtmlPart {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** What was refused, and why, and what to do; nothing is shown where nothing was. */
    record Refused(List<Fault> faults) implements HtmlPart {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /** A command to copy, with a heading. */
    record Command(String title, String line) implements HtmlPart {}

    /** What the command prints, as it prints it. */
    record Printed(String text) implements HtmlPart {}
}
