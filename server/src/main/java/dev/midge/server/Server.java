package dev.midge.server;

import dev.midge.auth.AuthenticatorFactory;
import dev.midge.auth.MethodFigures;
import dev.midge.auth.Plugin;
import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Configuration;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.log.ServerLog;
import dev.midge.server.log.TracedPayload;
import dev.midge.server.net.EventLoops;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A NATS server, from its options to its end.
 *
 * <p>Built from options or a configuration text, started once, closed once. Any number of servers can run in one JVM; each
 * has its own threads, log and accounts, and {@link #close} leaves none of them behind.
 *
 * <pre>{@code
 * try (Server server = Server.builder().config("port: -1").build()) {
 *     server.start();
 *     connectTo("nats://127.0.0.1:" + server.clientPort());
 * }
 * }</pre>
 *
 * <p>Threads: {@link #start} and {@link #close} from any one; the accessors from any, after start.
 */
public final class Server implements AutoCloseable {

    private final ServerOptions options;
    private final ServerLog log;
    private final boolean ownsLog;
    private final StartupLog startup;
    private final ServerIdentity identity;
    private final ServerPlugins plugins;
    private final HostProcess process;

    /** Held by the one reload that is under way. */
    private final Object reloading = new Object();

    private @Nullable RunningServer running;
    private boolean closed;

    Server(Builder builder, HostProcess process) {
        ServerLog given = builder.log;
        this.options = builder.options;
        this.plugins = new ServerPlugins(builder.plugged, builder.available, builder.pluginFolder);
        this.log = given == null ? ServerLog.toSlf4j("dev.midge.server") : given;
        this.ownsLog = given == null;
        log.payloads(new TracedPayload(options.maxTracedMsgLen(), options.traceHeaders()));
        this.startup = new StartupLog(log, options);
        this.identity = ServerIdentity.create(options.serverName());
        this.process = process;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Listens and returns when clients are answered.
     *
     * @throws ServerStartException when the server cannot run, for instance because the port is taken
     * @throws IllegalStateException when it was started or closed before
     */
    public synchronized void start() throws ServerStartException {
        if (running != null || closed) {
            throw new IllegalStateException("server: " + (closed ? "closed" : "running") + " (expected: new)");
        }
        validate();
        EventLoops loops = new EventLoops(options.eventLoops(), "midge-loop", ConnectionSettings.sweepNanos(options));
        try {
            startup.begin(identity.name(), identity.id());
            process.beforeListening();
            startup.accounts();
            running = RunningServer.start(options, log, identity, plugins, loops, startup);
        } finally {
            if (running == null) {
                loops.close();
            }
        }
        startup.listening(options.host(), clientPort());
        startup.proxies();
        startup.ready();
    }

    private void validate() throws ServerStartException {
        try {
            options.validate();
        } catch (ConfigException e) {
            throw new ServerStartException(e.text(), e);
        }
    }

    /**
     * Exchanges the options of the running server for others, as {@code nats-server --signal reload} does with those of its
     * file: who may connect, limits, the log and more. Clients stay connected where the options allow it; they are judged
     * again with the credentials that they came with, lose subscriptions that they may not have any more, and are closed
     * when they would not be let in. New clients wait meanwhile. A port of -1 keeps the port.
     *
     * <p>Returns when the options are in force and clients have been judged; where passwords have to be computed for that,
     * two seconds later at the latest, and the rest follows. Reloads wait for each other. Threads: any but an event loop,
     * for which this waits, so not for use in a plug-in that is asked there.
     *
     * @throws ServerReloadException when the options do not fit together, when one has changed that takes a restart, or when
     *     an authenticator cannot be made; nothing has changed then
     * @throws IllegalStateException when the server is not running
     */
    public void reload(ServerOptions changed) throws ServerReloadException {
        synchronized (reloading) {
            new Reload(started(), log, changed, process).run();
        }
    }

    /** The port that clients connect to; the real one when the options say -1. */
    public int clientPort() {
        return started().clientPort();
    }

    /** The port of the monitoring endpoint, 0 when there is none. */
    public int monitorPort() {
        return started().monitorPort();
    }

    /** Whether clients can connect: from the start on until it is closed or in lame duck mode. */
    public synchronized boolean isAccepting() {
        return running != null && running.isAccepting();
    }

    /** The server's public key, which INFO and monitoring name it by. */
    public String id() {
        return identity.id();
    }

    /** What each method of authentication has answered so far, in the order in which they are asked. */
    public List<MethodFigures> authenticationFigures() {
        return started().authentication().figures();
    }

    /**
     * The clients that are connected now, in the order in which they came; one that has not sent CONNECT yet has no name
     * and no user. Waits for the event loops, so not for use on one of them, in a plug-in for example.
     *
     * @throws IllegalStateException when the server is not running, or does not answer within five seconds
     */
    public List<ConnectedClient> connections() {
        return clients().all();
    }

    /**
     * Closes the connection with that number, without a word to the client, which sees it end. Threads and errors as with
     * {@link #connections}.
     *
     * @return false when there is none
     */
    public boolean disconnect(long connectionId) {
        return clients().disconnect(Set.of(connectionId)) > 0;
    }

    /**
     * Closes the connections of every client that is chosen, as {@link #disconnect(long)} does.
     *
     * @return how many there were
     */
    public int disconnect(Predicate<ConnectedClient> chosen) {
        return clients().disconnect(chosen);
    }

    private Clients clients() {
        return new Clients(started().connections());
    }

    private synchronized RunningServer started() {
        RunningServer now = running;
        if (now == null) {
            throw new IllegalStateException("server: not running (expected: started)");
        }
        return now;
    }

    /**
     * Lets the clients go one by one, and closes the server when the last has gone: no client is accepted any more, those
     * that understand it are told, and after {@code lame_duck_grace_period} all are closed over the rest of {@code
     * lame_duck_duration}. Returns when the server is closed, which {@link #close} brings about at any time, and so does
     * an interruption.
     *
     * @return false, at once, when the server is not running, or is in lame duck mode already
     */
    public boolean lameDuckShutdown() {
        return lameDuckShutdown(Runnable::run);
    }

    /**
     * As {@link #lameDuckShutdown()}, but the executor does what takes its time: when it has a thread of its own for that,
     * this returns as soon as no client is accepted any more.
     */
    public boolean lameDuckShutdown(Executor rest) {
        LameDuck duck = enterLameDuckMode();
        if (duck == null) {
            return false;
        }
        rest.execute(() -> {
            duck.run();
            close();
        });
        return true;
    }

    private synchronized @Nullable LameDuck enterLameDuckMode() {
        return running == null ? null : running.enterLameDuckMode();
    }

    /** Closes every connection without a word, ends all threads, and returns when that is done; again is harmless. */
    @Override
    public synchronized void close() {
        RunningServer now = running;
        running = null;
        closed = true;
        if (now == null) {
            return;
        }
        now.close();
        if (ownsLog) {
            log.close();
        }
    }

    /** Collects what a server is made from. */
    public static final class Builder {

        private ServerOptions options = ServerOptions.builder().build();

        /** Null until given: asking SLF4J for a logger starts the logging of the application. */
        private @Nullable ServerLog log;

        private final List<Plugin> plugged = new ArrayList<>();
        private final List<AuthenticatorFactory> available = new ArrayList<>();
        private @Nullable Path pluginFolder;

        private Builder() {}

        /**
         * Adds an authenticator of somebody's own, which is asked before everything that is configured, in the order of
         * these calls. What it grants or denies is final; what is not its own goes to the next.
         */
        public Builder authenticator(AuthenticatorFactory factory, Map<String, Object> settings) {
            return plugin(Plugin.of(factory).settings(settings).build());
        }

        /** Adds an authenticator of somebody's own, with its order and timeout. */
        public Builder plugin(Plugin value) {
            plugged.add(value);
            return this;
        }

        /** Makes an authenticator known, which is used when {@code authorization.plugins} of the options names it. */
        public Builder availablePlugin(AuthenticatorFactory factory) {
            available.add(factory);
            return this;
        }

        /**
         * Where plug-ins are looked for that {@code authorization.plugins} names and that are not on the class path: their
         * jars stand in a directory of that name in this one.
         */
        public Builder pluginFolder(Path value) {
            pluginFolder = value;
            return this;
        }

        public Builder options(ServerOptions value) {
            options = value;
            return this;
        }

        /**
         * Takes the options from the text of a configuration file, as {@code nats-server -c} would.
         *
         * @throws ConfigException with every error of the text
         */
        public Builder config(String text) throws ConfigException {
            return options(Configuration.parseText(text, System.getenv()).options());
        }

        /** Where the server logs to; whoever gives it closes it. Without one it logs to SLF4J. */
        public Builder log(ServerLog value) {
            log = value;
            return this;
        }

        public Server build() {
            return new Server(this, HostProcess.NONE);
        }
    }
}
