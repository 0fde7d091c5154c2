package dev.midge.server;

import dev.midge.server.config.PluginEntry;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.PeerAddress;
import dev.midge.server.log.ServerLog;

/**
 * The lines a server logs while it starts, in the order and the words of nats-server: fixtures wait for some of them.
 *
 * <p>Call the methods in the order in which they stand here. Thread: the one that starts the server.
 */
final class StartupLog {

    private static final long LARGE_PAYLOAD = 8L << 20;

    private final ServerLog log;
    private final ServerOptions options;

    StartupLog(ServerLog log, ServerOptions options) {
        this.log = log;
        this.options = options;
    }

    /** Who this is and what is remarkable about its options. */
    void begin(String name, String id) {
        log.info("Starting nats-server");
        log.info("  Version:  " + Version.NATS);
        log.info("  Git:      [not set]");
        if (log.debugEnabled()) {
            log.debug("  Java:     " + System.getProperty("java.vm.version"));
        }
        log.info("  Name:     " + name);
        log.info("  ID:       " + id);
        if (options.hasPlaintextPasswords()) {
            log.warn("Plaintext passwords detected, use nkeys or bcrypt");
        }
        for (String unusable : options.unusableSecrets()) {
            log.warn(unusable);
        }
        if (options.configFile() != null) {
            log.info("Using configuration file: " + options.configFile() + " (" + options.configDigest() + ")");
        }
        if (options.maxPayload() > LARGE_PAYLOAD) {
            log.warn("Maximum payloads over 8.00 MB are generally discouraged and could lead to poor performance");
        }
    }

    /** After the pid file was written, if there is to be one. */
    void accounts() {
        if (options.createsSystemAccount()) {
            log.debug("Created system account: \"$SYS\"");
        }
    }

    void plugin(PluginEntry plugin) {
        log.info("Authenticator \"" + plugin.name() + "\" is asked "
                + switch (plugin.order()) {
                    case BEFORE -> "before the configured users";
                    case AFTER -> "after the configured users";
                    case FALLBACK -> "about clients that the configuration refuses";
                });
    }

    void monitoring(String host, int port) {
        log.info("Starting http monitor on " + PeerAddress.hostAndPort(host, port));
    }

    void listening(String host, int port) {
        log.info("Listening for client connections on " + PeerAddress.hostAndPort(host, port));
    }

    /** Behind the line of the client listener. */
    void proxies() {
        if (options.proxyProtocol()) {
            log.info("PROXY protocol enabled for client connections");
        }
    }

    /** Always the last line of the start. */
    void ready() {
        log.info("Server is ready");
    }
}
