package dev.midge.server.tool;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks at the terminal; without one, the standard input is read. */
final class TerminalPrompt implements HiddenPrompt {

    private final PipedLines input = new PipedLines(System.in);

    @Override
    @SuppressWarnings("SystemConsoleNull") // the property makes it null
    public char @Nullable [] ask(String label) throws ToolException {
        // From Java 22 to 24 the default is a console that is there without a terminal too, and that echoes.
        System.setProperty("jdk.console", "java.base");
        Console console = System.console();
        return console == null ? input.ask(label) : console.readPassword("%s", label);
    }
}
