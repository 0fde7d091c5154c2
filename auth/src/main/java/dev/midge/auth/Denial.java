package dev.midge.auth;

import java.util.Objects;

/**
 * Why a connection is refused, said three times: for the debug log, for the list of closed connections, and for the
 * peer. The peer's text comes from a fixed set, so that no detail can leak to it.
 */
public final class Denial {

    private static final String AUTHENTICATION_FAILURE = "Authentication Failure";
    private static final String AUTHENTICATION_EXPIRED = "Authentication Expired";

    private final String logReason;
    private final String closeReason;
    private final WireError wire;

    private Denial(String logReason, String closeReason, WireError wire) {
        this.logReason = logReason;
        this.closeReason = closeReason;
        this.wire = wire;
    }

    /** A denial with all three texts chosen by the caller. */
    public static Denial of(String logReason, String closeReason, WireError wire) {
        return new Denial(
                Objects.requireNonNull(logReason, "logReason"),
                Objects.requireNonNull(closeReason, "closeReason"),
                Objects.requireNonNull(wire, "wire"));
    }

    /** The ordinary refusal: {@code Authorization Violation} on the wire. An empty reason logs nothing more. */
    public static Denial violation(String logReason) {
        return of(logReason, AUTHENTICATION_FAILURE, WireError.AUTHORIZATION_VIOLATION);
    }

    /** The user may only connect through a trusted proxy, and this connection did not. */
    public static Denial proxyRequired() {
        return of("proxy connection required", "Proxy Required", WireError.AUTHORIZATION_VIOLATION);
    }

    /** The connection came through a proxy that is not one of the trusted ones. */
    public static Denial proxyNotTrusted(String logReason) {
        return of(logReason, "Proxy Not Trusted", WireError.AUTHORIZATION_VIOLATION);
    }

    /** The time up to which the user may be connected has passed. */
    public static Denial expired() {
        return of(
                WireError.USER_AUTHENTICATION_EXPIRED.text(),
                AUTHENTICATION_EXPIRED,
                WireError.USER_AUTHENTICATION_EXPIRED);
    }

    /**
     * Whom the client named is not there any more after a reload, or belongs to another account: the connection ends
     * without a word, so that the client comes back and finds its new place.
     */
    static Denial moved() {
        return of("", "Client Closed", WireError.NOTHING);
    }

    /** For the debug log, line by line; never holds a secret. Empty when there is nothing to say beyond "authentication error". */
    public String logReason() {
        return logReason;
    }

    /** The reason of the closed connection, exactly as monitoring shows it. */
    public String closeReason() {
        return closeReason;
    }

    /** What the peer is told. */
    public WireError wire() {
        return wire;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Denial denial
                && wire == denial.wire
                && logReason.equals(denial.logReason)
                && closeReason.equals(denial.closeReason);
    }

    @Override
    public int hashCode() {
        return Objects.hash(logReason, closeReason, wire);
    }

    @Override
    public String toString() {
        return closeReason + (logReason.isEmpty() ? "" : " (" + logReason + ")");
    }
}
