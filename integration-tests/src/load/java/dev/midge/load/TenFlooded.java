package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten receivers that read nothing and for each of which more than its limit is published, beside some that read: the
 * readers get every message. Once with memory for all ten, once with so little direct memory that the budget of all
 * connections together is what closes the heaviest.
 */
final class TenFlooded {

    private static final int STOPPED = 10;
    private static final int READERS = 3;
    private static final int SIZE = 16 * 1024;
    /** The heaviest gets twice what the lightest gets, which is little more than fits its limit. */
    private static final int LEAST_MESSAGES = 4_400;

    /** So far the slowest reader may be behind. */
    private static final int UNDER_WAY = 128;

    private static final int DIRECT_MEBIBYTES = 512;
    private static final int BUDGET_MEBIBYTES = DIRECT_MEBIBYTES / 2;
    private static final int LIMIT_MEBIBYTES = 64;
    private static final int SLACK_MEBIBYTES = 48;

    private static final String CLOSED = "Client connection closed: Slow Consumer (Pending Bytes)";
    private static final String OVER_BUDGET = "Slow Consumer Detected: pending budget";

    private final Contenders contenders;
    private final Report report;

    TenFlooded(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        report.subheading("Ten stopped receivers with 64 MiB each");
        report.say("More than max_pending (64 MiB) is published for each of " + STOPPED
                + " receivers that read nothing,"
                + " while each message also goes to one of " + READERS + " that read, which have to get all of them."
                + " Midge runs a second time with " + DIRECT_MEBIBYTES
                + " MiB of direct memory, so that all together may"
                + " hold " + BUDGET_MEBIBYTES + " MiB. Memory in MiB; closed is counted in the log.");
        Table table = new Table("server", "RSS before", "peak", "closed", "of these by the budget", "readers got");
        for (Contender contender : contenders.all()) {
            measure(contender, "", STOPPED * LIMIT_MEBIBYTES, table);
            if (contender.equals(contenders.ours())) {
                measure(contender, "-XX:MaxDirectMemorySize=" + DIRECT_MEBIBYTES + "m", BUDGET_MEBIBYTES, table);
            }
        }
        report.table(table);
        report.bounds();
    }

    private void measure(Contender contender, String javaOptions, int mostMebibytes, Table table) throws IOException {
        String name = contender.name() + (javaOptions.isEmpty() ? "" : ", " + DIRECT_MEBIBYTES + " MiB direct");
        report.progress("ten stopped receivers: " + name);
        List<Connection> stopped = new ArrayList<>();
        try (ServerProcess server = ServerProcess.startWithJavaOptions(
                        contender, javaOptions, "debug: true", "write_deadline: \"1m\"");
                Connection publisher = Connection.open(server.port());
                Crowd readers = Crowd.connect(server.port(), READERS)) {
            readers.all("SUB load.* 1\r\n");
            for (int i = 0; i < STOPPED; i++) {
                Connection connection = Connection.openNarrow(server.port());
                stopped.add(connection);
                connection.send("SUB load." + i + " 1\r\n");
                connection.sync();
            }
            long before = server.rssBytes();
            server.resetPeak();
            long published = publish(publisher, readers);
            long closed = count(server.log(), CLOSED);
            long overBudget = count(server.log(), OVER_BUDGET);
            boolean all = readers.messages() == published;
            table.row(
                    name,
                    Figure.of(Figure.mebibytes(before)),
                    Figure.of(Figure.mebibytes(server.peakRssBytes())),
                    Figure.count(closed),
                    Figure.count(overBudget),
                    Figure.count(readers.messages()) + " of " + Figure.count(published));
            if (contender.equals(contenders.ours())) {
                double growth = Figure.mebibytes(server.peakRssBytes() - before);
                report.atMost("growth of memory, " + name, growth, mostMebibytes + SLACK_MEBIBYTES, "MiB");
                report.mustHold(all, "readers get every message, " + name, Figure.count(readers.messages()));
                boolean right = javaOptions.isEmpty() ? closed == STOPPED : overBudget > 0;
                report.mustHold(right, "the heaviest are closed, " + name, Figure.count(closed));
            }
        } finally {
            for (Connection connection : stopped) {
                connection.close();
            }
        }
    }

    /** One message to each in turn, the later ones going on longer; returns the number of messages owed to the readers. */
    private static long publish(Connection publisher, Crowd readers) throws IOException {
        long sequence = 0;
        for (int message = 0; message < 2 * LEAST_MESSAGES; message++) {
            for (int i = 0; i < STOPPED; i++) {
                if (message < LEAST_MESSAGES + LEAST_MESSAGES * i / (STOPPED - 1)) {
                    publisher.publish(Connection.publication("load." + i, SIZE), sequence++, SIZE);
                }
            }
            publisher.flush();
            readers.awaitMessages((sequence - UNDER_WAY) * READERS);
        }
        readers.awaitMessages(sequence * READERS);
        return sequence * READERS;
    }

    private static long count(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).count();
    }
}
