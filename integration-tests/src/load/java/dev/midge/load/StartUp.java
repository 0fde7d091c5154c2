package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long clients of a server that is just being started have to wait.
 *
 * <p>System property {@code load.java}: the home of a second Java to start ours with, or empty.
 */
final class StartUp implements Program {

    private static final String JAVA_HOME = "JAVA_HOME";
    private static final String ARCHIVE = "NATS_SERVER_ARCHIVE";
    private static final int STARTS = 20;
    private static final long PAUSE_NANOS = 200_000;
    private static final Duration MOST = Duration.ofMinutes(2);
    /** What the runner of the Java client allows a server before it gives up. */
    private static final double PATIENCE_MILLIS = 400;

    private static final double AIM_MILLIS = 250;
    private static final double AIM_MILLIS_FROM_25_ON = 200;

    /** A server as it is started, and how soon it has to accept; NaN if nothing is expected of it. */
    private record Variant(String name, Contender contender, Map<String, String> environment, double aimMillis) {}

    /** From the start of the process, in milliseconds. */
    private record Start(double accepts, double answers, double ready) {}

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String purpose() {
        return "from the start of the process until clients can connect, and until the log says that it is ready";
    }

    @Override
    public void run(Contenders contenders, Report report) throws IOException {
        report.heading("How fast it starts");
        report.say(
                "Milliseconds from starting the process until a connection is accepted, until the INFO is there, and until"
                        + " the log says `Server is ready`; medians of " + STARTS
                        + " starts, the servers in turn. The archive of"
                        + " classes is missing at the first start after unpacking only. On a busy machine, `chrt -r 20` in front of"
                        + " the command has the system prefer it.");
        List<Variant> variants = variants(contenders);
        List<List<Start>> starts = new ArrayList<>();
        for (Variant variant : variants) {
            makeArchive(variant);
            starts.add(new ArrayList<>());
        }
        for (int round = -1; round < STARTS; round++) {
            report.progress("start " + (round + 1));
            for (int i = 0; i < variants.size(); i++) {
                Start start = start(variants.get(i));
                if (round >= 0) { // the first one finds nothing in the caches of the system
                    starts.get(i).add(start);
                }
            }
        }
        tell(variants, starts, report);
    }

    private static void tell(List<Variant> variants, List<List<Start>> starts, Report report) {
        Table table = new Table("server", "accepts", "INFO", "ready");
        for (int i = 0; i < variants.size(); i++) {
            Variant variant = variants.get(i);
            double accepts = median(starts.get(i), 0);
            double ready = median(starts.get(i), 2);
            table.row(variant.name(), Figure.of(accepts), Figure.of(median(starts.get(i), 1)), Figure.of(ready));
            if (!Double.isNaN(variant.aimMillis())) {
                report.atMost(variant.name() + " accepts", accepts, variant.aimMillis(), "ms");
                report.atMost(variant.name() + " is ready", ready, PATIENCE_MILLIS, "ms");
            }
        }
        report.table(table);
        report.bounds();
    }

    private static double median(List<Start> starts, int figure) {
        return Figure.median(starts.stream()
                .map(start -> figure == 0 ? start.accepts() : figure == 1 ? start.answers() : start.ready())
                .toList());
    }

    private static List<Variant> variants(Contenders contenders) throws IOException {
        List<Variant> variants = new ArrayList<>();
        variants.addAll(ours(contenders, System.getProperty("java.home")));
        String second = System.getProperty("load.java", "");
        if (!second.isEmpty()) {
            variants.addAll(ours(contenders, second));
        }
        contenders
                .reference()
                .ifPresent(reference -> variants.add(new Variant(reference.name(), reference, Map.of(), Double.NaN)));
        return variants;
    }

    /** On that Java, as usual and as the first start after unpacking is. */
    private static List<Variant> ours(Contenders contenders, String javaHome) throws IOException {
        String version = Files.readAllLines(Path.of(javaHome, "release")).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
                .findFirst()
                .orElseThrow();
        Contender contender = contenders.ours();
        String name = contender.name() + " on Java " + version;
        double aim = Runtime.Version.parse(version).feature() < 25 ? AIM_MILLIS : AIM_MILLIS_FROM_25_ON;
        return List.of(
                new Variant(name, contender, Map.of(JAVA_HOME, javaHome), aim),
                new Variant(
                        name + ", no archive",
                        contender,
                        Map.of(JAVA_HOME, javaHome, ARCHIVE, "off"),
                        PATIENCE_MILLIS));
    }

    private static void makeArchive(Variant variant) throws IOException {
        if (variant.environment().containsKey(JAVA_HOME)
                && !variant.environment().containsKey(ARCHIVE)) {
            ProcessBuilder command = command(variant).redirectErrorStream(true);
            command.environment().put("NATS_SERVER_TRAIN", "start");
            waitFor(command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
        }
    }

    private static ProcessBuilder command(Variant variant, String... arguments) {
        List<String> words =
                new ArrayList<>(List.of(variant.contender().executable().toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder command = new ProcessBuilder(words);
        command.environment().putAll(variant.environment());
        return command;
    }

    private static Start start(Variant variant) throws IOException {
        int port = freePort();
        ProcessBuilder command = command(variant, "-a", "127.0.0.1", "-p", Integer.toString(port));
        long begin = System.nanoTime();
        Process process = command.start();
        try {
            CompletableFuture<Long> ready = CompletableFuture.supplyAsync(() -> awaitReady(process));
            try (Socket socket = connect(port)) {
                long accepted = System.nanoTime();
                if (socket.getInputStream().read() != 'I') {
                    throw new IOException(variant.name() + " did not send INFO");
                }
                long answered = System.nanoTime();
                return new Start(millis(begin, accepted), millis(begin, answered), millis(begin, ready.join()));
            }
        } finally {
            process.toHandle().destroy();
            waitFor(process);
        }
    }

    private static double millis(long begin, long end) {
        return (end - begin) / 1e6;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Socket connect(int port) throws IOException {
        long end = System.nanoTime() + MOST.toNanos();
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (ConnectException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** When the line was there, in nanoseconds; reads on, so that the server is never held up by its log. */
    private static long awaitReady(Process process) {
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith("Server is ready")) {
                    return System.nanoTime();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the server ended before it was ready");
    }

    private static void waitFor(Process process) throws IOException {
        try {
            if (!process.waitFor(MOST.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("process " + process.pid() + " did not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
