package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Thousands that begin a login and never end it, while others log in. */
final class HalfOpen {

    private static final int CONNECTIONS = 5_000;
    private static final double TIMEOUT_MILLIS = 2_000;
    /** How late the last of so many may be told. */
    private static final double MOST_LATE_MILLIS = 1_500;

    /** Whoever comes while all of them do has to wait until they are accepted. */
    private static final double MOST_LOGIN_MILLIS = 1_000;

    private static final double MOST_MEBIBYTES = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOGIN_GAP = Duration.ofMillis(20);
    private static final String HALF = "CONNECT {\"verbose\":false,\"user\":\"probe\",\"pa";

    private final Contenders contenders;
    private final Report report;

    HalfOpen(Contenders contenders, Report report) {
        this.contenders = contenders;
        this.report = report;
    }

    /** What one connection was told, and when. */
    private static final class Guest {
        final long opened = System.nanoTime();
        final StringBuilder said = new StringBuilder();
        double closedAfterMillis = Double.NaN;

        boolean timedOut() {
            return said.indexOf("-ERR 'Authentication Timeout'") >= 0 && !Double.isNaN(closedAfterMillis);
        }
    }

    void run() throws IOException {
        report.subheading("Logins that are never finished");
        report.say(Figure.count(CONNECTIONS)
                + " connections, of which one half says nothing and the other half sends half of"
                + " a CONNECT, to a server that waits two seconds for one. Meanwhile users log in, with a password and with"
                + " an NKey in turn, every " + LOGIN_GAP.toMillis() + " ms. Milliseconds, memory in MiB.");
        Table table = new Table(
                "server",
                "told Authentication Timeout and closed",
                "first after",
                "last after",
                "login p50",
                "p99",
                "refused",
                "RSS before",
                "peak",
                "CPU s");
        for (Contender contender : contenders.all()) {
            report.progress("half-open logins: " + contender.name());
            measure(contender, table);
        }
        report.table(table);
        report.bounds();
    }

    private void measure(Contender contender, Table table) throws IOException {
        Credentials plain = Credentials.plain("probe", "probe");
        Credentials nkey = Credentials.nkey();
        List<Credentials> users = List.of(plain, nkey);
        try (ServerProcess server = ServerProcess.start(contender, Credentials.users(users));
                Selector selector = Selector.open()) {
            for (int i = 0; i < 200; i++) {
                Visitor.login(server.port(), "127.0.0.1", users.get(i % 2));
            }
            long before = server.rssBytes();
            server.resetPeak();
            long cpu = server.cpuMicros();
            LoginProbe probe = LoginProbe.start(
                    server.port(),
                    "127.0.0.1",
                    LOGIN_GAP,
                    Stream.iterate(0, i -> i + 1).map(i -> users.get(i % 2)).iterator());
            List<Guest> guests;
            try (probe) {
                guests = Stream.generate(() -> open(server.port(), selector))
                        .limit(CONNECTIONS)
                        .toList();
                readUntilClosed(selector);
            }
            row(contender, server, guests, probe, before, (server.cpuMicros() - cpu) / 1e6, table);
        }
    }

    private static Guest open(int port, Selector selector) {
        try {
            SocketChannel channel = Connection.connect(port, 0);
            Guest guest = new Guest();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, guest);
            if (selector.keys().size() % 2 == 0) {
                channel.write(ByteBuffer.wrap(Connection.bytes(HALF)));
            }
            return guest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readUntilClosed(Selector selector) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4 * 1024);
        long start = System.nanoTime();
        while (!selector.keys().isEmpty() && System.nanoTime() - start < PATIENCE.toNanos()) {
            selector.select(key -> read(key, buffer), 100);
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer) {
        Guest guest = (Guest) key.attachment();
        try {
            buffer.clear();
            int count = ((SocketChannel) key.channel()).read(buffer);
            if (count >= 0) {
                guest.said.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
                return;
            }
            guest.closedAfterMillis = (System.nanoTime() - guest.opened) / 1e6;
            key.channel().close();
        } catch (IOException reset) {
            key.cancel();
        }
    }

    private void row(
            Contender contender,
            ServerProcess server,
            List<Guest> guests,
            LoginProbe probe,
            long before,
            double cpu,
            Table table) {
        long told = guests.stream().filter(Guest::timedOut).count();
        double first = guests.stream()
                .mapToDouble(guest -> guest.closedAfterMillis)
                .min()
                .orElse(Double.NaN);
        double last = guests.stream()
                .mapToDouble(guest -> guest.closedAfterMillis)
                .max()
                .orElse(Double.NaN);
        double p99 = probe.latencies().percentileMicros(0.99) / 1_000;
        double growth = Figure.mebibytes(server.peakRssBytes() - before);
        table.row(
                contender.name(),
                Figure.count(told),
                Figure.of(first),
                Figure.of(last),
                Figure.of(probe.latencies().percentileMicros(0.5) / 1_000),
                Figure.of(p99),
                Figure.count(probe.refused()),
                Figure.of(Figure.mebibytes(before)),
                Figure.of(Figure.mebibytes(server.peakRssBytes())),
                Figure.of(cpu));
        if (contender.equals(contenders.ours())) {
            String what = "half-open logins: ";
            report.mustHold(told == CONNECTIONS, what + "told and closed", Figure.count(told));
            report.mustHold(first >= TIMEOUT_MILLIS - 1, what + "none too early", Figure.of(first) + " ms");
            report.atMost(what + "the last one", last, TIMEOUT_MILLIS + MOST_LATE_MILLIS, "ms");
            report.mustHold(probe.refused() == 0, what + "others refused", Figure.count(probe.refused()));
            report.atMost(what + "login of others, p99", p99, MOST_LOGIN_MILLIS, "ms");
            report.atMost(what + "growth of memory", growth, MOST_MEBIBYTES, "MiB");
        }
    }
}
