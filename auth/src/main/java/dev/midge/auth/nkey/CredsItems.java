package dev.midge.auth.nkey;

import org.jspecify.annotations.Nullable;

/**
 * Finds the items of a credentials file: an item is one line of the letters of tokens and keys between two fences, which
 * are lines with three dashes or more in front of their words and at their end; something may stand before the first. The
 * first item is the JWT, the second the seed.
 *
 * <p>One pass, whatever the content: a regular expression would take its time over a hostile one.
 */
final class CredsItems {

    private static final String DASHES = "---";

    private final byte[] content;
    private @Nullable AsciiText first;
    private @Nullable AsciiText second;
    private @Nullable AsciiText seedLine;

    private boolean fenced;
    private @Nullable AsciiText pending;

    private CredsItems(byte[] content) {
        this.content = content;
    }

    static CredsItems of(byte[] content) {
        CredsItems items = new CredsItems(content);
        int start = 0;
        for (int i = 0; i <= content.length; i++) {
            if (i == content.length || content[i] == '\n') {
                items.line(new AsciiText(content, start, i).strip());
                start = i + 1;
            }
        }
        return items;
    }

    private void line(AsciiText line) {
        if (line.isEmpty()) {
            return;
        }
        if (fenced && pending == null && isItem(line)) {
            pending = line;
        } else if (isFence(line)) {
            fence();
        } else {
            pending = null;
            fenced = false;
        }
        if (seedLine == null && isSeed(line)) {
            seedLine = line;
        }
    }

    /** A fence ends an item, and then opens none; any other may open one. */
    private void fence() {
        if (pending == null) {
            fenced = true;
            return;
        }
        if (first == null) {
            first = pending;
        } else if (second == null) {
            second = pending;
        }
        pending = null;
        fenced = false;
    }

    private static boolean isFence(AsciiText line) {
        return line.endsWith(DASHES) && line.indexOf(DASHES) + DASHES.length() <= line.length() - DASHES.length();
    }

    private static boolean isItem(AsciiText line) {
        if (line.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && c != '_' && c != '-' && c != '.' && c != '=') {
                return false;
            }
        }
        return true;
    }

    /** Whether a text begins as a seed of an operator, an account or a user; a JWT never does. */
    static boolean isSeed(AsciiText text) {
        return text.startsWith("SO") || text.startsWith("SA") || text.startsWith("SU");
    }

    /** The first item, or the whole content if there is none; a seed is never taken for a JWT. */
    String jwt() {
        if (first != null) {
            return isSeed(first) ? "" : first.toString();
        }
        return seedLine == null ? new AsciiText(content).strip().toString() : "";
    }

    /** The second item, or the first line that begins as a seed. */
    @Nullable
    AsciiText seed() {
        return second != null ? second : seedLine;
    }
}
