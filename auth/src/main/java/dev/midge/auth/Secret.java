package dev.midge.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A password, token or JWT as a peer presented it: never printed, compared in constant time.
 *
 * <p>Thread-safe and immutable.
 */
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The secret itself. Only an {@link Authenticator} has a reason to call this; the result must not be logged. */
    public String reveal() {
        return value;
    }

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** True when both hold the same text; the time taken tells nothing about where they differ. */
    public boolean matches(Secret other) {
        return MessageDigest.isEqual(utf8(), other.utf8());
    }

    byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
