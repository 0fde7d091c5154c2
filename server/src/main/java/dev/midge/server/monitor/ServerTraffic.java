package dev.midge.server.monitor;

import dev.midge.server.connection.Connections;
import dev.midge.server.connection.Loop;

/** What all clients have sent and were sent so far; bytes are those of headers and payloads. */
record ServerTraffic(long inMessages, long inBytes, long outMessages, long outBytes) {

    /** The sums of the loops' counters, which are read while the loops count on. */
    static ServerTraffic of(Connections connections) {
        long inMessages = 0;
        long inBytes = 0;
        long outMessages = 0;
        long outBytes = 0;
        for (Loop loop : connections.loops()) {
            inMessages += loop.inMessages();
            inBytes += loop.inBytes();
            outMessages += loop.router().deliveries();
            outBytes += loop.router().deliveredBytes();
        }
        return new ServerTraffic(inMessages, inBytes, outMessages, outBytes);
    }
}
