package dev.tributary.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Sources on the left, the target on the right, and between them a stream per table, as wide as it has rows. */
final class FlowDrawing {
    private static final int WIDTH = 760;
    private static final int BOX = 280;
    private static final int LINE = 20;
    private static final int HEAD = 30;
    private static final int FOOT = 12;
    private static final int GAP = 14;
    private static final int TARGET_X = 570;
    private static final int PER_STREAM = 16;
    private static final int CHARACTERS = 30;

    private final HtmlPart.Flow flow;
    private final StringBuilder svg = new StringBuilder();

    private FlowDrawing(HtmlPart.Flow flow) {
        this.flow = flow;
    }

    /** The drawing as SVG, or nothing without a stream. */
    static String svg(HtmlPart.Flow flow) {
        return flow.streams().isEmpty() ? "" : new FlowDrawing(flow).draw();
    }

    private String draw() {
        Map<String, List<HtmlPart.Stream>> bySource = flow.streams().stream()
                .collect(Collectors.groupingBy(HtmlPart.Stream::source, LinkedHashMap::new, Collectors.toList()));
        int streams = flow.streams().size();
        int height = bySource.values().stream()
                        .mapToInt(tables -> HEAD + tables.size() * LINE + FOOT + GAP)
                        .sum()
                + 2;
        int targetHeight = Math.max(70, HEAD + streams * PER_STREAM);
        height = Math.max(height, targetHeight + GAP);
        int targetY = (height - targetHeight) / 2;
        long rows = flow.streams().stream().mapToLong(HtmlPart.Stream::rows).sum();
        svg.append("<svg role=\"img\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(height)
                .append("\">\n<title>");
        svg.append(
                Html.text(bySource.size() + " sources flow into " + flow.target() + ": " + Words.count(rows, "row")));
        svg.append("</title>\n");
        int y = 1;
        int index = 0;
        for (Map.Entry<String, List<HtmlPart.Stream>> source : bySource.entrySet()) {
            int boxHeight = HEAD + source.getValue().size() * LINE + FOOT;
            box("box", 1, y, BOX, boxHeight);
            text("name", 14, y + 20, source.getKey());
            int line = y + HEAD;
            for (HtmlPart.Stream stream : source.getValue()) {
                line += LINE;
                int end = targetY + HEAD + index * PER_STREAM + PER_STREAM / 2;
                curve(stream, BOX + 1, line - 5, TARGET_X, end);
                text("table", 14, line, stream.table());
                count(BOX - 10, line, stream.rows());
                index++;
            }
            y += boxHeight + GAP;
        }
        box("box target", TARGET_X, targetY, WIDTH - TARGET_X - 1, targetHeight);
        text("name", TARGET_X + 14, targetY + 20, flow.target());
        text("table", TARGET_X + 14, targetY + HEAD + 14, Words.count(rows, "row"));
        return svg.append("</svg>\n").toString();
    }

    private void box(String kind, int x, int y, int width, int height) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n",
                kind,
                x,
                y,
                width,
                height));
    }

    private void text(String kind, int x, int y, String text) {
        String brief = text.length() > CHARACTERS ? text.substring(0, CHARACTERS - 1) + "…" : text;
        svg.append("<text class=\"")
                .append(kind)
                .append("\" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\">");
        if (!brief.equals(text)) {
            svg.append("<title>").append(Html.text(text)).append("</title>");
        }
        svg.append(Html.text(brief)).append("</text>\n");
    }

    private void count(int x, int y, long rows) {
        svg.append("<text class=\"count\" text-anchor=\"end\" x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\">");
        svg.append(Words.number(rows)).append("</text>\n");
    }

    private void curve(HtmlPart.Stream stream, int x, int y, int toX, int toY) {
        int middle = (x + toX) / 2;
        svg.append(String.format(
                Locale.ROOT,
                "<path class=\"%s\" stroke-width=\"%.1f\" d=\"M%d %d C%d %d %d %d %d %d\"><title>%s</title></path>%n",
                stream.sound() ? stream.rows() == 0 ? "stream dry" : "stream" : "stream bad",
                1.5 + 1.5 * Math.log10(stream.rows() + 1.0),
                x,
                y,
                middle,
                y,
                middle,
                toY,
                toX,
                toY,
                Html.text(stream.source() + "." + stream.table() + ": " + Words.count(stream.rows(), "row"))));
    }
}
