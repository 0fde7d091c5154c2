package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Clients that mean harm, one kind after the other, each against a fresh server with little memory: what it costs the
 * server, what it costs a client that behaves, and whether all is well afterwards.
 */
final class Hostile implements Program {

    /** What the launcher gives a container of half a gigabyte. */
    private static final String LITTLE_MEMORY = "-Xmx128m -XX:MaxDirectMemorySize=128m";

    /** Heap and network memory, and what a JVM takes beside them. */
    private static final double MOST_RSS_MEBIBYTES = 450;

    /** The longest that a round trip may take, but for one in a hundred: far above what is measured on a quiet machine. */
    private static final double SLOWEST_MILLIS = 2_000;

    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final Duration MOST_WORK = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(500);
    /** What the probe costs in half a second, and more. */
    private static final long IDLE_MICROS = 60_000;

    @Override
    public String name() {
        return "hostile";
    }

    @Override
    public String purpose() {
        return "clients that mean harm: processor time, memory, latency of a client that behaves";
    }

    @Override
    public void run(Contenders contenders, Report report) throws IOException {
        report.heading("Hostile clients");
        measure(Attacks.all(), contenders, report);
    }

    /** Puts each server through each of these, with bounds for ours. */
    static void measure(List<Attack> attacks, Contenders contenders, Report report) throws IOException {
        for (Contender contender : contenders.all()) {
            boolean bounded = contender.equals(contenders.ours());
            Table table = new Table(
                    contender.name(),
                    "CPU s",
                    "RSS MiB before",
                    "peak",
                    "after",
                    "p99 ms before",
                    "during",
                    "after",
                    "log KiB");
            for (Attack attack : attacks) {
                report.progress(contender.name() + ": " + attack.name());
                run(attack, contender, table, report, bounded);
            }
            report.table(table);
            report.brokenBounds();
        }
    }

    private static void run(Attack attack, Contender contender, Table table, Report report, boolean bounded)
            throws IOException {
        try (ServerProcess server = ServerProcess.startWithJavaOptions(contender, LITTLE_MEMORY, attack.config());
                Probe probe = Probe.start(server.port())) {
            Wait.pass(QUIET);
            Latencies before = probe.take();
            double rssBefore = Figure.mebibytes(server.rssBytes());
            server.resetPeak();
            long cpuBefore = server.cpuMicros();
            try (Swarm swarm = new Swarm(server.port())) {
                attack.move().against(swarm);
                awaitIdle(server);
            }
            Latencies during = probe.take();
            double peak = Figure.mebibytes(server.peakRssBytes());
            double cpu = (server.cpuMicros() - cpuBefore) / 1e6;
            awaitIdle(server);
            probe.take();
            Wait.pass(QUIET);
            Latencies after = probe.take();
            table.row(
                    attack.name(),
                    Figure.of(cpu),
                    Figure.of(rssBefore),
                    Figure.of(peak),
                    Figure.of(Figure.mebibytes(server.rssBytes())),
                    Figure.of(slowest(before)),
                    Figure.of(slowest(during)),
                    Figure.of(slowest(after)),
                    Figure.of(server.log().length() / 1024.0));
            if (bounded) {
                String what = attack.name() + ": ";
                report.atMost(what + "processor time", cpu, attack.mostCpuSeconds(), "s");
                report.atMost(what + "resident memory", peak, MOST_RSS_MEBIBYTES, "MiB");
                report.atMost(what + "round trip during", slowest(during), SLOWEST_MILLIS, "ms");
                checkService(server, probe, after, what, report);
            }
        }
    }

    /** What was sent may wait in the buffers of the system: returns when the server has got through it. */
    private static void awaitIdle(ServerProcess server) {
        long[] spent = {server.cpuMicros()};
        Wait.within(MOST_WORK, () -> {
            Wait.pass(GLANCE);
            long before = spent[0];
            spent[0] = server.cpuMicros();
            return spent[0] - before < IDLE_MICROS;
        });
    }

    private static void checkService(ServerProcess server, Probe probe, Latencies after, String what, Report report) {
        report.mustHold(server.alive(), what + "the server runs", server.alive() ? "yes" : "no");
        String failure = probe.failure();
        report.mustHold(failure == null, what + "nobody else was disturbed", failure == null ? "yes" : failure);
        report.mustHold(after.count() > 50, what + "round trips afterwards", Figure.count(after.count()));
        report.mustHold(
                !server.log().contains("OutOfMemoryError") && !server.log().contains("StackOverflowError"),
                what + "no error of the JVM",
                "log of " + Figure.count(server.log().length()) + " characters");
    }

    private static double slowest(Latencies latencies) {
        return latencies.percentileMicros(0.99) / 1_000;
    }
}
