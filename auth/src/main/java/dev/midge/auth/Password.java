package dev.midge.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A configured password or token: plain text or a bcrypt hash. Never printed.
 *
 * <p>A text counts as bcrypt when it begins with {@code $2}, one of {@code a b x y}, {@code $}, two digits and {@code $};
 * whether it is a usable hash is another question, and one that is not usable matches nothing.
 */
public final class Password {

    private static final int HASH_LENGTH = 60;
    private static final int HASH_PREFIX_LENGTH = 7;

    private final String text;
    private final boolean bcrypt;

    private Password(String text) {
        this.text = text;
        this.bcrypt = hasBcryptPrefix(text);
    }

    public static Password of(String text) {
        return new Password(text);
    }

    public boolean isBcrypt() {
        return bcrypt;
    }

    /** True for a text that looks like a bcrypt hash and is none, such as {@code $2a$11$...}: no login can match it. */
    public boolean isMalformedHash() {
        return bcrypt && !isWholeHash();
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    String text() {
        return text;
    }

    /** Whether this is plain text and the same bytes; how long it takes tells nothing about where they differ. */
    boolean matchesPlain(byte[] utf8) {
        return !bcrypt && MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), utf8);
    }

    /** The cost of a usable bcrypt hash, else 0. */
    int bcryptCost() {
        return bcrypt && isWholeHash() ? cost() : 0;
    }

    private boolean isWholeHash() {
        if (text.length() != HASH_LENGTH || cost() < Bcrypt.MIN_COST || cost() > Bcrypt.MAX_COST) {
            return false;
        }
        for (int i = HASH_PREFIX_LENGTH; i < HASH_LENGTH; i++) {
            if (!isBcryptBase64(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The two digits after {@code $2a$}: the number of rounds is two to the power of it. */
    private int cost() {
        return (text.charAt(4) - '0') * 10 + (text.charAt(5) - '0');
    }

    private static boolean hasBcryptPrefix(String text) {
        return text.length() >= HASH_PREFIX_LENGTH
                && text.startsWith("$2")
                && "abxy".indexOf(text.charAt(2)) >= 0
                && text.charAt(3) == '$'
                && isDigit(text.charAt(4))
                && isDigit(text.charAt(5))
                && text.charAt(6) == '$';
    }

    private static boolean isBcryptBase64(char c) {
        return c == '.' || c == '/' || isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Password password && text.equals(password.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
