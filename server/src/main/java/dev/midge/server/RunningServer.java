package dev.midge.server;

import dev.midge.auth.AccountEntry;
import dev.midge.auth.AuthenticatorChain;
import dev.midge.server.account.Accounts;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.Connections;
import dev.midge.server.connection.Loop;
import dev.midge.server.connection.PeerAddress;
import dev.midge.server.event.ServerEvents;
import dev.midge.server.event.ServerHead;
import dev.midge.server.log.ServerLog;
import dev.midge.server.net.ClientListener;
import dev.midge.server.net.EventLoops;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * What exists between the start and the end of a server: makes the parts and joins them, and ends them in the right order.
 *
 * <p>Threads: that of the start, then one that reloads, one that ends the server, and any for what only asks.
 */
final class RunningServer {

    private static final long CLOSE_MILLIS = 2_000;

    private final ServerLog log;
    private final ServerIdentity identity;
    private final EventLoops loops;
    private final ClientListener listener;
    private final Accounts accounts;
    private final Authentication authentication;
    private final Connections connections;

    /** Null when there is no system account to tell of anything. */
    private final @Nullable ServerEvents events;

    /** Null when no port is configured for it. */
    private final @Nullable Monitoring monitoring;

    /** Those in force. */
    private volatile ServerOptions options;

    /** Null before lame duck mode; with the lock of the {@link Server} held. */
    private @Nullable LameDuck lameDuck;

    private RunningServer(
            ServerOptions options,
            ServerLog log,
            ServerIdentity identity,
            EventLoops loops,
            ClientListener listener,
            Authentication authentication,
            StartupLog startup)
            throws ServerStartException {
        this.options = options;
        this.log = log;
        this.identity = identity;
        this.loops = loops;
        this.listener = listener;
        this.authentication = authentication;
        this.accounts = accounts(options);
        AuthenticatorChain chain = authentication.chain();
        Advertised advertised = Advertised.of(options.clientAdvertise(), options.host(), listener.port());
        this.connections = new Connections(
                log,
                accounts,
                chain,
                Clock.systemUTC(),
                loops.loops().toArray(new Loop[0]),
                ConnectionSettings.limits(options),
                ConnectionSettings.info(options, identity, chain, advertised),
                ConnectionSettings.pendingBudget(),
                ConnectionSettings.retainedBudget(),
                // Only monitoring can ask for them.
                options.httpPort() == 0 ? 0 : options.maxClosedClients());
        connections.idsTaken(options.internalClients());
        this.events = events(advertised);
        if (events != null) {
            connections.listener(events);
        }
        authentication.judges(connections);
        if (options.httpPort() == 0) {
            this.monitoring = null;
        } else {
            this.monitoring = new Monitoring(options, identity, advertised, chain, connections, accounts);
            startup.monitoring(options.httpHost(), monitoring.port());
        }
    }

    /**
     * Listens, and answers clients. Binds first, so that clients may come while the rest is made: they wait in the backlog.
     *
     * @throws ServerStartException when the server cannot run; the loops are left to the caller then
     */
    static RunningServer start(
            ServerOptions options,
            ServerLog log,
            ServerIdentity identity,
            ServerPlugins plugins,
            EventLoops loops,
            StartupLog startup)
            throws ServerStartException {
        ClientListener listener = listen(loops, options);
        Authentication authentication = null;
        try {
            authentication = new Authentication(options, plugins, log, startup);
            RunningServer server = new RunningServer(options, log, identity, loops, listener, authentication, startup);
            listener.accept(server.connections);
            return server;
        } catch (ServerStartException | RuntimeException e) {
            if (authentication != null) {
                authentication.close();
            }
            listener.close();
            listener.release();
            throw e;
        }
    }

    private static ClientListener listen(EventLoops loops, ServerOptions options) throws ServerStartException {
        try {
            return new ClientListener(loops, options.host(), options.port(), options.proxyProtocol());
        } catch (ClientListener.BindException e) {
            int port = options.port() == -1 ? 0 : options.port();
            String address = PeerAddress.hostAndPort(options.host(), port);
            throw new ServerStartException("Error listening on port: " + address + ", \"" + e.getMessage() + '"', e);
        }
    }

    private static Accounts accounts(ServerOptions options) {
        Accounts accounts = new Accounts(options.systemAccount());
        for (AccountEntry entry : options.auth().accounts()) {
            accounts.named(entry.name()).maxConnections(entry.maxConnections());
        }
        return accounts;
    }

    private @Nullable ServerEvents events(Advertised address) {
        String system = accounts.systemName();
        if (system == null) {
            return null;
        }
        ServerHead head = new ServerHead(
                identity.name(),
                address.host(),
                identity.id(),
                Version.NATS,
                options.serverTags(),
                options.serverMetadata());
        return new ServerEvents(head, accounts.named(system), connections.publisher());
    }

    int clientPort() {
        return listener.port();
    }

    /** 0 when there is no monitoring. */
    int monitorPort() {
        return monitoring == null ? 0 : monitoring.port();
    }

    ClientListener listener() {
        return listener;
    }

    Accounts accounts() {
        return accounts;
    }

    Authentication authentication() {
        return authentication;
    }

    Connections connections() {
        return connections;
    }

    ServerOptions options() {
        return options;
    }

    /** Other options are in force; a reload has the parts follow. */
    void options(ServerOptions changed) {
        options = changed;
    }

    /** Has clients and events told what is so by the options in force. */
    void announce(AuthenticatorChain chain, Advertised advertised) {
        if (events != null) {
            events.mark(options.serverTags(), options.serverMetadata());
        }
        connections.info(ConnectionSettings.info(options, identity, chain, advertised));
    }

    /** Has monitoring report the options in force. */
    void report(AuthenticatorChain chain) {
        if (monitoring != null) {
            monitoring.reloaded(options, chain);
        }
    }

    boolean isAccepting() {
        return lameDuck == null;
    }

    /** Accepts nobody any more; whoever called has the clients let go. Null when that was so already. */
    @Nullable
    LameDuck enterLameDuckMode() {
        if (lameDuck != null) {
            return null;
        }
        log.info("Entering lame duck mode, stop accepting new clients");
        LameDuck duck = new LameDuck(log, connections, options.lameDuckDuration(), options.lameDuckGracePeriod());
        lameDuck = duck;
        connections.noMoreClients();
        listener.close();
        if (events != null) {
            events.lameDuckMode();
        }
        return duck;
    }

    /** Closes every connection without a word, and ends all threads. */
    void close() {
        LameDuck duck = lameDuck;
        if (duck != null) {
            duck.stop();
        }
        log.info("Initiating Shutdown...");
        listener.close();
        closeConnections();
        if (duck == null) {
            log.debug("Client accept loop exiting..");
        }
        if (events != null) {
            log.debug("SYSTEM - System connection closed: Client Closed");
        }
        if (monitoring != null) {
            monitoring.close();
        }
        authentication.close();
        loops.close();
        listener.release();
        log.info("Server Exiting..");
    }

    private void closeConnections() {
        try {
            if (events != null) {
                events.shutdown(CLOSE_MILLIS);
            }
            connections.closeAll(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
