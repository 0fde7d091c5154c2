package dev.midge.auth;

import java.util.concurrent.CompletionStage;

/**
 * One way to find out who a peer is. The extension point: whoever embeds the server hands in an
 * {@link AuthenticatorFactory}, and the configuration names plug-ins in {@code authorization.plugins}.
 *
 * <p>It gets values and returns values; it never sees the connection. It is called for many connections at once, in the
 * {@link #lane} it asked for.
 *
 * <p>What goes wrong in it never opens a door and never harms the server: an exception (also an error such as a class that
 * is missing), a null instead of a stage or a decision, a stage that fails, no answer within the plug-in's timeout and a
 * full queue all count as {@link AuthDecision#unavailable}. The connection is refused with {@code Authorization Violation},
 * the reason is logged, and the refusal is counted apart. An answer that comes after the timeout, or after the peer has
 * gone, has no effect; {@link ConnectAttempt#isAbandoned} says whether anybody still waits.
 */
public interface Authenticator extends AutoCloseable {

    /** What it needs from every connection. Asked once, after {@link AuthenticatorFactory#create}. */
    default AuthRequirements requirements() {
        return AuthRequirements.builder().build();
    }

    /** Asked once, after {@link AuthenticatorFactory#create}. */
    default Lane lane() {
        return Lane.BLOCKING;
    }

    /**
     * Called once before the first question, on the thread that starts the server, which waits for it. What it throws
     * keeps the server from starting, and {@link #close} is called.
     */
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

    /**
     * Called once, when the server ends, did not start, or has replaced it after a reload. Questions may still be under
     * way; they should be answered or left to time out. What it throws is logged.
     */
    @Override
    default void close() {}
}
