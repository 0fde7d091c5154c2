package dev.midge.it;

/** What the tests need to know of a server that runs: its ports, what it logged, and how to end it. */
interface RunningServer extends AutoCloseable {

    int port();

    /** The port of the monitoring listener; fails when the configuration has none. */
    int monitorPort();

    /** Everything logged so far, for failure reports. */
    String log();

    /** Has the server let its clients go; returns at once. */
    void enterLameDuckMode();

    /** Gives the server another configuration, and waits for its verdict in the log. */
    void reload(String config);

    /** Waits until the server has ended by itself. */
    void awaitEnd();

    /** Ends the server and waits until it has gone. */
    @Override
    void close();
}
