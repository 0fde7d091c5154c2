package dev.midge.server.monitor;

import dev.midge.auth.AuthenticatorChain;
import dev.midge.server.account.Account;
import dev.midge.server.account.Accounts;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.Connections;
import java.time.Instant;

/**
 * What the reports are made from.
 *
 * @param runtime what INFO calls the runtime
 * @param host what INFO names
 * @param port likewise, never -1
 */
public record Figures(
        String serverId,
        String serverName,
        String version,
        String runtime,
        ServerOptions options,
        String host,
        int port,
        AuthenticatorChain authentication,
        Instant started,
        Connections connections,
        Accounts accounts) {

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
