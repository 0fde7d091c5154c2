package dev.midge.server.tool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes a password out of a pipe or a file: its first line, as it is, without the end of the line. */
final class PipedLine implements HiddenPrompt {

    /** Longer than any password that is taken; what goes on and on is not read to its end. */
    private static final int MOST_BYTES = 1024;

    private final InputStream in;

    PipedLine(InputStream in) {
        this.in = in;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public char @Nullable [] ask(String label) throws ToolException {
        byte[] line = new byte[MOST_BYTES];
        try {
            int length = read(line);
            return length < 0 ? null : letters(line, length);
        } catch (IOException e) {
            throw new ToolException("could not read password: " + e.getMessage(), e);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** How many bytes the line has, or -1 if there is none. */
    private int read(byte[] line) throws IOException {
        int next = in.read();
        if (next < 0) {
            return -1;
        }
        int length = 0;
        while (next >= 0 && next != '\n' && length < line.length) {
            line[length++] = (byte) next;
            next = in.read();
        }
        return length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    }

    private static char[] letters(byte[] line, int length) {
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line, 0, length));
        char[] letters = new char[decoded.remaining()];
        decoded.get(letters);
        decoded.clear().put(new char[decoded.capacity()]);
        return letters;
    }
}
