package dev.midge.server.tool;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Asks at the terminal; there must be one, as for the nats command. */
final class TerminalPrompt implements HiddenPrompt {

    @Override
    @SuppressWarnings("SystemConsoleNull") // the property makes it null
    public char @Nullable [] ask(String label) throws ToolException {
        // From Java 22 to 24 the default is a console that is there without a terminal too, and that echoes.
        System.setProperty("jdk.console", "java.base");
        Console console = System.console();
        if (console == null) {
            throw new ToolException("could not read password: cannot prompt for user input without a terminal");
        }
        return console.readPassword("%s", label);
    }
}
