package dev.midge.server.tool;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKeyException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where new keys come from: the system's randomness, or the first 32 bytes of a file, such as {@code /dev/urandom}.
 *
 * <p>Each thread that makes keys has its own.
 */
final class Entropy {

    private static final int SEED_LENGTH = 32;

    private final @Nullable String file;
    private final SecureRandom random = new SecureRandom();

    /** @param file empty for the system's randomness */
    Entropy(String file) {
        this.file = file.isEmpty() ? null : file;
    }

    KeyPair newPair(KeyType type) throws ToolException {
        return file == null ? KeyPair.create(type, random) : fromFile(file, type);
    }

    private static KeyPair fromFile(String file, KeyType type) throws ToolException {
        byte[] seed;
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            seed = read(in, file, type);
        } catch (IOException e) {
            throw FileContent.unreadable(file, e);
        }
        try {
            return KeyPair.fromRawSeed(type, seed);
        } catch (NKeyException e) {
            throw failed(type, seed.length == 0 ? "EOF" : "unexpected EOF");
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private static byte[] read(InputStream in, String file, KeyType type) throws ToolException {
        try {
            return in.readNBytes(SEED_LENGTH);
        } catch (IOException e) {
            throw failed(type, FileContent.unreadable(file, e).getMessage());
        }
    }

    private static ToolException failed(KeyType type, @Nullable String cause) {
        return new ToolException("Error creating " + type.letter() + ": " + cause);
    }
}
