package dev.midge.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What becomes of a connection whose identity was looked at again. */
public final class Revalidation {

    /** The three outcomes. */
    public enum Kind {
        KEEP,
        REPLACE,
        DROP
    }

    private static final Revalidation KEEP = new Revalidation(Kind.KEEP, null, null);

    private final Kind kind;
    private final @Nullable Identity identity;
    private final @Nullable Denial denial;

    private Revalidation(Kind kind, @Nullable Identity identity, @Nullable Denial denial) {
        this.kind = kind;
        this.identity = identity;
        this.denial = denial;
    }

    /** Nothing has changed. */
    public static Revalidation keep() {
        return KEEP;
    }

    /** The connection stays, with new permissions, limits or expiry. */
    public static Revalidation replace(Identity identity) {
        return new Revalidation(Kind.REPLACE, Objects.requireNonNull(identity, "identity"), null);
    }

    /** The connection is closed. */
    public static Revalidation drop(Denial denial) {
        return new Revalidation(Kind.DROP, null, Objects.requireNonNull(denial, "denial"));
    }

    /** The outcome of judging the attempt anew: kept only if the same identity was granted. */
    public static Revalidation of(Identity held, AuthDecision decision) {
        return switch (decision.kind()) {
            case GRANTED -> decision.identity().equals(held) ? KEEP : replace(decision.identity());
            case DENIED, UNAVAILABLE -> drop(decision.denial());
            case NOT_MINE -> drop(Denial.violation(""));
        };
    }

    /** The same outcome as an answer to an attempt of whoever holds the identity. */
    AuthDecision decisionFor(Identity held) {
        return switch (kind) {
            case KEEP -> AuthDecision.granted(held);
            case REPLACE -> AuthDecision.granted(identity());
            case DROP -> AuthDecision.denied(denial());
        };
    }

    public Kind kind() {
        return kind;
    }

    /** The new identity; only when {@link Kind#REPLACE}. */
    public Identity identity() {
        return present(identity, "identity");
    }

    /** How to close; only when {@link Kind#DROP}. */
    public Denial denial() {
        return present(denial, "denial");
    }

    private <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("no " + what + " in a revalidation of kind " + kind);
        }
        return value;
    }

    @Override
    public String toString() {
        return kind + (identity != null ? " " + identity : denial != null ? " " + denial : "");
    }
}
