package dev.midge.server.monitor;

import dev.midge.auth.AuthenticatorChain;
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
        Accounts accounts) {}
