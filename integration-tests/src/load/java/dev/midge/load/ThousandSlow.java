package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;

/** A fan-out to ten thousand, of whom a thousand read nothing or very little: the others get everything. */
final class ThousandSlow {

    private static final int QUICK = 9_000;
    private static final int SLOW = 1_000;
    private static final int SIZE = 1_024;
    private static final int MESSAGES = 400;

    /** What may come on top of what waits for the slow: a chunk of 32 KiB for each that is not full, and as much again. */
    private static final int SLACK_MEBIBYTES = 96;

    private final Contenders contenders;
    private final Report report;

    ThousandSlow(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        report.subheading("Ten thousand receivers, a thousand of them slow");
        report.say(MESSAGES + " messages of " + SIZE + " bytes to " + Figure.count(QUICK) + " receivers that read and "
                + Figure.count(SLOW)
                + " of which one half reads nothing and the other half 5 kB a second. The publisher"
                + " goes as fast as those that read. Server CPU per delivery, slow receivers counted; memory in MiB.");
        Table table = new Table("server", "us CPU per delivery", "without the slow", "RSS before", "peak", "quick got");
        for (Contender contender : contenders.all()) {
            measure(contender, table);
        }
        report.table(table);
        report.bounds();
    }

    private void measure(Contender contender, Table table) throws IOException {
        report.progress("a thousand slow receivers: " + contender.name());
        try (ServerProcess server = ServerProcess.start(contender, "write_deadline: \"1m\"");
                Connection publisher = Connection.open(server.port());
                Crowd quick = Crowd.connect(server.port(), QUICK)) {
            quick.all("SUB fan 1\r\n");
            Flow flow = new Flow(publisher, quick, "fan", SIZE);
            flow.run(MESSAGES / 2);
            double without = microsPerDelivery(server, flow, QUICK);
            long before = server.rssBytes();
            server.resetPeak();
            double with = withSlow(server, flow);
            long peak = server.peakRssBytes();
            table.row(
                    contender.name(),
                    Figure.of(with),
                    Figure.of(without),
                    Figure.of(Figure.mebibytes(before)),
                    Figure.of(Figure.mebibytes(peak)),
                    Figure.count(quick.messages()));
            if (contender.equals(contenders.ours())) {
                double owed = Figure.mebibytes((long) SLOW * MESSAGES * (SIZE + 32));
                report.atMost("growth of memory", Figure.mebibytes(peak - before), owed + SLACK_MEBIBYTES, "MiB");
                long due = (MESSAGES / 2 + 2L * MESSAGES) * QUICK;
                String got = Figure.count(quick.messages()) + " of " + Figure.count(due);
                report.mustHold(quick.messages() == due, "those that read get every message", got);
            }
        }
    }

    private static double withSlow(ServerProcess server, Flow flow) throws IOException {
        try (Laggards slow = Laggards.connect(server.port(), SLOW, "SUB fan 1\r\n")) {
            slow.sip();
            return microsPerDelivery(server, flow, QUICK + SLOW);
        }
    }

    private static double microsPerDelivery(ServerProcess server, Flow flow, int receivers) throws IOException {
        long before = server.cpuMicros();
        flow.run(MESSAGES);
        return (server.cpuMicros() - before) / ((double) MESSAGES * receivers);
    }
}
