package dev.midge.load;

import java.io.IOException;

/**
 * Thousands of receivers that read nothing, none of which has much waiting, but all together more than there is memory
 * for: some are closed, those that read get everything, and the publisher stays connected.
 */
final class ManyBacklogs {

    private static final int STOPPED = 4_000;
    private static final int READERS = 50;
    private static final int SIZE = 1_024;
    private static final int MESSAGES = 150;
    private static final int LOOPS = 4;

    /** Each loop keeps up to 16 MiB of free chunks of its own, so several need more. */
    private static final int FOR_ONE_LOOP = 128;

    private static final int FOR_SEVERAL = 256;
    private static final int SLACK_MEBIBYTES = 96;

    private static final String OVER_BUDGET = "Slow Consumer Detected: pending budget";

    private final Contenders contenders;
    private final Report report;

    ManyBacklogs(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        report.subheading("Many small backlogs");
        report.say(MESSAGES + " messages of " + SIZE + " bytes to " + READERS + " receivers that read and "
                + Figure.count(STOPPED) + " that do not: " + owed() + " MiB for a server that has " + FOR_ONE_LOOP
                + " MiB of direct memory, or " + FOR_SEVERAL
                + " with several event loops. Midge only: nats-server has no such budget. Memory in MiB.");
        Table table = new Table("event loops", "stopped", "RSS before", "peak", "closed by the budget", "readers got");
        measure(1, FOR_ONE_LOOP, table);
        measure(LOOPS, FOR_SEVERAL, table);
        report.table(table);
        report.bounds();
    }

    private static long owed() {
        return ((long) STOPPED * MESSAGES * SIZE) >> 20;
    }

    private void measure(int loops, int directMebibytes, Table table) throws IOException {
        report.progress("many small backlogs, event loops: " + loops);
        String memory = "-XX:MaxDirectMemorySize=" + directMebibytes + "m";
        try (ServerProcess server = ServerProcess.startWithJavaOptions(
                        contenders.ours(), memory, "write_deadline: \"1m\"", "event_loops: " + loops);
                Connection publisher = Connection.open(server.port());
                Crowd readers = Crowd.connect(server.port(), READERS);
                Laggards stopped = Laggards.connect(server.port(), STOPPED, "SUB fan 1\r\n")) {
            readers.all("SUB fan 1\r\n");
            long before = server.rssBytes();
            server.resetPeak();
            new Flow(publisher, readers, "fan", SIZE).run(MESSAGES);
            publisher.sync();
            long peak = server.peakRssBytes();
            long closed = server.log()
                    .lines()
                    .filter(line -> line.contains(OVER_BUDGET))
                    .count();
            table.row(
                    Integer.toString(loops),
                    Figure.count(stopped.size()),
                    Figure.of(Figure.mebibytes(before)),
                    Figure.of(Figure.mebibytes(peak)),
                    Figure.count(closed),
                    Figure.count(readers.messages()));
            String which = ", event loops: " + loops;
            report.atMost(
                    "growth of memory" + which,
                    Figure.mebibytes(peak - before),
                    directMebibytes + SLACK_MEBIBYTES,
                    "MiB");
            report.mustHold(closed > 0, "the budget closes receivers" + which, Figure.count(closed));
            boolean all = readers.messages() == (long) READERS * MESSAGES;
            report.mustHold(all, "those that read get every message" + which, Figure.count(readers.messages()));
        }
    }
}
