package dev.midge.server.tool;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.NKey;
import dev.midge.auth.nkey.NKeyException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A file with a key on a line of its own: the first line that is any kind of key is the one. */
final class KeyFile {

    private KeyFile() {}

    static KeyPair seed(String name) throws ToolException, NKeyException {
        byte[] line = keyLine(name);
        try {
            return KeyPair.fromSeed(line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    static NKey publicKey(String name) throws ToolException, NKeyException {
        byte[] line = keyLine(name);
        try {
            return NKey.parse(line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    private static byte[] keyLine(String name) throws ToolException {
        byte[] content = FileContent.read(name);
        try {
            byte[] line = firstKey(content);
            if (line == null) {
                throw new ToolException("Could not find a valid key");
            }
            return line;
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte @Nullable [] firstKey(byte[] content) {
        int start = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i == content.length || content[i] == '\n') {
                // Go's base32 passes over carriage returns.
                int end = i > start && content[i - 1] == '\r' ? i - 1 : i;
                byte[] line = Arrays.copyOfRange(content, start, end);
                if (NKey.isEncoded(line)) {
                    return line;
                }
                Arrays.fill(line, (byte) 0);
                start = i + 1;
            }
        }
        return null;
    }
}
