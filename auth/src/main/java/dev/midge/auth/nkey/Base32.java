package dev.midge.auth.nkey;

import java.util.Arrays;

/** Base32 as NKeys use it: RFC 4648, upper case, no padding. */
final class Base32 {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    /** How many bytes the letters behind the last eight make. One, three or six are nothing whole, and make none. */
    private static final int[] LAST_BYTES = {0, 0, 1, 0, 2, 3, 0, 4};

    private Base32() {}

    static char letter(int value) {
        return ALPHABET.charAt(value);
    }

    static char[] encode(byte[] bytes) {
        char[] text = new char[(bytes.length * 8 + BITS - 1) / BITS];
        int held = 0;
        int heldBits = 0;
        int next = 0;
        for (byte b : bytes) {
            held = held << 8 | (b & 0xFF);
            heldBits += 8;
            while (heldBits >= BITS) {
                heldBits -= BITS;
                text[next++] = letter(held >> heldBits & 31);
            }
        }
        if (heldBits > 0) {
            text[next] = letter(held << (BITS - heldBits) & 31);
        }
        return text;
    }

    /**
     * The bytes; letters that make none are ignored, and so are line ends, which do not count in the position of an error.
     *
     * <p>Go encoding/base32: decode without padding.
     */
    static byte[] decode(CharSequence text) throws NKeyException {
        int letters = text.length() - lineEnds(text);
        byte[] bytes = new byte[letters / 8 * BITS + LAST_BYTES[letters % 8]];
        int held = 0;
        int heldBits = 0;
        int next = 0;
        int skipped = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isLineEnd(text.charAt(i))) {
                skipped++;
                continue;
            }
            int value = value(text.charAt(i));
            if (value < 0) {
                Arrays.fill(bytes, (byte) 0); // it may have been a seed
                throw NKeyException.illegalBase32(i - skipped);
            }
            held = held << BITS | value;
            heldBits += BITS;
            if (heldBits >= 8) {
                heldBits -= 8;
                if (next < bytes.length) {
                    bytes[next++] = (byte) (held >> heldBits);
                }
            }
        }
        return bytes;
    }

    static int lineEnds(CharSequence text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            count += isLineEnd(text.charAt(i)) ? 1 : 0;
        }
        return count;
    }

    private static boolean isLineEnd(char c) {
        return c == '\r' || c == '\n';
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= '2' && c <= '7') {
            return c - '2' + 26;
        }
        return -1;
    }
}
