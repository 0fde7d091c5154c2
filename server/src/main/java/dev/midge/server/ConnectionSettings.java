package dev.midge.server;

import dev.midge.auth.AuthenticatorChain;
import dev.midge.protocol.ServerInfo;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.ConnectionLimits;
import io.netty.util.internal.PlatformDependent;
import java.time.Duration;

/** What the options of a server, and the machine that it runs on, mean for its connections. */
final class ConnectionSettings {

    private static final Duration LONGEST_SWEEP = Duration.ofMillis(250);
    private static final Duration SHORTEST_SWEEP = Duration.ofMillis(10);

    /** With less than that no connection could have a backlog. */
    private static final long LEAST_BUDGET = 16L * 1024 * 1024;

    private ConnectionSettings() {}

    static ConnectionLimits limits(ServerOptions options) {
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

    static ServerInfo info(
            ServerOptions options, ServerIdentity identity, AuthenticatorChain authentication, Advertised advertised) {
        return ServerInfo.builder()
                .identity(identity.id(), identity.name(), identity.xkey())
                .version(Version.NATS, Version.JAVA)
                .address(advertised.host(), advertised.port())
                .headers(!options.noHeaderSupport())
                .authRequired(authentication.advertisesAuthRequired(), authentication.authenticationRequired())
                .build();
    }

    /** Timers are looked at often enough for the shortest of them to be a tenth late at most. */
    static long sweepNanos(ServerOptions options) {
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
    static long pendingBudget() {
        return Math.max(LEAST_BUDGET, PlatformDependent.maxDirectMemory() / 2);
    }

    /** Half of the heap: the other half is for all that does not depend on what clients hold, and for the collector. */
    static long retainedBudget() {
        return Runtime.getRuntime().maxMemory() / 2;
    }
}
