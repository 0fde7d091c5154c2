package dev.midge.auth;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** What an {@link Authenticator} may use of the server around it. */
public interface AuthenticatorContext {

    /** Its settings as configured: strings, numbers, booleans, lists and maps of these. */
    Map<String, Object> settings();

    Clock clock();

    /**
     * Runs tasks on the threads of its {@link Lane#BLOCKING} lane, whether or not it asked to be called there. Throws
     * {@link java.util.concurrent.RejectedExecutionException} when too many are waiting.
     */
    Executor executor();

    /**
     * Something that granted identities rest on has changed: every connection whose identity is affected is asked for
     * again with {@link Authenticator#revalidate}. May be called on any thread; the reason goes to the log.
     */
    void invalidate(Predicate<Identity> affected, String reason);
}
