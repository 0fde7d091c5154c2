package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.time.Duration;

/** A million small messages for a receiver that reads nothing: memory stays near its limit, and it is closed. */
final class OneFlooded {

    private static final int MESSAGES = 1_000_000;
    private static final int SIZE = 128;
    private static final long MAX_PENDING = 64L << 20;
    /** What memory may grow by beyond the limit: chunks that are not full, the kernel's share that is ours, the heap. */
    private static final long SLACK = 32L << 20;

    private static final String CLOSED = "Client connection closed: Slow Consumer (Pending Bytes)";

    private final Contenders contenders;
    private final Report report;

    OneFlooded(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        report.subheading("A million messages for a receiver that has stopped");
        report.say("Messages of " + SIZE + " bytes, once as many to a write as fit, once each in a write of its own."
                + " The server has worked through as many for a reading receiver before; what its memory grows by at"
                + " most is bounded by max_pending (64 MiB) and 32 MiB. MiB.");
        Table table = new Table("server, writes", "RSS before", "peak", "growth", "closed as slow consumer");
        for (Contender contender : contenders.all()) {
            for (boolean single : new boolean[] {false, true}) {
                measure(contender, single, table);
            }
        }
        report.table(table);
        report.bounds();
    }

    private void measure(Contender contender, boolean single, Table table) throws IOException {
        report.progress("a million messages: " + contender.name());
        try (ServerProcess server = ServerProcess.start(contender, "debug: true");
                Connection publisher = Connection.open(server.port())) {
            warmUp(server, publisher);
            try (Connection stopped = Connection.openNarrow(server.port())) {
                stopped.send("SUB flood 1\r\n");
                stopped.sync();
                long before = server.rssBytes();
                server.resetPeak();
                publish(publisher, single);
                boolean closed =
                        Wait.within(Duration.ofSeconds(2), () -> server.log().contains(CLOSED));
                long peak = server.peakRssBytes();
                String writes = contender.name() + (single ? ", one each" : ", batched");
                table.row(
                        writes,
                        Figure.of(Figure.mebibytes(before)),
                        Figure.of(Figure.mebibytes(peak)),
                        Figure.of(Figure.mebibytes(peak - before)),
                        closed ? "yes" : "no");
                if (contender.equals(contenders.ours())) {
                    report.atMost(
                            "growth of memory, " + writes,
                            Figure.mebibytes(peak - before),
                            Figure.mebibytes(MAX_PENDING + SLACK),
                            "MiB");
                    report.mustHold(closed, "the stopped receiver is closed, " + writes, closed ? "yes" : "no");
                }
            }
        }
    }

    private static void warmUp(ServerProcess server, Connection publisher) throws IOException {
        try (Crowd crowd = Crowd.connect(server.port(), 1)) {
            crowd.all("SUB warm 1\r\n");
            new Flow(publisher, crowd, "warm", SIZE).run(MESSAGES);
        }
        publisher.sync();
    }

    private static void publish(Connection publisher, boolean single) throws IOException {
        byte[] controlLine = Connection.publication("flood", SIZE);
        for (int i = 0; i < MESSAGES; i++) {
            publisher.publish(controlLine, i, SIZE);
            if (single) {
                publisher.flush();
            }
        }
        publisher.sync();
    }
}
