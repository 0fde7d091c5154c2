package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Ever more connections: connecting, memory, and a PING from all of them at once. */
final class ManyConnections {

    private static final int PINGS = 10;
    private static final int WARM_UP_ROUNDS = 4;
    private static final int WARM_UP_CONNECTIONS = 2_000;

    private final Contenders contenders;
    private final Report report;

    ManyConnections(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        List<Integer> steps = List.of(1_000, 5_000, 10_000, 15_000, OpenFiles.mostConnections());
        report.subheading("Connections");
        report.say("Connections that log in without credentials, one behind the other, to a server that has seen "
                + Figure.count((long) WARM_UP_ROUNDS * WARM_UP_CONNECTIONS)
                + " come and go; then a PING from all of them at once, " + PINGS
                + " times, until the last PONG. Per connection"
                + " and per PING; resident memory that came on top, in bytes per connection.");
        Table table = new Table(
                "connections",
                "us to connect",
                "nats-server",
                "ratio",
                "bytes each",
                "nats-server",
                "ratio",
                "us per PING",
                "nats-server",
                "ratio",
                "ms until all PONGs",
                "nats-server",
                "ratio");
        List<List<double[]>> figures = new ArrayList<>();
        for (Contender contender : contenders.all()) {
            List<double[]> ofServer = new ArrayList<>();
            for (int connections : steps) {
                report.progress(connections + " connections: " + contender.name());
                ofServer.add(measure(contender, connections));
            }
            figures.add(ofServer);
        }
        Largest.compare(table, steps, figures);
        report.table(table);
    }

    private static double[] measure(Contender contender, int connections) throws IOException {
        try (ServerProcess server = ServerProcess.start(contender)) {
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                Crowd.connect(server.port(), WARM_UP_CONNECTIONS).close();
            }
            long empty = server.rssBytes();
            long before = server.cpuMicros();
            try (Crowd crowd = Crowd.connect(server.port(), connections)) {
                double connecting = (double) (server.cpuMicros() - before) / connections;
                double each = (double) (server.rssBytes() - empty) / connections;
                long cpu = server.cpuMicros();
                List<Double> millis = new ArrayList<>();
                for (int i = 0; i < PINGS; i++) {
                    long start = System.nanoTime();
                    crowd.all("");
                    millis.add((System.nanoTime() - start) / 1e6);
                }
                double pinging = (server.cpuMicros() - cpu) / ((double) PINGS * connections);
                return new double[] {connecting, each, pinging, Figure.median(millis)};
            }
        }
    }
}
