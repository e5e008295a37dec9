package dev.tributary.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;

/** A table of text without borders; long words are broken at underscores where the table would exceed 80 columns. */
final class Grid {
    private static final int WIDTH = 80;
    private static final int NARROW = 14;
    private static final int PADDING = 2;
    private static final int HEADER_RULE = 8;

    private final int indent;
    private final List<String> headers = new ArrayList<>();
    private final List<HorizontalAlign> aligned = new ArrayList<>();
    private final List<Boolean> breakable = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();

    /** A table so many spaces from the left. */
    Grid(int indent) {
        this.indent = indent;
    }

    /** One more column of words, which may be broken. */
    Grid words(String header) {
        return column(header, HorizontalAlign.LEFT, true);
    }

    /** One more column of what somebody may copy from the screen: it is never broken. */
    Grid exact(String header) {
        return column(header, HorizontalAlign.LEFT, false);
    }

    /** One more column of numbers. */
    Grid numbers(String... header) {
        for (String each : header) {
            column(each, HorizontalAlign.RIGHT, false);
        }
        return this;
    }

    private Grid column(String header, HorizontalAlign align, boolean mayBreak) {
        headers.add(header);
        aligned.add(align);
        breakable.add(mayBreak);
        return this;
    }

    Grid row(List<String> cells) {
        rows.add(cells.stream().map(Words::visible).toArray(String[]::new));
        return this;
    }

    List<String> lines() {
        boolean tooWide = width() > WIDTH;
        List<String[]> cells = new ArrayList<>();
        for (String[] row : rows) {
            String[] copy = row.clone();
            for (int i = 0; tooWide && i < copy.length; i++) {
                if (breakable.get(i)) {
                    copy[i] = broken(copy[i]);
                }
            }
            cells.add(copy);
        }
        Character[] border = AsciiTable.NO_BORDERS.clone();
        border[HEADER_RULE] = '-';
        Column[] columns = new Column[headers.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new Column()
                    .header(headers.get(i))
                    .headerAlign(aligned.get(i))
                    .dataAlign(aligned.get(i))
                    .maxWidth(Integer.MAX_VALUE);
        }
        String text = AsciiTable.builder()
                .border(border)
                .lineSeparator("\n")
                .data(columns, cells.toArray(Object[][]::new))
                .asString();
        // the library pads each cell by one space on both sides, and our tables have no sides
        return text.lines()
                .map(line -> " ".repeat(indent) + line.substring(1, line.length() - 1))
                .toList();
    }

    private int width() {
        int width = indent;
        for (int i = 0; i < headers.size(); i++) {
            int widest = headers.get(i).length();
            for (String[] row : rows) {
                widest = Math.max(widest, row[i].length());
            }
            width += widest + PADDING;
        }
        return width - PADDING;
    }

    private static String broken(String name) {
        StringBuilder lines = new StringBuilder();
        int line = 0;
        for (String part : name.split("(?<=_)")) {
            if (line > 0 && line + part.length() > NARROW) {
                lines.append('\n');
                line = 0;
            }
            lines.append(part);
            line += part.length();
        }
        return lines.toString();
    }
}
