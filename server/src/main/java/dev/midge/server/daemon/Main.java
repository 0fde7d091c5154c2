package dev.midge.server.daemon;

import dev.midge.server.Version;
import dev.midge.server.config.CommandLineOverrides;
import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Configuration;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.flag.FlagException;
import dev.midge.server.tool.HealthCheck;
import dev.midge.server.tool.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The daemon: {@code nats-server [options]}; and in its place, when the first argument names one, a tool.
 *
 * <p>Everything here runs before the port is open, so it is plain code: no regular expressions, no reflection, no
 * formatting. Once the server is ready this thread waits for good; a signal ends the process.
 */
public final class Main {

    private static final int OK = 0;
    private static final int FAILED = 1;

    /** The server runs: the process ends by a signal. */
    private static final int RUNNING = -1;

    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && isTool(arguments[0])) {
            exit(Tool.run(arguments));
        }
        launch(arguments);
        waitForSignal();
    }

    /** Asked here, so that a server does not load what it never runs; nor does a tool take the name of a server. */
    private static boolean isTool(String argument) {
        return argument.equals(Tool.NK) || argument.equals(Tool.PASSWD);
    }

    /** As {@link #main}, but returns when the server is ready; ends the process where that is what was asked for. */
    static void launch(String[] arguments) {
        prepareJvm();
        int status = run(arguments);
        if (status != RUNNING) {
            exit(status);
        }
    }

    /** The threads of a server are daemons, for the sake of those who embed it; this one keeps the process alive. */
    private static void waitForSignal() {
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
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
        // Seconds; without them a few clients that never finish their request keep the monitoring from everybody.
        setDefault("sun.net.httpserver.maxReqTime", "10");
        setDefault("sun.net.httpserver.maxRspTime", "30");
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
            case NEW_KEY -> newKey(line);
            case HEALTH_CHECK -> arguments.length == 1 ? checkContainer() : configure(line, line.action());
            case CHECK, RUN -> configure(line, line.action());
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

    private static int newKey(CommandLine line) {
        return line.refusal() != null ? refuse(line.refusal()) : Tool.newKey(line.newKey());
    }

    private static int configure(CommandLine line, CommandLine.Action action) {
        String refusal = line.refusal();
        if (refusal != null) {
            return refuse(refusal);
        }
        try {
            CommandLineOverrides overrides = StartOptions.overrides(line);
            Configuration file = readFile(line.configFile(), overrides);
            return switch (action) {
                case CHECK -> check(line.configFile(), file);
                case HEALTH_CHECK -> checkHealth(file.options(overrides));
                default -> run(line, file, overrides);
            };
        } catch (ConfigException e) {
            return refuse(e.text());
        }
    }

    private static Configuration readFile(@Nullable String path, CommandLineOverrides overrides)
            throws ConfigException {
        return path == null ? Configuration.none() : Configuration.parseFile(path, System.getenv(), overrides);
    }

    /** {@code -t} looks at the file alone; whether its settings go together is seen at a real start, as in nats-server. */
    private static int check(@Nullable String path, Configuration file) {
        if (path == null) {
            return refuse("must specify [-c, --config] option to check configuration file syntax");
        }
        if (!file.warnings().isEmpty()) {
            return refuse(file.warningText());
        }
        System.err.println("nats-server: configuration file " + path + " is valid (" + file.digest() + ")");
        return OK;
    }

    /** The flags of the server that the container runs, read as if they stood here. */
    private static int checkContainer() {
        List<String> theirs = HealthCheck.argumentsOfContainer();
        try {
            return configure(CommandLine.parse(theirs.toArray(new String[0])), CommandLine.Action.HEALTH_CHECK);
        } catch (FlagException e) {
            return refuse(String.valueOf(e.getMessage()));
        }
    }

    private static int checkHealth(ServerOptions options) {
        String fault = HealthCheck.fault(options.host(), options.port());
        return fault == null ? OK : refuse(fault);
    }

    private static int run(CommandLine line, Configuration file, CommandLineOverrides overrides)
            throws ConfigException {
        System.err.print(file.warningText());
        boolean ignoreUnsupported = file.ignoresUnsupported(overrides);
        String unsupported = line.unsupported(file, ignoreUnsupported);
        if (unsupported != null) {
            return refuse(unsupported);
        }
        ConfigSource source = new ConfigSource(line.configFile(), overrides);
        ServerOptions options = source.options(file);
        List<String> notices = new ArrayList<>(file.notices());
        List<String> ignored = line.ignored(ignoreUnsupported);
        if (!ignored.isEmpty()) {
            notices.add("Flags without effect in this server: " + String.join(", ", ignored));
        }
        return start(source, options, notices);
    }

    private static int start(ConfigSource source, ServerOptions options, List<String> notices) {
        NettyLog.install();
        DaemonLog log;
        try {
            log = DaemonLog.open(options);
        } catch (IOException e) {
            System.err.println(
                    DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").format(LocalDateTime.now(ZoneId.systemDefault()))
                            + ' '
                            + e.getMessage());
            return FAILED;
        }
        NettyLog.writeTo(log.log());
        Daemon daemon = new Daemon(source, options, log, notices);
        if (!daemon.start()) {
            log.log().close();
            return FAILED;
        }
        return RUNNING;
    }
}
