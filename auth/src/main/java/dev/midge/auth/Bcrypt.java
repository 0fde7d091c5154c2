package dev.midge.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.BlowfishEngine;
import org.bouncycastle.crypto.generators.BCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The bcrypt computation: for a new hash, against an old one, and the same amount of computation without a question. Loads
 * BouncyCastle; slow by design, so never to be called on an event loop.
 */
public final class Bcrypt {

    /** The least cost that there is. */
    public static final int MIN_COST = 4;

    /** The highest cost that there is: it takes days. */
    public static final int MAX_COST = 31;

    /** bcrypt looks at no more bytes of a password than this. */
    public static final int MAX_PASSWORD = 72;

    private static final String ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final byte[] NOTHING = {};
    private static final int SALT_START = 7;
    private static final int SALT_LENGTH = 16;
    private static final int DIGEST_START = 29;
    private static final int DIGEST_LENGTH = 23;

    private static final int BLOCK_LENGTH = 8;
    private static final int FINAL_BLOCKS = 64 * 3;

    private Bcrypt() {}

    /**
     * A new hash {@code $2a$...} of a password in UTF-8, with a salt of its own, as a configuration takes it. Bytes beyond
     * {@link #MAX_PASSWORD} do not count.
     *
     * @param cost {@link #MIN_COST} to {@link #MAX_COST}; each step doubles the time
     */
    public static String hash(byte[] password, int cost, SecureRandom random) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        byte[] digest = BCrypt.generate(firstBytes(password), salt, cost, true);
        String prefix = cost < 10 ? "$2a$0" : "$2a$";
        return prefix + cost + '$' + text(encode(salt, SALT_LENGTH)) + text(encode(digest, DIGEST_LENGTH));
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    /**
     * Whether the hash, which must not be malformed, was made of this password. The letters a, b, x and y after
     * {@code $2} name historic faults of implementations, not another computation.
     */
    static boolean matches(Password hash, byte[] password) {
        String text = hash.text();
        byte[] salt = decode(text, SALT_START, SALT_LENGTH);
        byte[] digest = BCrypt.generate(firstBytes(password), salt, hash.bcryptCost(), true);
        // Compared as text, so that only the spelling that nats-server accepts is accepted.
        return MessageDigest.isEqual(
                encode(digest, DIGEST_LENGTH), text.substring(DIGEST_START).getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Spends what is missing: after a check at {@code spentCost}, checks at that cost and each one above it below
     * {@code cost} have as many rounds as one check at {@code cost}.
     */
    static void spend(int spentCost, int cost) {
        byte[] salt = new byte[SALT_LENGTH];
        for (int step = spentCost; step < cost; step++) {
            BCrypt.generate(NOTHING, salt, step, true);
        }
    }

    /** Spends what so many computations take beside their rounds: a key schedule of Blowfish, and 64 encryptions of 24 bytes. */
    static void spendSetUps(int count) {
        KeyParameter key = new KeyParameter(new byte[SALT_LENGTH]);
        byte[] block = new byte[BLOCK_LENGTH];
        for (int i = 0; i < count; i++) {
            BlowfishEngine blowfish = new BlowfishEngine();
            blowfish.init(true, key);
            for (int j = 0; j < FINAL_BLOCKS; j++) {
                int unused = blowfish.processBlock(block, 0, block, 0);
            }
        }
    }

    private static byte[] firstBytes(byte[] password) {
        return password.length <= MAX_PASSWORD ? password : Arrays.copyOf(password, MAX_PASSWORD);
    }

    private static byte[] decode(String text, int start, int length) {
        byte[] bytes = new byte[length];
        int held = 0;
        int heldBits = 0;
        int next = 0;
        for (int i = start; next < length; i++) {
            held = held << 6 | ALPHABET.indexOf(text.charAt(i));
            heldBits += 6;
            if (heldBits >= 8) {
                heldBits -= 8;
                bytes[next++] = (byte) (held >> heldBits);
            }
        }
        return bytes;
    }

    private static byte[] encode(byte[] bytes, int length) {
        byte[] text = new byte[(length * 8 + 5) / 6];
        int held = 0;
        int heldBits = 0;
        int next = 0;
        for (int i = 0; i < length; i++) {
            held = held << 8 | (bytes[i] & 0xFF);
            heldBits += 8;
            while (heldBits >= 6) {
                heldBits -= 6;
                text[next++] = (byte) ALPHABET.charAt(held >> heldBits & 63);
            }
        }
        if (heldBits > 0) {
            text[next] = (byte) ALPHABET.charAt(held << (6 - heldBits) & 63);
        }
        return text;
    }
}
