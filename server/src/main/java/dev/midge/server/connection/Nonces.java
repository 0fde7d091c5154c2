package dev.midge.server.connection;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/** Random texts and numbers for the connections of one loop. Thread: the loop. */
final class Nonces {

    private static final int NONCE_BYTES = 11;
    private static final int NONCES_AT_ONCE = 372;

    private final SecureRandom secureRandom;
    private byte[] nonces = new byte[0];
    private int nonceAt;
    private long random;

    Nonces(SecureRandom secureRandom) {
        this.secureRandom = secureRandom;
        this.random = secureRandom.nextLong();
    }

    /** Eleven random bytes as 15 characters, from a block drawn at once. */
    String next() {
        if (nonceAt + NONCE_BYTES > nonces.length) {
            nonces = new byte[NONCE_BYTES * NONCES_AT_ONCE];
            secureRandom.nextBytes(nonces);
            nonceAt = 0;
        }
        byte[] nonce = Arrays.copyOfRange(nonces, nonceAt, nonceAt + NONCE_BYTES);
        nonceAt += NONCE_BYTES;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /** A number to spread timers with; nothing that must not be guessed. */
    long random() {
        random += 0x9E3779B97F4A7C15L;
        long mixed = (random ^ random >>> 30) * 0xBF58476D1CE4E5B9L;
        return mixed ^ mixed >>> 31;
    }
}
