package dev.tributary.report;

import dev.tributary.fault.Fault;
import java.time.Instant;
import java.util.List;

/**
 * A result as one file of HTML: no script, nothing from elsewhere, light and dark by the reader's preference, for narrow
 * and wide windows and for paper.
 *
 * @param command what was typed
 * @param version of Tributary
 * @param at when
 */
public record HtmlPage(String command, String version, Instant at, Report report) {
    private static final String STYLE = """
            :root { color-scheme: light dark; --ground: #fbfaf8; --ink: #1c1f23; --soft: #5d646d; --line: #d8d6d0;
              --panel: #fff; --accent: #1f6f8b; --good: #1d7a46; --bad: #b3261e; }
            @media (prefers-color-scheme: dark) { :root { --ground: #14171a; --ink: #e6e4df; --soft: #9aa3ad;
              --line: #343a41; --panel: #1c2025; --accent: #5fb3cf; --good: #6cc492; --bad: #ff8a80; } }
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 1.5rem clamp(.9rem, 3vw, 2.5rem) 4rem; max-width: 76rem;
              background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
            header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; padding-bottom: 1rem; }
            h1 { font-size: 1.35rem; margin: 0 0 .4rem; overflow-wrap: anywhere; }
            h2 { font-size: 1.05rem; margin: 2rem 0 .6rem; overflow-wrap: anywhere; }
            .verdict { font-weight: 600; } .good { color: var(--good); } .bad { color: var(--bad); }
            .soft { color: var(--soft); margin: .2rem 0 0; }
            .wide { overflow-x: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
            table { border-collapse: collapse; width: 100%; font-size: .9rem; }
            th, td { text-align: left; padding: .4rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }
            tr:last-child td { border-bottom: 0; } th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
            .number { text-align: right; font-variant-numeric: tabular-nums; } td.number { white-space: nowrap; }
            .long { font: .75rem/1.5 ui-monospace, monospace; min-width: 8rem; overflow-wrap: anywhere; }
            ul { margin: .3rem 0; padding-left: 1.2rem; } li { overflow-wrap: anywhere; }
            pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .7rem 1rem;
              margin: .3rem 0; overflow-x: auto; font: .85rem/1.5 ui-monospace, monospace;
              white-space: pre-wrap; overflow-wrap: anywhere; } details pre { white-space: pre; }
            .refused { border-left: 3px solid var(--bad); padding: .1rem 0 .1rem 1rem; margin: .6rem 0;
              overflow-wrap: anywhere; } .refused p { margin: .2rem 0; }
            .flow { overflow-x: auto; } svg { display: block; min-width: 34rem; width: 100%; max-width: 60rem;
              height: auto; font: 13px system-ui, sans-serif; }
            .box { fill: var(--panel); stroke: var(--line); } .target { stroke: var(--accent); }
            .name { fill: var(--ink); font-weight: 600; } .table { fill: var(--soft); }
            .count { fill: var(--ink); font-variant-numeric: tabular-nums; }
            .stream { fill: none; stroke: var(--accent); stroke-opacity: .55; stroke-linecap: round; }
            .dry { stroke: var(--line); stroke-dasharray: 4 5; stroke-opacity: 1; }
            .stream.bad { stroke: var(--bad); }
            details { margin-top: 2rem; } summary { cursor: pointer; color: var(--soft); }
            @media print { body { max-width: none; } .wide, .flow, pre { overflow: visible; } }
            """;

    /** The page. */
    public String html() {
        StringBuilder page = new StringBuilder();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                .append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                        + " style-src 'unsafe-inline'\"/>\n")
                .append("<title>")
                .append(Html.text(title()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<header>\n<h1>")
                .append(Html.text(brief()))
                .append("</h1>\n<p class=\"verdict ")
                .append(report.needsYou() ? "bad" : "good")
                .append("\">")
                .append(Html.text(verdict()))
                .append("</p>\n<p class=\"soft\">")
                .append(Html.text(Words.time(at) + ", Tributary " + version))
                .append("</p>\n<pre>")
                .append(Html.text(command))
                .append("</pre>\n</header>\n<main>\n");
        List<HtmlPart> parts = report.parts();
        parts.forEach(part -> add(page, part));
        if (parts.stream().noneMatch(HtmlPart.Printed.class::isInstance)) {
            page.append("<details>\n<summary>As it was printed</summary>\n<pre>")
                    .append(Html.text(report.text(Style.PLAIN)))
                    .append("</pre>\n</details>\n");
        }
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    /** The command and its target. */
    private String brief() {
        String[] words = command.split(" ");
        return words.length > 1 && !words[1].startsWith("-") ? words[0] + " " + words[1] : words[0];
    }

    private String title() {
        return "Tributary: " + brief();
    }

    private String verdict() {
        if (report instanceof FaultReport refused) {
            return "Refused, " + refused.fault().effect() + ".";
        }
        return report.needsYou() ? "Something needs you." : "Done, or nothing to report.";
    }

    private static void add(StringBuilder page, HtmlPart part) {
        if (part instanceof HtmlPart.Flow flow) {
            if (!flow.streams().isEmpty()) {
                page.append("<div class=\"flow\">\n")
                        .append(FlowDrawing.svg(flow))
                        .append("</div>\n");
            }
        } else if (part instanceof HtmlPart.Rows rows) {
            table(page, rows);
        } else if (part instanceof HtmlPart.Lines lines) {
            if (!lines.lines().isEmpty()) {
                heading(page, lines.title());
                page.append("<ul>\n");
                lines.lines()
                        .forEach(line ->
                                page.append("<li>").append(Html.text(line)).append("</li>\n"));
                page.append("</ul>\n");
            }
        } else if (part instanceof HtmlPart.Refused refused) {
            if (!refused.faults().isEmpty()) {
                heading(page, "Refused");
                refused.faults().forEach(fault -> refusal(page, fault));
            }
        } else if (part instanceof HtmlPart.Command command) {
            heading(page, command.title());
            page.append("<pre>").append(Html.text(command.line())).append("</pre>\n");
        } else if (part instanceof HtmlPart.Printed printed) {
            page.append("<pre>").append(Html.text(printed.text())).append("</pre>\n");
        }
    }

    private static void heading(StringBuilder page, String title) {
        page.append("<h2>").append(Html.text(title)).append("</h2>\n");
    }

    private static void refusal(StringBuilder page, Fault fault) {
        page.append("<div class=\"refused\">\n<p><strong>")
                .append(Html.text(fault.what()))
                .append("</strong></p>\n");
        page.append("<p>Why: ").append(Html.text(fault.why())).append("</p>\n");
        page.append("<p>Next: ").append(Html.text(fault.next())).append("</p>\n</div>\n");
    }

    private static void table(StringBuilder page, HtmlPart.Rows rows) {
        if (rows.rows().isEmpty()) {
            return;
        }
        heading(page, rows.title());
        page.append("<div class=\"wide\">\n<table>\n<thead><tr>");
        for (String column : rows.columns()) {
            boolean number = column.startsWith("#");
            page.append(number ? "<th class=\"number\">" : "<th>")
                    .append(Html.text(number ? column.substring(1) : column))
                    .append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows.rows()) {
            page.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                page.append(
                                rows.columns().get(i).startsWith("#")
                                        ? "<td class=\"number\">"
                                        : row.get(i).matches("[0-9a-f]{64}") ? "<td class=\"long\">" : "<td>")
                        .append(Html.text(row.get(i)))
                        .append("</td>");
            }
            page.append("</tr>\n");
        }
        page.append("</tbody>\n</table>\n</div>\n");
    }
}
