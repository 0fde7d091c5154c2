package dev.midge.server.log.syslog;

import java.io.Closeable;
import java.io.IOException;

/** An open way to a syslog. */
interface Connection extends Closeable {

    /** Sends one message; waits while the other side has no room for it. */
    void send(byte[] message) throws IOException;
}
