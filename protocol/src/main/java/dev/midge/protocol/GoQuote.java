package dev.midge.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Quotes bytes as Go's {@code %q} does, which the texts of permission errors and of the log promise: double quotes,
 * backslash escapes, bytes that are no UTF-8 as {@code \xff}, printable Unicode as it is.
 */
public final class GoQuote {

    private static final byte[] HEX = PermissionsViolation.ascii("0123456789abcdef");

    private GoQuote() {}

    /** The quoted bytes, in UTF-8. */
    public static byte[] quote(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 2);
        out.write('"');
        for (int i = 0; i < text.length; ) {
            i += quoteOne(text, i, out);
        }
        out.write('"');
        return out.toByteArray();
    }

    /** The quoted bytes as a String, for logs. */
    public static String text(byte[] text) {
        return new String(quote(text), StandardCharsets.UTF_8);
    }

    private static int quoteOne(byte[] text, int i, ByteArrayOutputStream out) {
        int b = text[i] & 0xff;
        if (b < 0x80) {
            quoteAscii(b, out);
            return 1;
        }
        int length = sequenceLength(text, i);
        if (length == 0) {
            hex(out, "\\x", b, 2);
            return 1;
        }
        int rune = new String(text, i, length, StandardCharsets.UTF_8).codePointAt(0);
        if (printable(rune)) {
            out.write(text, i, length);
        } else if (rune < 0x10000) {
            hex(out, "\\u", rune, 4);
        } else {
            hex(out, "\\U", rune, 8);
        }
        return length;
    }

    private static void quoteAscii(int b, ByteArrayOutputStream out) {
        int escape = "\u0007\b\f\n\r\t\u000b\"\\".indexOf(b);
        if (escape >= 0) {
            out.write('\\');
            out.write("abfnrtv\"\\".charAt(escape));
        } else if (b < 0x20 || b == 0x7f) {
            hex(out, "\\x", b, 2);
        } else {
            out.write(b);
        }
    }

    /** Length of the valid UTF-8 sequence at i, 0 when there is none. */
    private static int sequenceLength(byte[] text, int i) {
        int b = text[i] & 0xff;
        int length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc2 ? 2 : 0;
        if (length == 0 || b > 0xf4 || i + length > text.length) {
            return 0;
        }
        String decoded = new String(text, i, length, StandardCharsets.UTF_8);
        boolean whole = decoded.codePointCount(0, decoded.length()) == 1;
        return whole && decoded.getBytes(StandardCharsets.UTF_8).length == length && sameBytes(decoded, text, i)
                ? length
                : 0;
    }

    private static boolean sameBytes(String decoded, byte[] text, int i) {
        byte[] again = decoded.getBytes(StandardCharsets.UTF_8);
        for (int k = 0; k < again.length; k++) {
            if (again[k] != text[i + k]) {
                return false;
            }
        }
        return true;
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

    private static void hex(ByteArrayOutputStream out, String prefix, int value, int digits) {
        out.writeBytes(PermissionsViolation.ascii(prefix));
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.write(HEX[(value >>> shift) & 0xf]);
        }
    }
}
