package dev.midge.server.daemon;

import dev.midge.server.HostProcess;
import dev.midge.server.Server;
import dev.midge.server.ServerReloadException;
import dev.midge.server.ServerStartException;
import dev.midge.server.config.OptionChange;
import dev.midge.server.config.Options;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.ServerLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One server and the process around it: signals, log, pid file, ports file, end.
 *
 * <p>Thread: {@link #start} on the main thread, the actions on signal threads, one at a time.
 */
final class Daemon implements Signals.Actions, HostProcess {

    private final ServerOptions options;
    private final ConfigSource source;
    private final DaemonLog daemonLog;
    private final ServerLog log;
    private final Server server;

    private final ProcessRecords records;
    private final List<String> notices;

    /** A signal asked to let the clients go; from then on the server accepts none, unless it was not running. */
    private volatile boolean retiring;

    /** Made by the first reload; of threads of signals, one at a time. */
    private @Nullable DaemonReload reload;

    /** {@code notices} are what was accepted without effect. */
    Daemon(ConfigSource source, ServerOptions options, DaemonLog daemonLog, List<String> notices) {
        this.options = options;
        this.log = daemonLog.log();
        if (options.httpPort() != 0) {
            limitHttp();
        }
        Server.Builder builder = Server.builder().options(options).log(log);
        if (!options.plugins().isEmpty()) {
            builder.pluginFolder(pluginFolder());
        }
        this.server = HostProcess.build(builder, this);
        this.records = new ProcessRecords(log, server);
        this.notices = List.copyOf(notices);
        this.source = source;
        this.daemonLog = daemonLog;
    }

    /**
     * Has monitoring end connections that are too slow: five seconds for a request, as in nats-server, two minutes for an
     * answer; and lets it have so many connections that file descriptors are left for clients. The HTTP server of the JDK
     * knows these as properties of the process only, which is why an embedded server leaves them alone. What the command line of the JVM says stays.
     */
    private static void limitHttp() {
        setUnlessGiven("sun.net.httpserver.maxReqTime", "5");
        setUnlessGiven("sun.net.httpserver.maxRspTime", "120");
        setUnlessGiven("jdk.httpserver.maxConnections", "512");
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Beside the jar that this process was started with. */
    private static Path pluginFolder() {
        Path jar = Path.of(System.getProperty("java.class.path")).toAbsolutePath();
        return jar.resolveSibling("plugins");
    }

    /** Logs what was accepted without effect, and starts. False if the server cannot run; the log says why. */
    boolean start() {
        new Signals(log, this).install();
        for (String notice : notices) {
            log.warn(notice);
        }
        try {
            server.start();
        } catch (ServerStartException e) {
            log.fatal(String.valueOf(e.getMessage()));
            return false;
        }
        records.writePorts(options);
        ClassArchive.remakeIfUnused(log);
        return true;
    }

    /** The pid file comes before the ports, as in nats-server. */
    @Override
    public void beforeListening() throws ServerStartException {
        try {
            records.writePid(options);
        } catch (IOException e) {
            throw new ServerStartException("Could not write pidfile: " + e.getMessage());
        }
    }

    /** nats-server ends when it cannot open the log file; here the reload is refused. */
    @Override
    public void prepare(ServerOptions now) throws ServerReloadException {
        try {
            daemonLog.prepare(now);
        } catch (IOException e) {
            throw new ServerReloadException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void abandon() {
        daemonLog.abandon();
    }

    @Override
    public void apply(OptionChange change, ServerOptions now) {
        if (change.option() == Options.PID_FILE) {
            try {
                records.writePid(now);
            } catch (IOException e) {
                log.error("Failed to write pidfile: " + e.getMessage());
            }
        } else if (change.option() == Options.PORTS_FILE_DIR) {
            records.deletePorts();
            records.writePorts(now);
        }
    }

    @Override
    public void switchLog() {
        daemonLog.commit();
    }

    @Override
    public void shutDown() {
        try {
            server.close();
            records.deletePorts();
        } catch (RuntimeException e) {
            log.error("Shutdown failed", e);
        } finally {
            log.close();
            // An exit would wait for threads in epoll; nothing is left to do that a halt leaves out.
            Runtime.getRuntime().halt(0);
        }
    }

    @Override
    public void reload() {
        DaemonReload now = reload == null ? new DaemonReload(source, log, server, notices) : reload;
        reload = now;
        now.run();
    }

    @Override
    public void reopenLog() {
        log.reopen();
    }

    /** A signal does not end what is ending in order. */
    @Override
    public void terminate() {
        boolean endsByItself = retiring && !server.isAccepting();
        if (!endsByItself) {
            shutDown();
        }
    }

    /** Takes minutes, so it has a thread of its own; other signals are handled meanwhile. */
    @Override
    public void retire() {
        new Thread(this::letClientsGo, "midge-lame-duck").start();
    }

    private void letClientsGo() {
        retiring = true;
        boolean ended = true;
        try {
            ended = server.lameDuckShutdown();
        } catch (RuntimeException e) {
            log.error("Lame duck mode failed", e);
        }
        if (ended) {
            shutDown();
        }
    }
}
