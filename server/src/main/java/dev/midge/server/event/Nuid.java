package dev.midge.server.event;

import java.security.SecureRandom;

/**
 * The unique ids of events: 22 digits of base 62, of which the first twelve are random and the rest count up in random steps.
 *
 * <p>Thread: one at a time.
 */
final class Nuid {

    private static final char[] DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int PREFIX = 12;
    private static final int LENGTH = 22;
    private static final long SEQUENCES = 839_299_365_868_340_224L;
    private static final long LEAST_STEP = 33;
    private static final int STEPS = 300;

    private final SecureRandom random = new SecureRandom();
    private final char[] text = new char[LENGTH];
    private long sequence;
    private long step;

    Nuid() {
        begin();
    }

    private void begin() {
        for (int i = 0; i < PREFIX; i++) {
            text[i] = DIGITS[random.nextInt(DIGITS.length)];
        }
        sequence = Math.floorMod(random.nextLong(), SEQUENCES);
        step = LEAST_STEP + random.nextInt(STEPS);
    }

    /** Another one. */
    String next() {
        sequence += step;
        if (sequence >= SEQUENCES) {
            begin();
        }
        long rest = sequence;
        for (int i = LENGTH - 1; i >= PREFIX; i--) {
            text[i] = DIGITS[(int) (rest % DIGITS.length)];
            rest /= DIGITS.length;
        }
        return new String(text);
    }
}
