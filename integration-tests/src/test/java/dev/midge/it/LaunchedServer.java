package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A packaged server that runs: its process, what it writes, and its end by a signal. */
final class LaunchedServer implements AutoCloseable {

    private static final Pattern PORT_LINE = Pattern.compile("Listening for client connections on \\S+:(\\d+)");
    private static final int CONNECT_MILLIS = 5_000;

    private final Process process;
    private final Path log;

    private LaunchedServer(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a server that logs to its standard error, which goes to the file, and waits until it is ready. */
    static LaunchedServer start(ProcessBuilder command, Path log) throws IOException {
        return start(command, log, log);
    }

    /** Starts a server that logs to a file of its own, and waits until it is ready. */
    static LaunchedServer start(ProcessBuilder command, Path stderr, Path log) throws IOException {
        Process process = command.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(stderr.toFile())
                .start();
        LaunchedServer server = new LaunchedServer(process, log);
        try {
            Eventually.isTrue("the server is ready", () -> server.isReady() || !process.isAlive());
            assertThat(server.isReady())
                    .as("the server is ready; it said:\n%s", text(stderr))
                    .isTrue();
            return server;
        } catch (AssertionError e) {
            server.close();
            throw e;
        }
    }

    private boolean isReady() {
        return log().contains("Server is ready");
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    String log() {
        return Files.exists(log) ? text(log) : "";
    }

    int port() {
        Matcher matcher = PORT_LINE.matcher(log());
        assertThat(matcher.find()).as(log()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    /** What the server tells a client that connects to the port it logged. */
    Map<String, Object> info() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(CONNECT_MILLIS);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String line = String.valueOf(lines.readLine());
            assertThat(line).startsWith("INFO {");
            return Json.object(line.substring("INFO ".length()));
        }
    }

    /** Sends the signal and returns the exit status of the process, which has one second to end. */
    int endBy(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder(
                        "/bin/sh", "-c", "kill -s \"$0\" \"$1\"", signal, String.valueOf(process.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).as("status of kill").isZero();
        assertThat(process.waitFor(1, TimeUnit.SECONDS))
                .as("ended within a second after %s; log:\n%s", signal, log())
                .isTrue();
        return process.exitValue();
    }

    /** Also ends what a launcher that did not become the server has started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
