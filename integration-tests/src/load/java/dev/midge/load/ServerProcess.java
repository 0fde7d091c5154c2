package dev.midge.load;

import dev.midge.load.Contenders.Contender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server as a child process on 127.0.0.1 and a free port, with what the system says about its processor time and
 * memory. Its log goes to a file, so that reading it costs the measurement nothing.
 */
final class ServerProcess implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Listening for client connections on \\S+:(\\d+)");
    private static final Pattern MONITOR_PORT = Pattern.compile("Starting http monitor on \\S+:(\\d+)");
    private static final Duration TO_START = Duration.ofMinutes(2);
    private static final long SECONDS_TO_STOP = 10;

    private final Contender contender;
    private final Process process;
    private final Path directory;
    private final Path log;
    private final Thread stop;
    private int port;

    private ServerProcess(Contender contender, Process process, Path directory, Path log) {
        this.contender = contender;
        this.process = process;
        this.directory = directory;
        this.log = log;
        this.stop = new Thread(process::destroyForcibly, "stop server " + process.pid());
        Runtime.getRuntime().addShutdownHook(stop);
    }

    /** Starts it with these lines of configuration and waits until it listens; PINGs are rare unless a line says else. */
    static ServerProcess start(Contender contender, String... config) throws IOException {
        return startWithJavaOptions(contender, "", config);
    }

    /** The same with further flags for the JVM, which another server ignores. */
    static ServerProcess startWithJavaOptions(Contender contender, String javaOptions, String... config)
            throws IOException {
        Path directory = Files.createTempDirectory("load");
        Path file = directory.resolve("server.conf");
        Path log = directory.resolve("server.log");
        Files.writeString(file, "listen: \"127.0.0.1:-1\"\nping_interval: \"1h\"\n" + String.join("\n", config) + "\n");
        ProcessBuilder command = new ProcessBuilder(contender.executable().toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        command.environment().put("NATS_SERVER_JAVA_OPTS", javaOptions);
        ServerProcess server = new ServerProcess(contender, command.start(), directory, log);
        try {
            server.awaitPort();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void awaitPort() {
        Wait.until(
                contender.name() + " listens",
                TO_START,
                () -> !process.isAlive() || PORT.matcher(log()).find());
        port = portIn(PORT);
    }

    private int portIn(Pattern line) {
        Matcher matcher = line.matcher(log());
        if (!matcher.find()) {
            throw new IllegalStateException(contender.name() + " did not start: " + log());
        }
        return Integer.parseInt(matcher.group(1));
    }

    String name() {
        return contender.name();
    }

    int port() {
        return port;
    }

    /** The port of the monitoring endpoint; only when the configuration asks for one. */
    int monitorPort() {
        return portIn(MONITOR_PORT);
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Everything logged so far. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time of all its threads, in microseconds; the system counts in steps of ten milliseconds. */
    long cpuMicros() {
        return TimeUnit.NANOSECONDS.toMicros(
                process.info().totalCpuDuration().orElseThrow().toNanos());
    }

    /** Resident memory, in bytes. */
    long rssBytes() {
        return status("VmRSS:");
    }

    /** The most resident memory since {@link #resetPeak}, in bytes. */
    long peakRssBytes() {
        return status("VmHWM:");
    }

    void resetPeak() {
        try {
            Files.writeString(Path.of("/proc", Long.toString(pid()), "clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long status(String key) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> 1024
                            * Long.parseLong(Arrays.asList(line.split("\\s+")).get(1)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(contender.name() + " is gone", e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(stop);
        for (String file : new String[] {"server.conf", "server.log", ""}) {
            Files.deleteIfExists(directory.resolve(file));
        }
    }
}
