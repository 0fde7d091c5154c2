package dev.midge.auth.nkey;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Credentials: a user's JWT and the seed that goes with it, as {@code --creds} of NATS clients reads them. What holds only
 * one of the two is read as well.
 *
 * <p>Reading is tolerant, as clients are: text around the two blocks, blank lines and CRLF do not matter, and without
 * blocks the whole content is the JWT, or a line that begins as a seed is the seed. Nothing is said about the JWT; the
 * seed is looked at when {@link #keyPair} is called.
 *
 * <p>The seed is kept in one array, which {@link #wipe} overwrites. Never printed. Safe on any thread.
 *
 * <p>nkeys: creds_utils.go; jwt: v2/creds_utils.go.
 */
public final class CredsFile {

    /** Twice what a JWT may have. */
    static final int MAX_SIZE = 2 << 20;

    private final String jwt;
    private final byte @Nullable [] seed;
    private boolean wiped;

    private CredsFile(String jwt, byte @Nullable [] seed) {
        this.jwt = jwt;
        this.seed = seed;
    }

    /**
     * Puts a JWT and the pair that it was issued for together.
     *
     * @throws NKeyException {@code nkey seed does not match the jwt subject}, {@code expected 3 chunks} for what is no JWT,
     *     {@code seed is not an operator, account or user seed}, or the pair was wiped
     */
    public static CredsFile of(String jwt, KeyPair pair) throws NKeyException {
        String token = jwt.strip();
        byte[] payload = isBase64Url(token) ? JwtSubject.payload(token) : null;
        if (payload == null) {
            throw NKeyException.noJwt();
        }
        if (!pair.publicKey().text().equals(JwtSubject.in(payload))) {
            throw NKeyException.subjectMismatch();
        }
        byte[] seed = ascii(pair.seed());
        if (!CredsItems.isSeed(new AsciiText(seed))) {
            Arrays.fill(seed, (byte) 0);
            throw NKeyException.noSeedOfCredentials();
        }
        return new CredsFile(token, seed);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws NKeyException {@code nkeys: credentials are larger than N bytes}
     */
    public static CredsFile read(Path file) throws IOException, NKeyException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_SIZE + 1);
        }
        try {
            return parse(content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** Reads the content of a file, which the caller may overwrite afterwards; as {@link #read}. */
    public static CredsFile parse(byte[] content) throws NKeyException {
        if (content.length > MAX_SIZE) {
            throw NKeyException.credentialsTooLarge(MAX_SIZE);
        }
        CredsItems items = CredsItems.of(content);
        AsciiText seed = items.seed();
        return new CredsFile(items.jwt(), seed == null ? null : seed.copy());
    }

    /** The JWT as it stands in the file, unchecked; empty if there is none. */
    public String jwt() {
        return jwt;
    }

    /**
     * The pair of the seed.
     *
     * @throws NKeyException {@code nkeys: no nkey seed found}, {@code nkeys: doesn't contain a seed nkey} when the second
     *     block is something else, as {@link KeyPair#fromSeed(byte[])}, and after {@link #wipe}
     *     {@code nkeys: no seed or private key available}
     */
    public synchronized KeyPair keyPair() throws NKeyException {
        return KeyPair.fromSeed(requireSeed());
    }

    /** As {@link #keyPair}; another type than a user is {@code nkeys: doesn't contain an user seed nkey}. */
    public KeyPair userKeyPair() throws NKeyException {
        KeyPair pair = keyPair();
        if (pair.type() != KeyType.USER) {
            pair.wipe();
            throw NKeyException.noUserSeed();
        }
        return pair;
    }

    private AsciiText requireSeed() throws NKeyException {
        if (wiped) {
            throw NKeyException.noSeed();
        }
        if (seed == null) {
            throw NKeyException.noSeedFound();
        }
        AsciiText text = new AsciiText(seed);
        if (!CredsItems.isSeed(text)) {
            throw NKeyException.itemIsNoSeed();
        }
        return text;
    }

    /** The content of a file, as NATS tools write it, in an array that the caller can overwrite; as {@link #keyPair}. */
    public synchronized byte[] text() throws NKeyException {
        return CredsText.of(jwt, requireSeed());
    }

    /**
     * Writes a file that only its owner can read; what was there before is replaced at once.
     *
     * @throws IOException if it cannot be written
     * @throws NKeyException as {@link #keyPair}
     */
    public void write(Path file) throws IOException, NKeyException {
        byte[] text = text();
        Path directory = file.toAbsolutePath().getParent();
        // A new temporary file belongs to its owner alone wherever files have owners.
        Path draft = Files.createTempFile(directory, ".creds", null);
        try {
            Files.write(draft, text);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Arrays.fill(text, (byte) 0);
            Files.deleteIfExists(draft);
        }
    }

    /** Overwrites the seed; from now on it can neither be written nor used. */
    public synchronized void wipe() {
        if (seed != null) {
            Arrays.fill(seed, (byte) 0);
        }
        wiped = true;
    }

    /** Not even a line break: what is written to a file must stay on its line. */
    private static boolean isBase64Url(String jwt) {
        for (int i = 0; i < jwt.length(); i++) {
            char c = jwt.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(char[] text) {
        byte[] bytes = new byte[text.length];
        for (int i = 0; i < text.length; i++) {
            bytes[i] = (byte) text[i];
        }
        Arrays.fill(text, '\0');
        return bytes;
    }

    /** Neither the seed nor the JWT, which for a bearer token is as good as a password. */
    @Override
    public String toString() {
        return "CredsFile [REDACTED]";
    }
}
