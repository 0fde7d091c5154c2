package dev.midge.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an authenticator, or the whole chain, says to one {@link ConnectAttempt}.
 *
 * <p>Four answers: granted, denied, unavailable (whoever should know could not be asked; the connection is refused like a
 * denied one but counted apart) and not mine (ask the next one; the chain itself never answers that).
 */
public final class AuthDecision {

    /** The four answers. */
    public enum Kind {
        GRANTED,
        DENIED,
        UNAVAILABLE,
        NOT_MINE
    }

    private static final AuthDecision NOT_MINE = new AuthDecision(Kind.NOT_MINE, null, null, null, null);

    private final Kind kind;
    private final @Nullable Identity identity;
    private final @Nullable Denial denial;
    private final @Nullable Throwable cause;
    private final @Nullable String proxy;

    private AuthDecision(
            Kind kind,
            @Nullable Identity identity,
            @Nullable Denial denial,
            @Nullable Throwable cause,
            @Nullable String proxy) {
        this.kind = kind;
        this.identity = identity;
        this.denial = denial;
        this.cause = cause;
        this.proxy = proxy;
    }

    public static AuthDecision granted(Identity identity) {
        return new AuthDecision(Kind.GRANTED, Objects.requireNonNull(identity, "identity"), null, null, null);
    }

    public static AuthDecision denied(Denial denial) {
        return new AuthDecision(Kind.DENIED, null, Objects.requireNonNull(denial, "denial"), null, null);
    }

    /** The answer could not be found out. The peer is told {@code Authorization Violation}. */
    public static AuthDecision unavailable(Throwable cause) {
        Denial denial = Denial.violation("authentication unavailable: " + cause.getMessage());
        return new AuthDecision(Kind.UNAVAILABLE, null, denial, Objects.requireNonNull(cause, "cause"), null);
    }

    public static AuthDecision notMine() {
        return NOT_MINE;
    }

    /** This decision with the name of the authenticator in its identity. */
    AuthDecision grantedBy(String authenticator) {
        return authenticator.equals(identity().grantedBy())
                ? this
                : granted(identity().toBuilder().grantedBy(authenticator).build());
    }

    /** The same decision on an attempt that came through that trusted proxy. */
    AuthDecision through(@Nullable String key) {
        return key == null ? this : new AuthDecision(kind, identity, denial, cause, key);
    }

    public Kind kind() {
        return kind;
    }

    /** The key of the trusted proxy that the attempt came through, whatever was decided; null when it came through none. */
    public @Nullable String proxy() {
        return proxy;
    }

    /** Whom the connection is bound to; only when {@link Kind#GRANTED}. */
    public Identity identity() {
        return present(identity, "identity");
    }

    /** How to refuse; when {@link Kind#DENIED} or {@link Kind#UNAVAILABLE}. */
    public Denial denial() {
        return present(denial, "denial");
    }

    /** What failed; only when {@link Kind#UNAVAILABLE}. */
    public Throwable cause() {
        return present(cause, "cause");
    }

    private <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("no " + what + " in a decision of kind " + kind);
        }
        return value;
    }

    @Override
    public String toString() {
        return kind + (identity != null ? " " + identity : denial != null ? " " + denial : "");
    }
}
