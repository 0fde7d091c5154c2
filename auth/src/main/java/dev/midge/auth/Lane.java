package dev.midge.auth;

/** Where an {@link Authenticator} wants to be called. */
public enum Lane {
    /**
     * On the thread that asks, often an event loop. For one that answers within microseconds, and for one that waits
     * for others and therefore returns an incomplete stage at once.
     */
    INLINE,
    /** On threads of its own, few and bounded. For one that blocks or computes for long. */
    BLOCKING
}
