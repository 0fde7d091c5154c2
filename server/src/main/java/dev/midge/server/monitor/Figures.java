package dev.midge.server.monitor;

import dev.midge.server.account.Accounts;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.Connections;
import java.time.Instant;

/**
 * What the reports are made from.
 *
 * @param runtime what INFO calls the runtime
 * @param clientPort the real one
 * @param authRequired what INFO says
 */
public record Figures(
        String serverId,
        String serverName,
        String version,
        String runtime,
        ServerOptions options,
        int clientPort,
        boolean authRequired,
        Instant started,
        Connections connections,
        Accounts accounts) {}
