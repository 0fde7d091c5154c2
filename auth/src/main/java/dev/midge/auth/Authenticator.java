package dev.midge.auth;

import java.util.concurrent.CompletionStage;

/**
 * One way to find out who a peer is. The extension point: whoever embeds the server hands in an
 * {@link AuthenticatorFactory}.
 *
 * <p>It gets values and returns values; it never sees the connection. It is called for many connections at once, in the
 * {@link #lane} it asked for. An exception, a null, or no answer within the authentication timeout counts as
 * {@link AuthDecision#unavailable}: the connection is refused.
 */
public interface Authenticator extends AutoCloseable {

    /** Constant for the life of this authenticator. */
    AuthRequirements requirements();

    /** Constant for the life of this authenticator. */
    default Lane lane() {
        return Lane.INLINE;
    }

    /** Called once before the first question. What it throws keeps the server from starting. */
    default void start() {}

    /** Who is this? The stage may complete on any thread. */
    CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt);

    /**
     * Is the identity that this authenticator granted still right? Asked after a reload and for connections named in
     * {@link AuthenticatorContext#invalidate}, with what the peer presented when it connected.
     */
    default CompletionStage<Revalidation> revalidate(Identity identity, ConnectAttempt attempt) {
        return authenticate(attempt).thenApply(decision -> Revalidation.of(identity, decision));
    }

    /** Questions may still be under way; they should be answered or left to time out. */
    @Override
    default void close() {}
}
