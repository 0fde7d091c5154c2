package dev.midge.server.monitor;

import dev.midge.auth.AuthenticatorChain;
import dev.midge.server.account.Account;
import dev.midge.server.account.Accounts;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.Connections;
import java.time.Instant;

/** What the reports are made from. Thread: any; a reload exchanges the settings while reports are made. */
public final class Figures {

    private final Host server;
    private final Connections connections;
    private final Accounts accounts;
    private volatile Settings settings;

    /**
     * What stays as it is while the server runs.
     *
     * @param runtime what INFO calls the runtime
     * @param host what INFO names
     * @param port likewise, never -1
     */
    public record Host(
            String id, String name, String version, String runtime, String host, int port, Instant started) {}

    /**
     * What a reload replaces.
     *
     * @param loaded when it came into force
     */
    public record Settings(ServerOptions options, AuthenticatorChain authentication, Instant loaded) {}

    public Figures(Host server, Connections connections, Accounts accounts, Settings settings) {
        this.server = server;
        this.connections = connections;
        this.accounts = accounts;
        this.settings = settings;
    }

    /** Reports that are made from now on tell of these. */
    public void settings(Settings now) {
        settings = now;
    }

    Settings settings() {
        return settings;
    }

    Host server() {
        return server;
    }

    Connections connections() {
        return connections;
    }

    Accounts accounts() {
        return accounts;
    }

    /** Clients in an account. nats-server has those that have not sent CONNECT yet in the global one. */
    long connectionsOf(Account account) {
        if (account != accounts.global()) {
            return account.connectionCount();
        }
        long elsewhere = 0;
        for (Account other : accounts.all()) {
            elsewhere += other == account ? 0 : other.connectionCount();
        }
        return Math.max(0, connections.openCount() - elsewhere);
    }
}
