package dev.midge.auth;

import java.util.function.Predicate;

/** The server's side of {@link AuthenticatorContext#invalidate}. */
@FunctionalInterface
public interface Invalidations {

    /**
     * Asks {@link AuthenticatorChain#revalidate} for each connection whose identity is affected. Called on any thread,
     * must not block it.
     */
    void invalidate(Predicate<Identity> affected, String reason);
}
