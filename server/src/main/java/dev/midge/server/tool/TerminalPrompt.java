package dev.midge.server.tool;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks at the terminal. */
final class TerminalPrompt implements HiddenPrompt {

    private final Console console;

    private TerminalPrompt(Console console) {
        this.console = console;
    }

    /** The terminal, or without one the standard input. */
    @SuppressWarnings("SystemConsoleNull") // the property makes it null
    static HiddenPrompt orPipe() {
        // From Java 22 to 24 the default is a console that is there without a terminal too, and that echoes.
        System.setProperty("jdk.console", "java.base");
        Console console = System.console();
        return console == null ? new PipedLine(System.in) : new TerminalPrompt(console);
    }

    @Override
    public boolean isInteractive() {
        return true;
    }

    @Override
    public char @Nullable [] ask(String label) {
        return console.readPassword("%s", label);
    }
}
