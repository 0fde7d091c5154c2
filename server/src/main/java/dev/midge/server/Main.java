package dev.midge.server;

import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.LogSettings;
import dev.midge.server.log.ServerLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * The daemon: {@code nats-server [options]}.
 *
 * <p>Everything here runs before the port is open, so it is plain code: no regular expressions, no reflection, no
 * formatting. The threads of the server keep the JVM alive once {@link #main} has returned.
 */
public final class Main {

    private static final int OK = 0;
    private static final int FAILED = 1;

    /** The server runs: the process ends by a signal. */
    private static final int RUNNING = -1;

    private Main() {}

    public static void main(String[] arguments) {
        prepareJvm();
        int status = run(arguments);
        if (status != RUNNING) {
            exit(status);
        }
    }

    private static void exit(int status) {
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }

    /** The launcher passes these too; here they serve {@code java -jar} and must be set before Netty is loaded. */
    private static void prepareJvm() {
        setDefault("io.netty.jfr.enabled", "false");
        setDefault("io.netty.leakDetection.level", "disabled");
        setDefault("io.netty.machineId", "02:00:00:ff:fe:00:00:01");
        setDefault("io.netty.processId", "1");
        nameProcess();
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** {@code pgrep nats-server}, which {@code --signal} and others use, must not see the name {@code java}. */
    private static void nameProcess() {
        try {
            Files.write(Path.of("/proc/self/comm"), "nats-server".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // Not Linux, or /proc is not writable: the process keeps the name java.
        }
    }

    private static int run(String[] arguments) {
        CommandLine line;
        try {
            line = CommandLine.parse(arguments);
        } catch (FlagException e) {
            System.err.println(e.getMessage());
            System.out.println(Usage.TEXT);
            return OK;
        }
        return switch (line.action()) {
            case SHOW_VERSION -> show("nats-server: v" + Version.NATS);
            case SHOW_HELP -> show(Usage.TEXT);
            case SHOW_TLS_HELP -> show(Usage.TLS_TEXT);
            case SIGNAL -> signal(line);
            case CHECK, RUN -> configure(line);
        };
    }

    private static int show(String text) {
        System.out.println(text);
        return OK;
    }

    private static int refuse(String text) {
        System.err.println("nats-server: " + text);
        return FAILED;
    }

    private static int signal(CommandLine line) {
        if (line.refusal() != null) {
            return refuse(line.refusal());
        }
        String failure = new SignalCommand(new LocalProcesses()).run(line.signal());
        return failure == null ? OK : refuse(failure);
    }

    private static int configure(CommandLine line) {
        String refusal = line.refusal();
        if (refusal != null) {
            return refuse(refusal);
        }
        ServerOptions options = StartOptions.load(line);
        String unsupported = line.unsupported();
        return unsupported == null ? start(line, options) : refuse(unsupported);
    }

    private static int start(CommandLine line, ServerOptions options) {
        ServerLog log;
        try {
            log = ServerLog.forDaemon(new LogSettings(
                    options.logFile(), options.logtime(), options.logtimeUtc(), options.debug(), options.trace()));
        } catch (IOException e) {
            System.err.println(
                    DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").format(LocalDateTime.now(ZoneId.systemDefault()))
                            + " error opening file: " + e.getMessage());
            return FAILED;
        }
        NettyLog.install(log);
        Daemon daemon = new Daemon(options, log);
        if (!daemon.start(line.ignored())) {
            log.close();
            return FAILED;
        }
        return RUNNING;
    }
}
