package dev.midge.server.connection;

import dev.midge.protocol.ProtocolError;

/**
 * The heap that one connection makes the server keep, and what becomes of it when all clients together hold too much: the
 * one that holds most ends.
 *
 * <p>Thread: the connection's loop.
 */
final class RetainedHeap {

    /** Whoever holds no more is not ended to make room for others. */
    static final long LITTLE = 32 * 1024;

    /** Of a connection itself, roughly. */
    private static final long CONNECTION_BYTES = 4_096;

    private final ClientConnection connection;
    private final Connections connections;
    private final Loop loop;
    private final ConnectionLog log;

    private long bytes;

    // How much of it is counted for input and for permits.
    private int inputBytes;
    private long permitBytes;

    RetainedHeap(ClientConnection connection, Connections connections, ConnectionLog log) {
        this.connection = connection;
        this.connections = connections;
        this.loop = connection.loop();
        this.log = log;
    }

    long bytes() {
        return bytes;
    }

    /** Counts more, or less; false when there is no more, for whoever asks for it. */
    boolean retain(long more) {
        bytes += more;
        loop.retain(more);
        if (more <= 0 || loop.retainedBytes() <= connections.retainedShare()) {
            return true;
        }
        loop.makeRoom(connections.retainedShare());
        return !connection.closing() && loop.retainedBytes() <= connections.retainedShare();
    }

    boolean retainConnection() {
        return retain(CONNECTION_BYTES);
    }

    /** The incomplete operation holds this much now; when there is no room for it, the connection ends. */
    void countInput(int now) {
        if (now == inputBytes) {
            return;
        }
        int more = now - inputBytes;
        inputBytes = now;
        if (!retain(more) && !connection.closing()) {
            tooMuch(connections.retainedShare());
        }
    }

    /** The permits hold this much now; small changes are counted together. */
    void countPermits(long now) {
        if (now > permitBytes + LITTLE) {
            recountPermits(now);
        }
    }

    void recountPermits(long now) {
        long more = now - permitBytes;
        permitBytes = now;
        retain(more);
    }

    /** All clients together hold too much and this one holds most: it ends, with the limit that it has come closest to. */
    void tooMuch(long budget) {
        log.info("Closed to make room: holds " + bytes + " of the " + budget
                + " bytes for subscriptions and incomplete messages of all clients");
        if (inputBytes * 2L > bytes) {
            connection.refuse(ProtocolError.MAXIMUM_PAYLOAD, CloseReason.MAXIMUM_PAYLOAD_EXCEEDED);
        } else {
            connection.refuse(ProtocolError.MAXIMUM_SUBSCRIPTIONS, CloseReason.MAXIMUM_SUBSCRIPTIONS_EXCEEDED);
        }
    }

    /** The connection ends: only itself is left. */
    void onlyConnection() {
        inputBytes = 0;
        permitBytes = 0;
        retain(CONNECTION_BYTES - bytes);
    }

    void release() {
        retain(-bytes);
    }
}
