package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One publisher to ever more receivers. */
final class FanOut {

    private static final int SIZE = 128;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration TIME = Duration.ofSeconds(1);
    private static final int TIMES = 3;
    private static final double MOST_RATIO = 1.0;

    private final Contenders contenders;
    private final Report report;

    FanOut(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    void run() throws IOException {
        List<Integer> steps = List.of(1, 10, 100, 1_000, 5_000, 10_000, OpenFiles.mostConnections());
        report.subheading("Fan-out");
        report.say("Messages of " + SIZE + " bytes from one publisher to everybody, as fast as the receivers take them."
                + " Every receiver checks that it gets each message once and in order. Per delivery, median of three"
                + " seconds; the last step is what the limit of open files allows.");
        Table table =
                new Table("receivers", "us CPU", "nats-server", "ratio", "1,000 deliveries/s", "nats-server", "ratio");
        List<List<double[]>> figures = new ArrayList<>();
        for (Contender contender : contenders.all()) {
            List<double[]> ofServer = new ArrayList<>();
            for (int receivers : steps) {
                report.progress("fan-out to " + receivers + ": " + contender.name());
                ofServer.add(measure(contender, receivers));
            }
            figures.add(ofServer);
        }
        Largest.compare(table, steps, figures);
        report.table(table);
        for (int i = 0; figures.size() > 1 && i < steps.size(); i++) {
            double ratio = figures.get(0).get(i)[0] / figures.get(1).get(i)[0];
            report.atMost("cost per delivery to " + Figure.count(steps.get(i)), ratio, MOST_RATIO, "of nats-server's");
        }
        report.bounds();
    }

    /** Microseconds of processor time per delivery, thousands of deliveries per second. */
    private static double[] measure(Contender contender, int receivers) throws IOException {
        try (ServerProcess server = ServerProcess.start(contender, "write_deadline: \"1m\"");
                Connection publisher = Connection.open(server.port());
                Crowd crowd = Crowd.connect(server.port(), receivers)) {
            crowd.all("SUB fan 1\r\n");
            Flow flow = new Flow(publisher, crowd, "fan", SIZE);
            flow.runFor(WARM_UP);
            List<Double> costs = new ArrayList<>();
            List<Double> rates = new ArrayList<>();
            for (int i = 0; i < TIMES; i++) {
                long cpu = server.cpuMicros();
                long start = System.nanoTime();
                double deliveries = flow.runFor(TIME);
                rates.add(deliveries * 1e6 / (System.nanoTime() - start));
                costs.add((server.cpuMicros() - cpu) / deliveries);
            }
            return new double[] {Figure.median(costs), Figure.median(rates)};
        }
    }
}
