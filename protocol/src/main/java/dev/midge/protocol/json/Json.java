package dev.midge.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A pull reader for the JSON that peers send before anybody is known, as strict as Go's: one value, nothing behind it.
 *
 * <p>Written by hand because it runs at every login: no library to load, nothing allocated but the strings that are asked
 * for, and no recursion that the input could drive. Any violation makes {@link #failed} true and stays. One reader for
 * one text, by one thread.
 */
public final class Json {

    /** As deep as Go reads. */
    private static final int DEEPEST = 10_000;

    /** Takes the value of one member of an object. */
    public interface Member {
        void take(String key, Json json);
    }

    private final byte[] text;
    private final int end;
    private int at;
    private boolean failed;
    /** Objects that are being taken member by member; they count for the depth. */
    private int depth;

    public Json(byte[] text, int start, int end) {
        this.text = text;
        this.at = start;
        this.end = end;
    }

    public boolean failed() {
        return failed;
    }

    /** What was read is of the right form but not what it must be. */
    public void fail() {
        failed = true;
    }

    /** True when nothing but blanks follows and nothing was wrong. */
    public boolean finished() {
        blanks();
        return !failed && at == end;
    }

    /** The next byte that is no blank, without taking it; 0 at the end. */
    int peek() {
        blanks();
        return at < end ? text[at] : 0;
    }

    boolean take(char expected) {
        if (peek() == expected) {
            at++;
            return true;
        }
        failed = true;
        return false;
    }

    /** Takes a comma and returns true, or takes the closing character and returns false. */
    boolean more(char close) {
        int next = peek();
        if (next == ',') {
            at++;
            return true;
        }
        take(close);
        return false;
    }

    /** An object, or null: each member is given out with its key {@linkplain JsonKey#fold folded}. */
    public void object(Member member) {
        if (peek() == 'n') {
            literal("null");
            return;
        }
        depth++;
        if (take('{') && peek() == '}') {
            at++;
        } else if (!failed) {
            members(member);
        }
        depth--;
    }

    private void members(Member member) {
        do {
            @Nullable String key = text();
            if (key == null || !take(':')) {
                return;
            }
            member.take(JsonKey.fold(key), this);
        } while (!failed && more('}'));
    }

    /** An array of strings, or null. */
    public void strings() {
        if (peek() == 'n') {
            literal("null");
            return;
        }
        if (take('[') && peek() == ']') {
            at++;
            return;
        }
        while (!failed) {
            string();
            if (failed || !more(']')) {
                return;
            }
        }
    }

    /** A string, {@code null} for the literal null or when it is neither (then {@link #failed}). */
    public @Nullable String string() {
        if (peek() == 'n') {
            literal("null");
            return null;
        }
        return text();
    }

    /** A boolean; the given one for null. */
    public boolean bool(boolean unchanged) {
        int next = peek();
        if (next == 't' || next == 'f') {
            literal(next == 't' ? "true" : "false");
            return next == 't';
        }
        literal("null");
        return unchanged;
    }

    /** A whole number of at most 64 bits; the given one for null. */
    public long integer(long unchanged) {
        @Nullable String number = numberText();
        if (number == null) {
            return unchanged;
        }
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException notWhole) {
            failed = true;
            return unchanged;
        }
    }

    /** A whole number from 0 to {@code 2^bits - 1}, or null. */
    public void unsigned(int bits) {
        @Nullable String number = numberText();
        if (number == null) {
            return;
        }
        try {
            long value = Long.parseUnsignedLong(number);
            failed |= bits < Long.SIZE && value >>> bits != 0;
        } catch (NumberFormatException notOne) {
            failed = true;
        }
    }

    /** The text of a number; {@code null} for the literal null or when it is neither (then {@link #failed}). */
    private @Nullable String numberText() {
        if (peek() == 'n') {
            literal("null");
            return null;
        }
        int start = at;
        number();
        return failed ? null : new String(text, start, at - start, StandardCharsets.US_ASCII);
    }

    /** Any value, checked and thrown away. Iterative: the depth is the peer's choice. */
    public void skipValue() {
        byte[] closers = new byte[16];
        int open = 0;
        do {
            int next = peek();
            if (next == '{' || next == '[') {
                at++;
                byte close = (byte) (next == '{' ? '}' : ']');
                failed |= depth + open >= DEEPEST;
                if (peek() != close) {
                    closers = roomFor(open, closers);
                    closers[open++] = close;
                    if (close == '}') {
                        key();
                    }
                    continue;
                }
                at++;
            } else {
                scalar(next);
            }
            while (open > 0 && !failed && !nextMember(closers[open - 1])) {
                open--;
            }
        } while (open > 0 && !failed);
    }

    private static byte[] roomFor(int open, byte[] closers) {
        return open < closers.length ? closers : Arrays.copyOf(closers, open * 2);
    }

    /** Behind a member: a comma and the next key, or the end of the container. */
    private boolean nextMember(byte close) {
        if (!more((char) close)) {
            return false;
        }
        if (close == '}') {
            key();
        }
        return true;
    }

    private void key() {
        text();
        take(':');
    }

    private void scalar(int next) {
        switch (next) {
            case '"' -> text();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void literal(String word) {
        blanks();
        for (int i = 0; i < word.length(); i++) {
            if (at >= end || text[at] != word.charAt(i)) {
                failed = true;
                return;
            }
            at++;
        }
    }

    private void number() {
        if (at < end && text[at] == '-') {
            at++;
        }
        if (at < end && text[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < end && text[at] == '.') {
            at++;
            digits();
        }
        if (at < end && (text[at] | 0x20) == 'e') {
            at++;
            if (at < end && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            digits();
        }
    }

    private void digits() {
        int start = at;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == start) {
            failed = true;
        }
    }

    private @Nullable String text() {
        if (!take('"')) {
            return null;
        }
        int start = at;
        boolean plain = true;
        while (at < end && text[at] != '"') {
            if (text[at] >= 0 && text[at] < 0x20) {
                failed = true;
                return null;
            }
            if (text[at] == '\\') {
                plain = false;
                at++;
            }
            at++;
        }
        if (at >= end) {
            failed = true;
            return null;
        }
        int stop = at++;
        return plain ? new String(text, start, stop - start, StandardCharsets.UTF_8) : unescape(start, stop);
    }

    private @Nullable String unescape(int start, int stop) {
        StringBuilder out = new StringBuilder(stop - start);
        int i = start;
        while (i < stop && !failed) {
            int from = i;
            while (i < stop && text[i] != '\\') {
                i++;
            }
            out.append(new String(text, from, i - from, StandardCharsets.UTF_8));
            if (i < stop) {
                i = escape(i + 1, stop, out);
            }
        }
        return failed ? null : withoutHalfPairs(out);
    }

    /** Go replaces a surrogate that has no partner; left in, it would be equal to a question mark in UTF-8. */
    private static String withoutHalfPairs(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                text.setCharAt(i, '\ufffd');
            }
        }
        return text.toString();
    }

    private int escape(int i, int stop, StringBuilder out) {
        int which = "\"\\/bfnrt".indexOf(text[i]);
        if (which >= 0) {
            out.append("\"\\/\b\f\n\r\t".charAt(which));
            return i + 1;
        }
        if (text[i] != 'u' || i + 5 > stop) {
            failed = true;
            return stop;
        }
        int unit = 0;
        for (int k = i + 1; k < i + 5; k++) {
            int digit = Character.digit(text[k], 16);
            failed |= digit < 0;
            unit = unit << 4 | (digit & 0xf);
        }
        out.append((char) unit);
        return i + 5;
    }

    private void blanks() {
        while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) {
            at++;
        }
    }
}
