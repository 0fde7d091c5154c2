package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One of a hundred receivers has stopped reading and has a backlog: the others get their messages no later for it. */
final class OneStopped {

    private static final int OTHERS = 99;
    private static final int SIZE = 128;
    private static final int MESSAGES = 750;
    private static final long PACE_NANOS = 2_000_000;
    private static final int BACKLOG_SIZE = 32 * 1024;
    private static final int BACKLOG_MESSAGES = 512;

    private static final double MOST_LATER = 1.10;
    private static final int LEAST_ROUNDS = 7;
    private static final int MOST_ROUNDS = 21;

    private final Contenders contenders;
    private final Report report;

    OneStopped(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    /** Latencies of one server in microseconds, one of each kind for each round. */
    private static final class Rounds {
        final List<Double> p50Without = new ArrayList<>();
        final List<Double> p99Without = new ArrayList<>();
        final List<Double> p50With = new ArrayList<>();
        final List<Double> p99With = new ArrayList<>();

        int count() {
            return p99With.size();
        }

        /** The median over the rounds of how much later the others were. */
        double ratio() {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < count(); i++) {
                ratios.add(p99With.get(i) / p99Without.get(i));
            }
            return Figure.median(ratios);
        }
    }

    void run() throws IOException {
        report.subheading("One of a hundred receivers has stopped");
        report.say("Five hundred messages of " + SIZE + " bytes a second to " + OTHERS + " receivers, without and with"
                + " one more that reads nothing and for which 16 MiB wait already. Microseconds from publishing to"
                + " receiving, publisher and receivers included; medians over rounds, at least " + LEAST_ROUNDS
                + ", up to " + MOST_ROUNDS + " while other work on the machine keeps the ratio above the bound.");
        Table table =
                new Table("server", "rounds", "p50 without", "p50 with", "p99 without", "p99 with", "p99 with/without");
        double ours = Double.NaN;
        for (Contender contender : contenders.all()) {
            report.progress("one stopped receiver: " + contender.name());
            Rounds rounds = measure(contender);
            table.row(
                    contender.name(),
                    Figure.count(rounds.count()),
                    Figure.of(Figure.median(rounds.p50Without)),
                    Figure.of(Figure.median(rounds.p50With)),
                    Figure.of(Figure.median(rounds.p99Without)),
                    Figure.of(Figure.median(rounds.p99With)),
                    Figure.of(rounds.ratio()));
            ours = contender.equals(contenders.ours()) ? rounds.ratio() : ours;
        }
        report.table(table);
        report.atMost("p99 of the others with a stopped receiver, in terms of p99 without", ours, MOST_LATER, "times");
        report.bounds();
    }

    private static Rounds measure(Contender contender) throws IOException {
        try (ServerProcess server = ServerProcess.start(contender, "write_deadline: \"1m\"");
                Crowd crowd = Crowd.connect(server.port(), OTHERS);
                Connection publisher = Connection.open(server.port())) {
            crowd.all("SUB fan 1\r\n");
            Flow flow = new Flow(publisher, crowd, "fan", SIZE);
            flow.runFor(Duration.ofSeconds(3));
            paced(crowd, flow);
            Rounds rounds = new Rounds();
            while (rounds.count() < LEAST_ROUNDS || (rounds.count() < MOST_ROUNDS && rounds.ratio() > MOST_LATER)) {
                round(server, publisher, crowd, flow, rounds);
            }
            return rounds;
        }
    }

    private static void round(ServerProcess server, Connection publisher, Crowd crowd, Flow flow, Rounds rounds)
            throws IOException {
        boolean stoppedFirst = rounds.count() % 2 == 1;
        if (!stoppedFirst) {
            keep(paced(crowd, flow), rounds.p50Without, rounds.p99Without);
        }
        try (Connection stopped = Connection.openNarrow(server.port())) {
            stopped.send("SUB fan 1\r\nSUB backlog 2\r\n");
            stopped.sync();
            byte[] controlLine = Connection.publication("backlog", BACKLOG_SIZE);
            for (int i = 0; i < BACKLOG_MESSAGES; i++) {
                publisher.publish(controlLine, i, BACKLOG_SIZE);
            }
            publisher.sync();
            keep(paced(crowd, flow), rounds.p50With, rounds.p99With);
        }
        publisher.sync();
        if (stoppedFirst) {
            keep(paced(crowd, flow), rounds.p50Without, rounds.p99Without);
        }
    }

    private static void keep(Latencies latencies, List<Double> p50, List<Double> p99) {
        p50.add(latencies.percentileMicros(0.50));
        p99.add(latencies.percentileMicros(0.99));
    }

    private static Latencies paced(Crowd crowd, Flow flow) throws IOException {
        crowd.keepLatencies(MESSAGES * OTHERS);
        long next = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            next += PACE_NANOS;
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            flow.one();
        }
        flow.await();
        return crowd.latencies();
    }
}
