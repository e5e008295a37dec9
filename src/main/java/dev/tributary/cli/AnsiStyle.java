package dev.tributary.cli;

import dev.tributary.report.Style;
import picocli.CommandLine.Help.Ansi;

/** Colours by picocli; with colours off every text stays as it is. */
record AnsiStyle(Ansi ansi) implements Style {
    @Override
    public String strong(String text) {
        return apply(text, Ansi.Style.bold);
    }

    @Override
    public String good(String text) {
        return apply(text, Ansi.Style.fg_green);
    }

    @Override
    public String warn(String text) {
        return apply(text, Ansi.Style.fg_yellow);
    }

    @Override
    public String bad(String text) {
        return apply(text, Ansi.Style.fg_red);
    }

    private String apply(String text, Ansi.Style style) {
        // a full reset: the code that ends bold means double underline on some terminals
        return ansi.enabled() ? style.on() + text + Ansi.Style.reset.on() : text;
    }
}
