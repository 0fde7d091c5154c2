package dev.midge.server.tool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Takes a password out of a pipe or a file: it stands in the first line, and need not be repeated in a second. */
final class PipedLines implements HiddenPrompt {

    private final InputStream in;
    private char @Nullable [] first;
    private boolean repeated;

    PipedLines(InputStream in) {
        this.in = in;
    }

    @Override
    public char @Nullable [] ask(String label) throws ToolException {
        char[] line = line();
        if (line == null) {
            return repeat();
        }
        if (first == null) {
            first = line.clone();
        }
        return line;
    }

    private char @Nullable [] repeat() {
        if (repeated || first == null) {
            return null;
        }
        repeated = true;
        return first;
    }

    private char @Nullable [] line() throws ToolException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            int next = in.read();
            boolean any = next >= 0;
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = in.read();
            }
            return any ? line.toString(StandardCharsets.UTF_8).stripTrailing().toCharArray() : null;
        } catch (IOException e) {
            throw new ToolException("could not read password: " + e.getMessage());
        }
    }
}
