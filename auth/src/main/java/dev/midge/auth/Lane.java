package dev.midge.auth;

/** Where an {@link Authenticator} from outside is called. */
public enum Lane {
    /**
     * On the thread that asks, often the event loop of many connections: a promise to return within microseconds, with
     * an answer or with an incomplete stage. One that breaks it, by taking 100 milliseconds, is named in the log and from
     * then on called as a {@link #BLOCKING} one.
     */
    INLINE,
    /**
     * On threads of its own, few and bounded, in turn for the addresses that ask. For one that blocks or computes for
     * long. Its thread is interrupted when the timeout has passed.
     */
    BLOCKING
}
