package dev.midge.server.connection;

/**
 * Is told what becomes of connections. Thread: the loop of the connection, in the middle of its work, so nothing may be
 * published and nobody waited for from here.
 */
public interface ConnectionListener {

    /** Wants to know nothing. */
    ConnectionListener NOBODY = new ConnectionListener() {

        @Override
        public void loggedIn(ClientConnection connection) {}

        @Override
        public void notAuthenticated(ClientConnection connection, CloseReason reason) {}

        @Override
        public void refused(ClientConnection connection, CloseReason reason) {}

        @Override
        public void closed(ClientConnection connection, CloseReason reason) {}
    };

    /** A login has succeeded and the connection is in its account; again for every further CONNECT. */
    void loggedIn(ClientConnection connection);

    /** The client did not prove who it is; {@link #refused} follows. The account is the one that it was in before. */
    void notAuthenticated(ClientConnection connection, CloseReason reason);

    /** The connection ends with {@code Authorization Violation}; {@link #closed} follows. */
    void refused(ClientConnection connection, CloseReason reason);

    /** The connection ends, whoever wanted that; its subscriptions are still there. */
    void closed(ClientConnection connection, CloseReason reason);
}
