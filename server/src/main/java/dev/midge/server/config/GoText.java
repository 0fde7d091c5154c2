package dev.midge.server.config;

/** Texts as Go prints them, because the messages of nats-server do. */
final class GoText {
    private GoText() {}

    /** The text in double quotes, with Go's escapes for what is not printable ({@code %q}). */
    static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            escape(quoted, c);
            i += Character.charCount(c);
        }
        return quoted.append('"').toString();
    }

    private static void escape(StringBuilder to, int c) {
        int letter = "\u0007\b\f\n\r\t\u000B".indexOf(c);
        if (letter >= 0) {
            to.append('\\').append("abfnrtv".charAt(letter));
        } else if (c == '"' || c == '\\') {
            to.append('\\').append((char) c);
        } else if (isPrintable(c)) {
            to.appendCodePoint(c);
        } else if (c < ' ' || c == 0x7F) {
            hex(to.append("\\x"), c, 2);
        } else if (c < 0x10000) {
            hex(to.append("\\u"), c, 4);
        } else {
            hex(to.append("\\U"), c, 8);
        }
    }

    private static void hex(StringBuilder to, int value, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            to.append(Character.forDigit((value >> shift) & 0xF, 16));
        }
    }

    private static boolean isPrintable(int c) {
        if (c < 0x7F) {
            return c >= ' ';
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
