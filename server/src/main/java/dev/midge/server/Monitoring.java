package dev.midge.server;

import dev.midge.auth.AuthenticatorChain;
import dev.midge.server.account.Accounts;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.Connections;
import dev.midge.server.monitor.Figures;
import dev.midge.server.monitor.MonitorServer;
import dev.midge.server.net.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;

/** The monitoring endpoint of a running server and what it reports from; loaded only when a port is configured. */
final class Monitoring {

    private final Figures figures;
    private final MonitorServer http;

    /**
     * Listens, and answers from now on.
     *
     * @throws ServerStartException when it cannot listen
     */
    Monitoring(
            ServerOptions options,
            ServerIdentity identity,
            Advertised address,
            AuthenticatorChain authentication,
            Connections connections,
            Accounts accounts)
            throws ServerStartException {
        Instant now = Instant.now();
        this.figures = new Figures(
                new Figures.Host(
                        identity.id(),
                        identity.name(),
                        Version.NATS,
                        Version.JAVA,
                        address.host(),
                        address.port(),
                        now),
                connections,
                accounts,
                new Figures.Settings(options, authentication, now));
        this.http = listen(options, figures);
    }

    private static MonitorServer listen(ServerOptions options, Figures figures) throws ServerStartException {
        try {
            return bind(options, ListenAddress.of(options.httpHost(), options.httpPort()), figures);
        } catch (IOException e) {
            throw new ServerStartException(
                    "Can't start monitoring: can't listen to the monitor port: " + e.getMessage(), e);
        }
    }

    private static MonitorServer bind(ServerOptions options, InetSocketAddress address, Figures figures)
            throws IOException {
        try {
            return new MonitorServer(options.httpHost(), options.httpPort(), options.httpBasePath(), figures);
        } catch (IOException e) {
            throw new IOException(ListenAddress.refusal(address, e), e);
        }
    }

    int port() {
        return http.port();
    }

    /** Reports that are made from now on tell of these. */
    void reloaded(ServerOptions options, AuthenticatorChain authentication) {
        figures.settings(new Figures.Settings(options, authentication, Instant.now()));
    }

    void close() {
        http.close();
    }
}
