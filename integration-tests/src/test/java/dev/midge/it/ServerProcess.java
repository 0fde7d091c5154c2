package dev.midge.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server executable as a child process, with its configuration in a file of its own. Its ports come from its log. */
final class ServerProcess implements RunningServer {

    private static final Pattern PORT_LINE =
            Pattern.compile("Listening for client connections on \\S+:(\\d+)|Starting http monitor on \\S+:(\\d+)");
    private static final Pattern VERDICT =
            Pattern.compile("Reloaded server configuration|Failed to reload server configuration");
    private static final long SECONDS_TO_START = 20;
    private static final long SECONDS_TO_STOP = 5;

    private final Process process;
    private final Path config;
    private final LogText log = new LogText();
    private final CompletableFuture<Integer> clientPort = new CompletableFuture<>();
    private final CompletableFuture<Integer> monitorPort = new CompletableFuture<>();
    private boolean lameDuck;
    private final Thread reader = new Thread(this::readLog, "log of the server under test");

    private ServerProcess(Process process, Path config) {
        this.process = process;
        this.config = config;
        reader.setDaemon(true);
    }

    /** Starts {@code executable -c FILE} and waits until it listens. */
    static ServerProcess start(String executable, String configText) {
        try {
            Path config = Files.createTempFile("server-under-test", ".conf");
            Files.writeString(config, configText);
            Process process = new ProcessBuilder(executable, "-c", config.toString())
                    .redirectErrorStream(true)
                    .start();
            ServerProcess server = new ServerProcess(process, config);
            server.reader.start();
            server.await(server.clientPort);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(executable + " could not be started", e);
        }
    }

    @Override
    public int port() {
        return await(clientPort);
    }

    @Override
    public int monitorPort() {
        return await(monitorPort);
    }

    @Override
    public String log() {
        return log.toString();
    }

    @Override
    public void reload(String configText) {
        long before = verdicts();
        try {
            Files.writeString(config, configText);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        signal("HUP");
        Eventually.isTrue("a verdict on the reload", () -> verdicts() > before);
    }

    private long verdicts() {
        return VERDICT.matcher(log()).results().count();
    }

    @Override
    public void enterLameDuckMode() {
        lameDuck = true;
        signal("USR2");
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void awaitEnd() {
        try {
            if (!process.waitFor(SECONDS_TO_START, TimeUnit.SECONDS)) {
                throw new AssertionError("the server has not ended:\n" + log);
            }
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (lameDuck) {
            // It ignores any other signal.
            process.destroyForcibly();
        }
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.line(line);
                notePort(line);
            }
        } catch (IOException e) {
            log.line("(log ends: " + e + ")");
        }
        IllegalStateException ended = new IllegalStateException("the server has ended:\n" + log);
        clientPort.completeExceptionally(ended);
        monitorPort.completeExceptionally(ended);
    }

    private void notePort(String line) {
        Matcher matcher = PORT_LINE.matcher(line);
        if (!matcher.find()) {
            return;
        }
        if (matcher.group(1) != null) {
            clientPort.complete(Integer.valueOf(matcher.group(1)));
        } else {
            monitorPort.complete(Integer.valueOf(matcher.group(2)));
        }
    }

    private int await(CompletableFuture<Integer> port) {
        try {
            return port.get(SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            close();
            throw new IllegalStateException("no port logged within " + SECONDS_TO_START + " s:\n" + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
