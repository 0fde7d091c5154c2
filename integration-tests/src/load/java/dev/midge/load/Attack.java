package dev.midge.load;

import java.io.IOException;

/**
 * One way to harm a server.
 *
 * @param config what the server is configured with
 * @param mostCpuSeconds processor time that the server may spend on it
 * @param move what is done; returns when it is over but for the connections, which are still open
 */
record Attack(String name, String config, double mostCpuSeconds, Move move) {

    /** What is done to the server. */
    interface Move {
        void against(Swarm swarm) throws IOException;
    }

    static Attack of(String name, double mostCpuSeconds, Move move) {
        return new Attack(name, "", mostCpuSeconds, move);
    }
}
