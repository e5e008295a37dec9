package dev.tributary.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import picocli.CommandLine.Help.Ansi;

/**
 * What is on the other side of the output.
 *
 * @param interactive a person is watching: progress may be drawn
 * @param ansi whether colours are wanted
 */
record Terminal(boolean interactive, Ansi ansi) {
    /** A file, a pipe or a program. */
    static final Terminal NONE = new Terminal(false, Ansi.OFF);

    /** Looks at this process's own streams and at the usual variables, such as NO_COLOR. */
    static Terminal detect() {
        boolean interactive = isTerminal(System.console());
        return new Terminal(interactive, interactive && Ansi.AUTO.enabled() ? Ansi.ON : Ansi.OFF);
    }

    /** Before Java 22 there is a console only on a terminal; since then the console knows whether it is one. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Console.isTerminal is public and throws nothing", e);
        }
    }
}
