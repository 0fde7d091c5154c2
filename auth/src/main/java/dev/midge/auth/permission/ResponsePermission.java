package dev.midge.auth.permission;

import java.time.Duration;
import java.util.Objects;

/** The right to answer requests: a message with a reply subject opens that subject for a while ({@code allow_responses}). */
public final class ResponsePermission {

    /** One response within two minutes: what {@code allow_responses: true} means. */
    public static final ResponsePermission DEFAULT = new ResponsePermission(1, Duration.ofMinutes(2));

    private static final int UNLIMITED = -1;
    private static final Duration NEVER = Duration.ofSeconds(-1);

    private final int maxMessages;
    private final Duration expires;

    private ResponsePermission(int maxMessages, Duration expires) {
        this.maxMessages = maxMessages;
        this.expires = expires;
    }

    /** For each value, 0 stands for the default and any negative one for "unlimited". */
    public static ResponsePermission of(int maxMessages, Duration expires) {
        return new ResponsePermission(
                maxMessages == 0 ? DEFAULT.maxMessages : Math.max(maxMessages, UNLIMITED),
                expires.isZero() ? DEFAULT.expires : expires.isNegative() ? NEVER : expires);
    }

    /** How many messages may go to one reply subject; -1 is unlimited. */
    public int maxMessages() {
        return maxMessages;
    }

    /** How long after the request they may be sent; negative is for ever. */
    public Duration expires() {
        return expires;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResponsePermission that
                && maxMessages == that.maxMessages
                && expires.equals(that.expires);
    }

    @Override
    public int hashCode() {
        return Objects.hash(maxMessages, expires);
    }

    @Override
    public String toString() {
        return "max " + maxMessages + ", expires " + expires;
    }
}
