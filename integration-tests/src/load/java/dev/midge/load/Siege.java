package dev.midge.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server without and with intruders, in turn: what its clients notice, and what logging in takes meanwhile. Intruders
 * and clients share the processors with the server. So that its own part shows, the same intruders also go to a listener
 * that takes connections and does nothing, and to another server like this one, while the same honest people log in here.
 */
final class Siege {

    private static final Duration WARM_UP = Duration.ofSeconds(3);

    /** What a server that has just been started has not compiled yet shows in here. */
    private static final Duration FIRST_ATTACK = Duration.ofSeconds(5);

    /** From its length on the rounds are alike; C2 is at work on the refusals before. */
    private static final Duration COMPILING = Duration.ofSeconds(20);

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

    /** For a server that is faster when it has been at it for a while: another such one, attacked in its stead. */
    private final @Nullable ServerProcess neighbour;

    private final Intruders.Attempt attempt;

    /** Nobody who logs in here has done so before. */
    private final Iterator<Credentials> dearUsers;

    private final Credentials nkey;

    /** Nobody else is there. */
    final Noticed idle = new Noticed();

    /** The intruders are at a listener that does nothing. */
    final Noticed atNobody = new Noticed();

    /** The intruders are at the neighbour. */
    final Noticed atNeighbour = new Noticed();

    /** The intruders are here. */
    final Noticed attacked = new Noticed();

    /** They have come for the first time. */
    final Noticed first = new Noticed();

    final List<Double> coresAttacked = new ArrayList<>();
    /** Of all rounds together, logins with an NKey and of {@link #dearUsers}. */
    final Latencies nkeyLogins = new Latencies(100_000);

    final Latencies dearLogins = new Latencies(100_000);
    private int refused;

    /** What the client that is connected notices in phases of one kind, round by round, in microseconds. */
    static final class Noticed {
        private final List<Double> p50 = new ArrayList<>();
        private final List<Double> p99 = new ArrayList<>();

        private void keep(Latencies latencies) {
            p50.add(latencies.percentileMicros(0.50));
            p99.add(latencies.percentileMicros(0.99));
        }

        /** The median over the rounds; NaN without any. */
        double p50() {
            return Figure.median(p50);
        }

        double p99() {
            return Figure.median(p99);
        }
    }

    Siege(
            ServerProcess server,
            @Nullable ServerProcess neighbour,
            Intruders.Attempt attempt,
            Credentials nkey,
            List<Credentials> dearUsers) {
        this.server = server;
        this.neighbour = neighbour;
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
            if (neighbour != null) {
                probe.take();
                attackFirst(server, () -> first.keep(probe.take()));
                attackFirst(neighbour, () -> {});
            }
            while (rounds() < leastRounds || (rounds() < mostRounds && dearUsers.hasNext() && more.get())) {
                round(probe);
            }
        }
    }

    private void attackFirst(ServerProcess attacked, Runnable then) throws IOException {
        try (Intruders intruders = Intruders.start(attacked.port(), attempt)) {
            Wait.pass(FIRST_ATTACK);
            then.run();
            Wait.pass(COMPILING);
            intruders.stop();
        }
        Wait.pass(SETTLE);
    }

    private void round(Probe probe) throws IOException {
        probe.take();
        Wait.pass(IDLE);
        idle.keep(probe.take());
        try (Sink sink = Sink.open()) {
            sendTo(sink.port(), probe, atNobody);
        }
        if (neighbour != null) {
            sendTo(neighbour.port(), probe, atNeighbour);
        }
        attack(probe);
        if (probe.failure() != null) {
            throw new IOException("a client that was connected: " + probe.failure());
        }
    }

    private void attack(Probe probe) throws IOException {
        long cpu = server.cpuMicros();
        long start = System.nanoTime();
        Intruders intruders = Intruders.start(server.port(), attempt);
        LoginProbe light = lightLogins();
        LoginProbe dear = dearLogins();
        try (light;
                dear;
                intruders) {
            Wait.pass(ATTACKED);
            attacked.keep(probe.take());
            coresAttacked.add((server.cpuMicros() - cpu) * 1_000.0 / (System.nanoTime() - start));
            intruders.stop();
        }
        refused += light.refused() + dear.refused();
        nkeyLogins.addAll(light.latencies());
        dearLogins.addAll(dear.latencies());
        Wait.pass(SETTLE);
    }

    /** Attacks somebody else on this machine, while all that is honest goes on here. */
    private void sendTo(int port, Probe probe, Noticed noticed) throws IOException {
        Intruders intruders = Intruders.start(port, attempt);
        LoginProbe light = lightLogins();
        LoginProbe dear = dearLogins();
        try (light;
                dear;
                intruders) {
            Wait.pass(ELSEWHERE);
            noticed.keep(probe.take());
            intruders.stop();
        }
        refused += light.refused() + dear.refused();
        Wait.pass(SETTLE);
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

    int rounds() {
        return attacked.p99.size();
    }

    /** Honest logins that were refused. */
    int refused() {
        return refused;
    }

    /** The median over the rounds of how much later the p99 of those connected is than with the neighbour attacked. */
    double ratio() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < atNeighbour.p99.size(); i++) {
            ratios.add(attacked.p99.get(i) / atNeighbour.p99.get(i));
        }
        return Figure.median(ratios);
    }

    /** How far apart the rounds with the intruders at a listener that does nothing are: the doing of the machine. */
    double noise() {
        return atNobody.p99.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN)
                / atNobody.p99.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }
}
