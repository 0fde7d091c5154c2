package dev.midge.protocol;

/**
 * What one client said, one call per operation, in order, on the thread that feeds the parser.
 *
 * <p>All positions point into the array passed along and die when the call returns: copy what must outlive it. A handler
 * that wants no further call for now (a login under way, the connection closed) calls {@link ProtocolParser#pause}.
 */
public interface ProtocolHandler {

    /** The JSON text of a CONNECT. */
    void onConnect(byte[] array, int start, int end);

    /**
     * The first operation is none of CONNECT although one is expected ({@link ProtocolParser#expectConnect}). Refuse, or
     * pause and later call {@code expectConnect(false)} to have the operation processed.
     */
    void onConnectMissing();

    /** A complete PUB or HPUB. */
    void onPublish(PublishFrame frame);

    /**
     * The control line of a PUB or HPUB is complete, its payload perhaps not. Called once per message, only when
     * {@link ProtocolParser#pedantic} is on: the reference answers before it has the payload.
     */
    void onPublishLine(PublishFrame frame);

    /**
     * A control line with arguments is complete, for the log: CONNECT, PUB, HPUB, SUB or UNSUB, before anything is made of
     * it. Called only when {@link ProtocolParser#tracing} is on.
     */
    default void onLine(byte[] verb, byte[] array, int start, int end) {}

    /** A SUB; {@code queueStart == queueEnd} without a queue. */
    void onSubscribe(
            byte[] array, int subjectStart, int subjectEnd, int queueStart, int queueEnd, int sidStart, int sidEnd);

    /** An UNSUB; {@code max} is 0 or less when none or no valid one was given. */
    void onUnsubscribe(byte[] array, int sidStart, int sidEnd, int max);

    void onPing();

    void onPong();

    /**
     * The peer broke the protocol. The parser takes nothing more.
     *
     * @param detail for the log, never for the wire
     */
    void onError(ProtocolError error, String detail);
}
