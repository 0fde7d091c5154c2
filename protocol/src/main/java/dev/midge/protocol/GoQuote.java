package dev.midge.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Quotes bytes as Go's {@code %q} does, which the texts of permission errors and of the log promise: double quotes,
 * backslash escapes, bytes that are no UTF-8 as {@code \xff}, printable Unicode as it is.
 */
public final class GoQuote {

    private static final byte[] HEX = PermissionsViolation.ascii("0123456789abcdef");

    private GoQuote() {}

    /** The quoted bytes, in UTF-8. */
    public static byte[] quote(byte[] text) {
        Out out = new Out(text.length + 2);
        out.put('"');
        for (int i = 0; i < text.length; ) {
            i += quoteOne(text, i, out);
        }
        out.put('"');
        return out.length == out.bytes.length ? out.bytes : Arrays.copyOf(out.bytes, out.length);
    }

    /** The quoted bytes as a String, for logs. */
    public static String text(byte[] text) {
        return new String(quote(text), StandardCharsets.UTF_8);
    }

    private static int quoteOne(byte[] text, int i, Out out) {
        int b = text[i] & 0xff;
        if (b < 0x80) {
            quoteAscii(b, out);
            return 1;
        }
        int rune = rune(text, i);
        if (rune < 0) {
            hex(out, 'x', b, 2);
            return 1;
        }
        int length = rune < 0x800 ? 2 : rune < 0x10000 ? 3 : 4;
        if (printable(rune)) {
            for (int k = 0; k < length; k++) {
                out.put(text[i + k]);
            }
        } else if (rune < 0x10000) {
            hex(out, 'u', rune, 4);
        } else {
            hex(out, 'U', rune, 8);
        }
        return length;
    }

    private static void quoteAscii(int b, Out out) {
        int escape = "\u0007\b\f\n\r\t\u000b\"\\".indexOf(b);
        if (escape >= 0) {
            out.put('\\');
            out.put("abfnrtv\"\\".charAt(escape));
        } else if (b < 0x20 || b == 0x7f) {
            hex(out, 'x', b, 2);
        } else {
            out.put(b);
        }
    }

    /** The rune of the valid UTF-8 sequence of two bytes or more at i, -1 when there is none. By hand: peers choose the bytes. */
    private static int rune(byte[] text, int i) {
        int b = text[i] & 0xff;
        int length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
        if (b < 0xc2 || b > 0xf4 || i + length > text.length) {
            return -1;
        }
        int rune = b & (0x7f >> length);
        for (int k = 1; k < length; k++) {
            if ((text[i + k] & 0xc0) != 0x80) {
                return -1;
            }
            rune = rune << 6 | (text[i + k] & 0x3f);
        }
        boolean longer = rune < (length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80);
        boolean surrogate = rune >= Character.MIN_SURROGATE && rune <= Character.MAX_SURROGATE;
        return longer || surrogate || rune > Character.MAX_CODE_POINT ? -1 : rune;
    }

    private static boolean printable(int rune) {
        return switch (Character.getType(rune)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void hex(Out out, char kind, int value, int digits) {
        out.put('\\');
        out.put(kind);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.put(HEX[(value >>> shift) & 0xf]);
        }
    }

    /** Bytes that grow; without the lock that the one of the JDK takes for each byte. */
    private static final class Out {

        private byte[] bytes;
        private int length;

        Out(int size) {
            bytes = new byte[size];
        }

        void put(int b) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            bytes[length++] = (byte) b;
        }
    }
}
