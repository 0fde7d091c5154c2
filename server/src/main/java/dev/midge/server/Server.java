package dev.midge.server;

import dev.midge.auth.AccountEntry;
import dev.midge.auth.AuthRuntime;
import dev.midge.auth.AuthenticatorChain;
import dev.midge.auth.AuthenticatorFactory;
import dev.midge.auth.MethodFigures;
import dev.midge.auth.Plugin;
import dev.midge.protocol.ServerInfo;
import dev.midge.server.account.Accounts;
import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Configuration;
import dev.midge.server.config.OptionChanges;
import dev.midge.server.config.PluginEntry;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.ConnectionFilter;
import dev.midge.server.connection.ConnectionLimits;
import dev.midge.server.connection.Connections;
import dev.midge.server.connection.Loop;
import dev.midge.server.connection.OpenConnection;
import dev.midge.server.connection.PeerAddress;
import dev.midge.server.event.ServerEvents;
import dev.midge.server.event.ServerHead;
import dev.midge.server.log.ServerLog;
import dev.midge.server.log.TracedPayload;
import dev.midge.server.monitor.Figures;
import dev.midge.server.monitor.MonitorServer;
import dev.midge.server.net.ClientListener;
import dev.midge.server.net.EventLoops;
import dev.midge.server.net.ListenAddress;
import dev.midge.server.plugin.PluginException;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A NATS server: composes all parts, owns nothing else.
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

    private static final long CLOSE_MILLIS = 2_000;
    private static final long ANSWER_MILLIS = 5_000;
    private static final Duration LONGEST_SWEEP = Duration.ofMillis(250);
    private static final Duration SHORTEST_SWEEP = Duration.ofMillis(10);

    /** With less than that no connection could have a backlog. */
    private static final long LEAST_BUDGET = 16L * 1024 * 1024;

    private volatile ServerOptions options;
    private final ServerLog log;
    private final boolean ownsLog;
    private final StartupLog startup;
    private final ServerIdentity identity;
    private final Accounts accounts;
    /** Drawn once, so that a reload does not turn it into somebody else. */
    private final CompanionUser companion = new CompanionUser();

    private final ServerPlugins plugins;

    /** Held by the one reload that is under way. */
    private final Object reloading = new Object();

    /** Read by authenticators that want identities looked at again; null before there is anybody. */
    private volatile @Nullable Connections allConnections;

    private @Nullable Running running;
    private boolean closed;
    private volatile @Nullable LameDuck lameDuck;

    /** What exists between start and close. */
    private record Running(
            EventLoops loops,
            AuthenticatorChain authentication,
            ClientListener listener,
            Connections connections,
            @Nullable ServerEvents events,
            @Nullable Figures figures,
            @Nullable MonitorServer monitor) {

        Running with(AuthenticatorChain chain) {
            return new Running(loops, chain, listener, connections, events, figures, monitor);
        }
    }

    /** What is done when the log says what starts, and no port is open yet. */
    interface BeforeListening {

        void beforeListening() throws ServerStartException;
    }

    private Server(Builder builder) {
        ServerLog given = builder.log;
        this.options = builder.options;
        this.accounts = accounts(options);
        this.plugins = new ServerPlugins(builder.plugged, builder.available, builder.pluginFolder);
        this.log = given == null ? ServerLog.toSlf4j("dev.midge.server") : given;
        this.ownsLog = given == null;
        log.payloads(new TracedPayload(options.maxTracedMsgLen(), options.traceHeaders()));
        this.startup = new StartupLog(log, options);
        this.identity = ServerIdentity.create();
    }

    public static Builder builder() {
        return new Builder();
    }

    private static Accounts accounts(ServerOptions options) {
        Accounts accounts = new Accounts(options.systemAccount());
        for (AccountEntry entry : options.auth().accounts()) {
            accounts.named(entry.name()).maxConnections(entry.maxConnections());
        }
        return accounts;
    }

    /**
     * Listens and returns when clients are answered.
     *
     * @throws ServerStartException when the server cannot run, for instance because the port is taken
     * @throws IllegalStateException when it was started or closed before
     */
    public void start() throws ServerStartException {
        start(null);
    }

    /** As {@link #start()}, with something for the process to do after the first lines of the log. */
    synchronized void start(@Nullable BeforeListening step) throws ServerStartException {
        if (running != null || closed) {
            throw new IllegalStateException("server: " + (closed ? "closed" : "running") + " (expected: new)");
        }
        validate();
        EventLoops loops = new EventLoops(options.eventLoops(), "midge-loop", sweepNanos());
        try {
            startup.begin(name(), identity.id());
            if (step != null) {
                step.beforeListening();
            }
            startup.accounts();
            running = startOn(loops);
        } finally {
            if (running == null) {
                loops.close();
                plugins.close(log);
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

    /** Binds first, so that clients may come while the rest is made: they wait in the backlog. */
    private Running startOn(EventLoops loops) throws ServerStartException {
        ClientListener listener = listen(loops);
        try {
            return composeOn(loops, listener);
        } catch (ServerStartException | RuntimeException e) {
            listener.close();
            listener.release();
            throw e;
        }
    }

    private Running composeOn(EventLoops loops, ClientListener listener) throws ServerStartException {
        AuthenticatorChain authentication = authentication();
        try {
            return composeOn(loops, listener, authentication);
        } catch (ServerStartException | RuntimeException e) {
            authentication.close();
            throw e;
        }
    }

    private Running composeOn(EventLoops loops, ClientListener listener, AuthenticatorChain authentication)
            throws ServerStartException {
        Advertised advertised = Advertised.of(options.clientAdvertise(), options.host(), listener.port());
        Connections connections = new Connections(
                log,
                accounts,
                authentication,
                Clock.systemUTC(),
                loops.loops().toArray(new Loop[0]),
                limits(),
                info(authentication, advertised),
                pendingBudget(),
                retainedBudget(),
                // Only monitoring can ask for them.
                options.httpPort() == 0 ? 0 : options.maxClosedClients());
        connections.idsTaken(options.internalClients());
        ServerEvents events = events(connections, advertised);
        if (events != null) {
            connections.listener(events);
        }
        allConnections = connections;
        Figures figures = options.httpPort() == 0 ? null : figures(authentication, connections, advertised);
        MonitorServer monitor = figures == null ? null : monitor(figures);
        listener.accept(connections);
        return new Running(loops, authentication, listener, connections, events, figures, monitor);
    }

    /** Null when there is no system account to tell of anything. */
    private @Nullable ServerEvents events(Connections connections, Advertised address) {
        String system = accounts.systemName();
        if (system == null) {
            return null;
        }
        ServerHead head = new ServerHead(
                name(), address.host(), identity.id(), Version.NATS, options.serverTags(), options.serverMetadata());
        return new ServerEvents(head, accounts.named(system), connections.publisher());
    }

    private AuthenticatorChain authentication() throws ServerStartException {
        AuthRuntime.Builder runtime = AuthRuntime.builder().debugLog(log::debug).invalidations((affected, reason) -> {
            Connections now = allConnections;
            if (now != null) {
                now.invalidate(affected, reason);
            }
        });
        runtime.warnings(log::warn);
        try {
            plugins.with(options.plugins()).forEach(runtime::plugin);
            options.plugins().forEach(startup::plugin);
            return AuthenticatorChain.create(companion.beside(options), runtime.build());
        } catch (PluginException | RuntimeException e) {
            throw new ServerStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private Figures figures(AuthenticatorChain authentication, Connections connections, Advertised address) {
        Instant now = Instant.now();
        return new Figures(
                new Figures.Host(identity.id(), name(), Version.NATS, runtime(), address.host(), address.port(), now),
                connections,
                accounts,
                new Figures.Settings(options, authentication, now));
    }

    private MonitorServer monitor(Figures figures) throws ServerStartException {
        try {
            MonitorServer monitor = listenForMonitoring(figures);
            startup.monitoring(options.httpHost(), monitor.port());
            return monitor;
        } catch (IOException e) {
            throw new ServerStartException(
                    "Can't start monitoring: can't listen to the monitor port: " + e.getMessage(), e);
        }
    }

    private MonitorServer listenForMonitoring(Figures figures) throws IOException {
        InetSocketAddress address = ListenAddress.of(options.httpHost(), options.httpPort());
        try {
            return new MonitorServer(options.httpHost(), options.httpPort(), options.httpBasePath(), figures);
        } catch (IOException e) {
            throw new IOException(ListenAddress.refusal(address, e), e);
        }
    }

    private static String runtime() {
        return "java" + Runtime.version().feature();
    }

    private ClientListener listen(EventLoops loops) throws ServerStartException {
        try {
            return new ClientListener(loops, options.host(), options.port(), options.proxyProtocol());
        } catch (ClientListener.BindException e) {
            int port = options.port() == -1 ? 0 : options.port();
            String address = PeerAddress.hostAndPort(options.host(), port);
            throw new ServerStartException("Error listening on port: " + address + ", \"" + e.getMessage() + '"', e);
        }
    }

    private String name() {
        String configured = options.serverName();
        return configured == null ? identity.id() : configured;
    }

    private ServerInfo info(AuthenticatorChain authentication, Advertised advertised) {
        return ServerInfo.builder()
                .identity(identity.id(), name(), identity.xkey())
                .version(Version.NATS, runtime())
                .address(advertised.host(), advertised.port())
                .headers(!options.noHeaderSupport())
                .authRequired(authentication.advertisesAuthRequired(), authentication.authenticationRequired())
                .build();
    }

    private ConnectionLimits limits() {
        return new ConnectionLimits(
                !options.noHeaderSupport(),
                options.maxControlLine(),
                options.maxPayload(),
                options.maxPending(),
                options.maxConnections(),
                options.maxSubscriptions() == -1 ? 0 : options.maxSubscriptions(),
                options.maxSubscriptionTokens(),
                options.pingInterval().toNanos(),
                options.pingMax(),
                options.writeDeadline().toNanos(),
                options.writeTimeout().equals("retry"),
                options.noFastProducerStall(),
                options.authTimeout().toNanos());
    }

    /** Timers are looked at often enough for the shortest of them to be a tenth late at most. */
    private long sweepNanos() {
        Duration shortest = options.pingInterval();
        if (options.authTimeout().compareTo(shortest) < 0) {
            shortest = options.authTimeout();
        }
        if (options.writeDeadline().compareTo(shortest) < 0) {
            shortest = options.writeDeadline();
        }
        long nanos = shortest.toNanos() / 8;
        return Math.max(SHORTEST_SWEEP.toNanos(), Math.min(LONGEST_SWEEP.toNanos(), nanos));
    }

    /** Half of the direct memory: the other half is for Netty, read buffers and fragmentation. */
    private static long pendingBudget() {
        return Math.max(LEAST_BUDGET, PlatformDependent.maxDirectMemory() / 2);
    }

    /** Half of the heap: the other half is for all that does not depend on what clients hold, and for the collector. */
    private static long retainedBudget() {
        return Runtime.getRuntime().maxMemory() / 2;
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
        reload(changed, ReloadSteps.NONE);
    }

    /** As {@link #reload(ServerOptions)}, with what the process around the server does for its part. */
    void reload(ServerOptions changed, ReloadSteps process) throws ServerReloadException {
        synchronized (reloading) {
            Running now = started();
            OptionChanges changes = changes(changed, now.listener.port());
            Advertised advertised = Advertised.reloaded(changed.clientAdvertise(), changed.host(), now.listener.port());
            AuthenticatorChain next = successor(now.authentication, changed);
            try {
                process.prepare(changes, changed);
                replace(now, next);
            } catch (ServerReloadException | RuntimeException e) {
                process.abandon();
                next.closeBefore(now.authentication);
                throw e;
            }
            Reload reload = new Reload(log, now.connections, accounts, options, changed);
            List<PluginEntry> oldPlugins = options.plugins();
            options = changed;
            now.listener.pause();
            CompletableFuture<Void> judged = new CompletableFuture<>();
            var unused = judged.whenComplete((nothing, failure) -> now.authentication.closeAfter(next));
            try {
                carryOut(reload, changes, now, next, advertised, process, judged);
                tellPlugins(oldPlugins);
                String digest = changed.configDigest();
                log.info("Reloaded server configuration" + (digest == null ? "" : " (" + digest + ")"));
            } catch (RejectedExecutionException e) {
                judged.completeExceptionally(e);
                throw new IllegalStateException("server: closed while it reloads", e);
            } catch (RuntimeException e) {
                judged.completeExceptionally(e);
                throw e;
            } finally {
                now.listener.resume();
            }
        }
    }

    private void tellPlugins(List<PluginEntry> before) {
        for (PluginEntry entry : options.plugins()) {
            if (!before.contains(entry)) {
                startup.plugin(entry);
            }
        }
    }

    private OptionChanges changes(ServerOptions changed, int clientPort) throws ServerReloadException {
        try {
            changed.validate();
            return OptionChanges.between(options, changed, clientPort);
        } catch (ConfigException e) {
            throw new ServerReloadException(e.text(), e);
        }
    }

    private AuthenticatorChain successor(AuthenticatorChain current, ServerOptions changed)
            throws ServerReloadException {
        try {
            return current.successor(companion.beside(changed), plugins.with(changed.plugins()));
        } catch (PluginException | RuntimeException e) {
            throw new ServerReloadException(String.valueOf(e.getMessage()), e);
        }
    }

    /** From here on the end of the server closes the new chain; whoever is asked is decided a little later. */
    private synchronized void replace(Running now, AuthenticatorChain next) {
        if (!now.equals(running)) {
            throw new IllegalStateException("server: closed (expected: running)");
        }
        running = now.with(next);
    }

    private void carryOut(
            Reload reload,
            OptionChanges changes,
            Running before,
            AuthenticatorChain next,
            Advertised advertised,
            ReloadSteps process,
            CompletableFuture<Void> judged) {
        Connections connections = before.connections;
        connections.limits(limits());
        connections.sweepEvery(sweepNanos());
        reload.apply(changes, process);
        reload.changeAccounts();
        if (before.events != null) {
            before.events.mark(options.serverTags(), options.serverMetadata());
        }
        connections.info(info(next, advertised));
        connections.authentication(next);
        reload.recheck(judged);
        reload.removeAccounts();
        plugins.retain(options.plugins());
        if (before.figures != null) {
            before.figures.settings(new Figures.Settings(options, next, Instant.now()));
        }
    }

    /** The port that clients connect to; the real one when the options say -1. */
    public int clientPort() {
        return started().listener.port();
    }

    /** The port of the monitoring endpoint, 0 when there is none. */
    public int monitorPort() {
        MonitorServer monitor = started().monitor;
        return monitor == null ? 0 : monitor.port();
    }

    /** Whether clients can connect: from the start on until it is closed or in lame duck mode. */
    public synchronized boolean isAccepting() {
        return running != null && lameDuck == null;
    }

    /** The server's public key, which INFO and monitoring name it by. */
    public String id() {
        return identity.id();
    }

    /** What each method of authentication has answered so far, in the order in which they are asked. */
    public List<MethodFigures> authenticationFigures() {
        return started().authentication.figures();
    }

    /**
     * The clients that are connected now, in the order in which they came; one that has not sent CONNECT yet has no name
     * and no user. Waits for the event loops, so not for use on one of them, in a plug-in for example.
     *
     * @throws IllegalStateException when the server is not running, or does not answer within five seconds
     */
    public List<ConnectedClient> connections() {
        ConnectionFilter every = new ConnectionFilter(null, "", 0, true);
        List<ConnectedClient> clients = new ArrayList<>();
        for (OpenConnection open :
                await(started().connections.openConnections(every)).wanted()) {
            clients.add(ConnectedClient.of(open));
        }
        clients.sort(Comparator.comparingLong(ConnectedClient::id));
        return List.copyOf(clients);
    }

    /**
     * Closes the connection with that number, without a word to the client, which sees it end. Threads and errors as with
     * {@link #connections}.
     *
     * @return false when there is none
     */
    public boolean disconnect(long connectionId) {
        return await(started().connections.kick(Set.of(connectionId))) > 0;
    }

    /**
     * Closes the connections of every client that is chosen, as {@link #disconnect(long)} does.
     *
     * @return how many there were
     */
    public int disconnect(Predicate<ConnectedClient> chosen) {
        Set<Long> ids = new HashSet<>();
        for (ConnectedClient client : connections()) {
            if (chosen.test(client)) {
                ids.add(client.id());
            }
        }
        return await(started().connections.kick(ids));
    }

    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("server: the event loops do not answer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("server: interrupted while it was asked", interrupted);
        }
    }

    private synchronized Running started() {
        Running now = running;
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
        rest.execute(() -> letGo(duck));
        return true;
    }

    private void letGo(LameDuck duck) {
        try {
            duck.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException closedMeanwhile) {
            log.debug("Lame duck mode was cut short: " + closedMeanwhile);
        }
        close();
    }

    private synchronized @Nullable LameDuck enterLameDuckMode() {
        Running now = running;
        if (now == null || lameDuck != null) {
            return null;
        }
        log.info("Entering lame duck mode, stop accepting new clients");
        LameDuck duck = new LameDuck(log, now.connections, options.lameDuckDuration(), options.lameDuckGracePeriod());
        lameDuck = duck;
        now.connections.noMoreClients();
        now.listener.close();
        if (now.events != null) {
            now.events.lameDuckMode();
        }
        return duck;
    }

    boolean inLameDuckMode() {
        return lameDuck != null;
    }

    /** Closes every connection without a word, ends all threads, and returns when that is done; again is harmless. */
    @Override
    public void close() {
        LameDuck duck = lameDuck;
        if (duck != null) {
            duck.stop();
        }
        closeNow();
    }

    private synchronized void closeNow() {
        Running now = running;
        running = null;
        closed = true;
        if (now == null) {
            return;
        }
        log.info("Initiating Shutdown...");
        now.listener.close();
        try {
            if (now.events != null) {
                now.events.shutdown(CLOSE_MILLIS);
            }
            now.connections.closeAll(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!inLameDuckMode()) {
            log.debug("Client accept loop exiting..");
        }
        if (now.events != null) {
            log.debug("SYSTEM - System connection closed: Client Closed");
        }
        if (now.monitor != null) {
            now.monitor.close();
        }
        now.authentication.close();
        plugins.close(log);
        now.loops.close();
        now.listener.release();
        log.info("Server Exiting..");
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
            return new Server(this);
        }
    }
}
