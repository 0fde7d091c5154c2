package dev.midge.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Every way in which the server tells a client that something is wrong, with the exact text that clients match.
 *
 * <p>Source: the master table of {@code -ERR} strings and the failure matrix of the protocol specification. Texts that
 * carry a subject are made by {@link PermissionsViolation}.
 */
public enum ProtocolError {
    UNKNOWN_OPERATION("Unknown Protocol Operation", true),
    /** Wrong argument count, bad size, bad JSON, HPUB without headers: the reference closes without a word. */
    BAD_ARGUMENTS(null, true),
    /** The client sent {@code -ERR}. */
    CLIENT_ERROR(null, true),
    MAXIMUM_PAYLOAD("Maximum Payload Violation", true),
    MAXIMUM_CONTROL_LINE("maximum control line exceeded", true),
    MAXIMUM_CONNECTIONS("maximum connections exceeded", true),
    MAXIMUM_ACCOUNT_CONNECTIONS("maximum account active connections exceeded", true),
    AUTHORIZATION_VIOLATION("Authorization Violation", true),
    AUTHENTICATION_TIMEOUT("Authentication Timeout", true),
    USER_AUTHENTICATION_EXPIRED("User Authentication Expired", true),
    ACCOUNT_AUTHENTICATION_EXPIRED("Account Authentication Expired", true),
    USER_AUTHENTICATION_REVOKED("User Authentication Revoked", true),
    INVALID_CLIENT_PROTOCOL("invalid client protocol", true),
    NO_RESPONDERS_REQUIRES_HEADERS("no responders requires headers support", true),
    STALE_CONNECTION("Stale Connection", true),
    MAXIMUM_SUBSCRIPTIONS("maximum subscriptions exceeded", false),
    INVALID_SUBJECT("Invalid Subject", false),
    INVALID_PUBLISH_SUBJECT("Invalid Publish Subject", false);

    private final @Nullable String line;
    private final boolean closes;

    ProtocolError(@Nullable String text, boolean closes) {
        this.line = text == null ? null : "-ERR '" + text + "'\r\n";
        this.closes = closes;
    }

    /** The whole line including CRLF, or null when the reference says nothing. */
    public byte @Nullable [] line() {
        return line == null ? null : PermissionsViolation.ascii(line);
    }

    /** Whether the connection is closed after it. */
    public boolean closes() {
        return closes;
    }
}
