package dev.midge.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A server without and with intruders, in turn: what its clients notice, and what logging in takes meanwhile. Intruders
 * and clients share the processors with the server. So that its own part shows, the same intruders first go to a listener
 * that takes connections and does nothing, while the same honest people log in to the server.
 */
final class Siege {

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);
    private static final Duration ATTACKED = Duration.ofSeconds(7);

    /** What waits for the server when the intruders have left. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private static final Duration LOGIN_GAP = Duration.ofMillis(50);
    private static final Duration DEAR_LOGIN_GAP = Duration.ofMillis(700);

    /** An address that nobody else comes from. */
    private static final String HONEST_SOURCE = "127.0.1.9";

    private final ServerProcess server;
    private final Intruders.Attempt attempt;

    /** Nobody who logs in here has done so before. */
    private final Iterator<Credentials> dearUsers;

    private final Credentials nkey;

    /** Of the client that is connected, in microseconds: nobody else is there. */
    final List<Double> p99Idle = new ArrayList<>();

    /** The intruders are elsewhere on this machine. */
    final List<Double> p50Elsewhere = new ArrayList<>();

    final List<Double> p99Elsewhere = new ArrayList<>();

    /** The intruders are here. */
    final List<Double> p50Attacked = new ArrayList<>();

    final List<Double> p99Attacked = new ArrayList<>();
    final List<Double> coresAttacked = new ArrayList<>();
    /** Of all rounds together, logins with an NKey and of {@link #dearUsers}. */
    final Latencies nkeyLogins = new Latencies(100_000);

    final Latencies dearLogins = new Latencies(100_000);
    private int refused;
    private long attempts;

    Siege(ServerProcess server, Intruders.Attempt attempt, Credentials nkey, List<Credentials> dearUsers) {
        this.server = server;
        this.attempt = attempt;
        this.nkey = nkey;
        this.dearUsers = dearUsers.iterator();
    }

    /** Goes on for as many rounds as said, and then while it is wanted and there are users. */
    void run(int leastRounds, int mostRounds, Supplier<Boolean> more) throws IOException {
        try (Probe probe = Probe.start(server.port())) {
            for (int i = 0; i < 50; i++) {
                Visitor.login(server.port(), "127.0.0.1", nkey);
            }
            Wait.pass(WARM_UP);
            while (rounds() < leastRounds || (rounds() < mostRounds && dearUsers.hasNext() && more.get())) {
                round(probe);
            }
        }
    }

    private void round(Probe probe) throws IOException {
        probe.take();
        Wait.pass(IDLE);
        p99Idle.add(probe.take().percentileMicros(0.99));
        sendElsewhere(probe);
        long cpu = server.cpuMicros();
        long start = System.nanoTime();
        Intruders intruders = Intruders.start(server.port(), attempt);
        LoginProbe light = lightLogins();
        LoginProbe dear = dearLogins();
        try (light;
                dear;
                intruders) {
            Wait.pass(ATTACKED);
            keep(probe.take(), p50Attacked, p99Attacked);
            coresAttacked.add((server.cpuMicros() - cpu) * 1_000.0 / (System.nanoTime() - start));
            attempts += intruders.stop();
        }
        refused += light.refused() + dear.refused();
        nkeyLogins.addAll(light.latencies());
        dearLogins.addAll(dear.latencies());
        if (probe.failure() != null) {
            throw new IOException("a client that was connected: " + probe.failure());
        }
        Wait.pass(SETTLE);
    }

    private void sendElsewhere(Probe probe) throws IOException {
        Sink sink = Sink.open();
        Intruders intruders = Intruders.start(sink.port(), attempt);
        LoginProbe light = lightLogins();
        LoginProbe dear = dearLogins();
        try (sink;
                light;
                dear;
                intruders) {
            Wait.pass(ELSEWHERE);
            keep(probe.take(), p50Elsewhere, p99Elsewhere);
            intruders.stop();
        }
        refused += light.refused() + dear.refused();
        probe.take();
    }

    private LoginProbe lightLogins() {
        return LoginProbe.start(
                server.port(),
                "127.0.0.1",
                LOGIN_GAP,
                Stream.generate(() -> nkey).iterator());
    }

    private LoginProbe dearLogins() {
        return LoginProbe.start(server.port(), HONEST_SOURCE, DEAR_LOGIN_GAP, dearUsers);
    }

    private static void keep(Latencies latencies, List<Double> p50, List<Double> p99) {
        p50.add(latencies.percentileMicros(0.50));
        p99.add(latencies.percentileMicros(0.99));
    }

    int rounds() {
        return p99Attacked.size();
    }

    /** Honest logins that were refused. */
    int refused() {
        return refused;
    }

    /** Connections of the intruders, all rounds together. */
    long attempts() {
        return attempts;
    }

    /** The median over the rounds of how much later the p99 of those connected is than with the intruders elsewhere. */
    double ratio() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds(); i++) {
            ratios.add(p99Attacked.get(i) / p99Elsewhere.get(i));
        }
        return Figure.median(ratios);
    }

    /** How far apart the rounds with the intruders elsewhere are, which is the doing of others on the machine. */
    double noise() {
        return p99Elsewhere.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN)
                / p99Elsewhere.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }
}
