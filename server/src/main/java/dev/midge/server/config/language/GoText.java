package dev.midge.server.config.language;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts as Go prints and splits them, because nats-server does. */
public final class GoText {
    private GoText() {}

    /** The text in double quotes, with Go's escapes for what is not printable ({@code %q}). */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            escape(quoted, c);
            i += Character.charCount(c);
        }
        return quoted.append('"').toString();
    }

    /** What {@code %q} makes of a value, whatever its kind. */
    public static String quote(ConfNode node) {
        return switch (node.kind()) {
            case STRING -> quote(node.asText());
            case INTEGER -> quoteCharacter(node.asInteger());
            case TIME -> quote(node.toString());
            case LIST, MAP -> node.toString();
            default -> "%!q(" + node.kind().goName + "=" + node + ")";
        };
    }

    private static String quoteCharacter(long number) {
        boolean valid = number >= 0 && number <= Character.MAX_CODE_POINT;
        String text = Character.toString(valid ? (int) number : 0xFFFD);
        if (text.equals("'")) {
            return "'\\''";
        }
        String quoted =
                text.equals("\"") ? text : quote(text).substring(1, quote(text).length() - 1);
        return "'" + quoted + "'";
    }

    /** What {@code %s} makes of a value, whatever its kind. */
    public static String asString(ConfNode node) {
        return switch (node.kind()) {
            case STRING, TIME, LIST, MAP -> node.toString();
            default -> "%!s(" + node.kind().goName + "=" + node + ")";
        };
    }

    /**
     * What Go complains of when a text is to be an integer of 64 bits; null if it is one.
     *
     * @param function the one of strconv, which stands in the message
     */
    public static @Nullable String integerFault(String function, String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        boolean digits = text.length() > start;
        for (int i = start; i < text.length() && digits; i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        String reason = digits ? "value out of range" : "invalid syntax";
        if (digits) {
            try {
                Long.parseLong(text);
                return null;
            } catch (NumberFormatException e) {
                // Too large, which the reason says.
            }
        }
        return "strconv." + function + ": parsing " + quote(text) + ": " + reason;
    }

    /** What stands between white space (Go's {@code strings.Fields}). */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || ConfLexer.isSpace(text.charAt(i))) {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
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

    /** A number with the shortest digits that give it back; an exponent only below 1e-6 and from 1e21 on. */
    public static String number(double number) {
        double size = Math.abs(number);
        if (size == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        BigDecimal shortest = shortest(number);
        return size >= 1e-6 && size < 1e21 ? shortest.toPlainString() : scientific(shortest);
    }

    private static String scientific(BigDecimal number) {
        String digits = number.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - number.scale();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        return (number.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + (exponent < 0 ? "e" : "e+") + exponent;
    }

    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == number) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(17)).stripTrailingZeros();
    }
}
