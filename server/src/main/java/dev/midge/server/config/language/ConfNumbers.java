package dev.midge.server.config.language;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The values of scalars that are not texts. A place says where to send the operator when there is none. */
final class ConfNumbers {
    private ConfNumbers() {}

    /** A whole number with an optional size suffix: {@code k} is 1000, {@code kb}, {@code ki} and {@code kib} are 1024. */
    static long integer(String text, Position place) throws ConfReadException {
        int digits = text.startsWith("-") ? 1 : 0;
        while (digits < text.length() && Character.isDigit(text.codePointAt(digits))) {
            digits += Character.charCount(text.codePointAt(digits));
        }
        long number = digits(text, digits, place);
        long factor = factor(text.substring(digits));
        if (factor == 0) {
            throw new ConfReadException(place + ": invalid size suffix in " + GoText.quote(text), place);
        }
        long product = number * factor;
        if (Math.multiplyHigh(number, factor) != product >> 63) {
            throw outOfRange("integer", text, place);
        }
        return product;
    }

    private static long digits(String text, int end, Position place) throws ConfReadException {
        boolean negative = text.startsWith("-");
        long sum = 0;
        boolean tooLarge = false;
        for (int i = negative ? 1 : 0; i < end; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw expected("integer", text, place);
            }
            // Counts downwards, because the negative range is larger by one.
            tooLarge |= sum < (Long.MIN_VALUE + digit) / 10;
            sum = sum * 10 - digit;
        }
        if (tooLarge || (!negative && sum == Long.MIN_VALUE)) {
            throw outOfRange("integer", text, place);
        }
        return negative ? sum : -sum;
    }

    /** 0 for a suffix that means nothing. */
    private static long factor(String suffix) {
        if (suffix.isEmpty()) {
            return 1;
        }
        String unit = suffix.substring(1);
        boolean binary = "b".equalsIgnoreCase(unit) || "i".equalsIgnoreCase(unit) || "ib".equalsIgnoreCase(unit);
        if (!binary && !unit.isEmpty()) {
            return 0;
        }
        int power = "kmgtpe".indexOf(Character.toLowerCase(suffix.charAt(0))) + 1;
        long factor = 1;
        for (int i = 0; i < power; i++) {
            factor *= binary ? 1024 : 1000;
        }
        return factor;
    }

    static double floating(String text, Position place) throws ConfReadException {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                throw expected("float", text, place);
            }
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            throw outOfRange("float", text, place);
        }
        return value;
    }

    /** A moment written {@code 2006-01-02T15:04:05Z}; the lexer has seen to the shape. */
    static Instant time(String text, Position place) throws ConfReadException {
        try {
            return LocalDateTime.of(
                            Integer.parseInt(text.substring(0, 4)),
                            Integer.parseInt(text.substring(5, 7)),
                            Integer.parseInt(text.substring(8, 10)),
                            Integer.parseInt(text.substring(11, 13)),
                            Integer.parseInt(text.substring(14, 16)),
                            Integer.parseInt(text.substring(17, 19)))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException e) {
            throw expected("Zulu formatted DateTime", text, place);
        }
    }

    private static ConfReadException expected(String what, String text, Position place) {
        return new ConfReadException("expected " + what + ", but got '" + text + "'", place);
    }

    private static ConfReadException outOfRange(String what, String text, Position place) {
        return new ConfReadException(what + " '" + text + "' is out of the range", place);
    }
}
