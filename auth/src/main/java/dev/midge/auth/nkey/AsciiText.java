package dev.midge.auth.nkey;

import java.util.Arrays;

/** A view of bytes as letters, one each: what is read of it need not become a String, which nobody can overwrite. */
final class AsciiText implements CharSequence {

    private final byte[] bytes;
    private final int start;
    private final int end;

    AsciiText(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    AsciiText(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /** Without white space at either end. */
    AsciiText strip() {
        int from = start;
        int to = end;
        while (from < to && isBlank(bytes[from])) {
            from++;
        }
        while (from < to && isBlank(bytes[to - 1])) {
            to--;
        }
        return new AsciiText(bytes, from, to);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    boolean startsWith(String text) {
        return holdsAt(0, text);
    }

    boolean endsWith(String text) {
        return holdsAt(length() - text.length(), text);
    }

    /** Where a text stands first, or the length if it does not. */
    int indexOf(String text) {
        int index = 0;
        while (index < length() && !holdsAt(index, text)) {
            index++;
        }
        return index;
    }

    private boolean holdsAt(int index, String text) {
        if (index < 0 || length() - index < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (charAt(index + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A copy, for the caller to overwrite. */
    byte[] copy() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    void copyTo(byte[] out, int offset) {
        System.arraycopy(bytes, start, out, offset, length());
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        return (char) (bytes[start + index] & 0xFF);
    }

    @Override
    public AsciiText subSequence(int from, int to) {
        return new AsciiText(bytes, start + from, start + to);
    }

    /** As a String, which only what is not secret may become. */
    @Override
    public String toString() {
        return new StringBuilder(length()).append(this, 0, length()).toString();
    }
}
