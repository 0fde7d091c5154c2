package dev.midge.server.flag;

import dev.midge.protocol.GoQuote;
import java.nio.charset.StandardCharsets;

/** Integers as Go reads them in flags: sign, {@code 0x}, {@code 0o}, {@code 0b} or octal prefix, {@code _} between digits. */
public final class GoNumber {

    private GoNumber() {}

    /**
     * The number.
     *
     * @param flagName for the message, without dashes
     */
    public static long parse(String text, String flagName) throws FlagException {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String unsigned = signed ? text.substring(1) : text;
        int radix = radix(unsigned);
        boolean prefixed = radix != 10;
        String digits = prefixed ? unsigned.substring(prefixLength(unsigned)) : unsigned;
        if (!isWellFormed(digits, radix, prefixed)) {
            throw invalid(text, flagName, "parse error");
        }
        try {
            String sign = text.startsWith("-") ? "-" : "";
            return Long.parseLong(sign + digits.replace("_", ""), radix);
        } catch (NumberFormatException e) {
            throw invalid(text, flagName, "value out of range");
        }
    }

    static FlagException invalid(String value, String flagName, String cause) {
        return new FlagException("invalid value " + quoted(value) + " for flag -" + flagName + ": " + cause);
    }

    /** As Go's {@code %q} prints it. */
    public static String quoted(String text) {
        return GoQuote.text(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int radix(String text) {
        if (text.length() < 2 || text.charAt(0) != '0') {
            return 10;
        }
        return switch (text.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            default -> 8;
        };
    }

    private static int prefixLength(String text) {
        return switch (text.charAt(1)) {
            case 'x', 'X', 'b', 'B', 'o', 'O' -> 2;
            default -> 1;
        };
    }

    /** Underscores stand singly, between digits or after the prefix, and only if there is a prefix. */
    private static boolean isWellFormed(String digits, int radix, boolean prefixed) {
        boolean afterDigit = prefixed;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c == '_' ? !prefixed || !afterDigit : c > 'f' || Character.digit(c, radix) < 0) {
                return false;
            }
            afterDigit = c != '_';
        }
        return !digits.isEmpty() && digits.charAt(digits.length() - 1) != '_';
    }
}
