package dev.midge.server;

import dev.midge.auth.AuthRuntime;
import dev.midge.auth.AuthenticatorChain;
import dev.midge.auth.Identity;
import dev.midge.auth.MethodFigures;
import dev.midge.server.config.PluginEntry;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.Connections;
import dev.midge.server.log.ServerLog;
import dev.midge.server.plugin.PluginException;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who decides about the clients of a running server: the chain of authenticators that its options ask for, and the one
 * that takes its place at a reload.
 *
 * <p>Threads: that of the start, those of reloads, one at a time, and the one that ends the server.
 */
final class Authentication {

    private final ServerLog log;
    private final StartupLog startup;
    private final ServerPlugins plugins;
    /** Drawn once, so that a reload does not turn it into somebody else. */
    private final CompanionUser companion = new CompanionUser();

    /** Read by authenticators that want identities looked at again; null before there is anybody. */
    private volatile @Nullable Connections judged;

    private volatile AuthenticatorChain chain;
    private boolean closed;

    /** @throws ServerStartException when an authenticator is missing or cannot be made */
    Authentication(ServerOptions options, ServerPlugins plugins, ServerLog log, StartupLog startup)
            throws ServerStartException {
        this.log = log;
        this.startup = startup;
        this.plugins = plugins;
        AuthRuntime.Builder runtime =
                AuthRuntime.builder().debugLog(log::debug).warnings(log::warn).invalidations(this::invalidate);
        try {
            plugins.with(options.plugins()).forEach(runtime::plugin);
            options.plugins().forEach(startup::plugin);
            this.chain = AuthenticatorChain.create(companion.beside(options), runtime.build());
        } catch (PluginException | RuntimeException e) {
            plugins.close(log);
            throw new ServerStartException(String.valueOf(e.getMessage()), e);
        }
    }

    private void invalidate(Predicate<Identity> affected, String reason) {
        Connections now = judged;
        if (now != null) {
            now.invalidate(affected, reason);
        }
    }

    /** Whose identities an authenticator may have looked at again. */
    void judges(Connections connections) {
        judged = connections;
    }

    /** The one in force. */
    AuthenticatorChain chain() {
        return chain;
    }

    /** What each method has answered so far, in the order in which they are asked. */
    List<MethodFigures> figures() {
        return chain.figures();
    }

    /**
     * The chain that other options ask for, which is not in force before {@link #replace}.
     *
     * @throws ServerReloadException when an authenticator is missing or cannot be made
     */
    AuthenticatorChain successor(ServerOptions changed) throws ServerReloadException {
        try {
            return chain.successor(companion.beside(changed), plugins.with(changed.plugins()));
        } catch (PluginException | RuntimeException e) {
            throw new ServerReloadException(String.valueOf(e.getMessage()), e);
        }
    }

    /** From here on the end of the server closes the new chain; whoever is asked is decided a little later. */
    synchronized void replace(AuthenticatorChain next) {
        if (closed) {
            throw new IllegalStateException("server: closed (expected: running)");
        }
        chain = next;
    }

    /** After a reload: forgets the plug-ins that are not in use any more, and logs which have come. */
    void settle(List<PluginEntry> before, List<PluginEntry> now) {
        plugins.retain(now);
        for (PluginEntry entry : now) {
            if (!before.contains(entry)) {
                startup.plugin(entry);
            }
        }
    }

    synchronized void close() {
        closed = true;
        chain.close();
        plugins.close(log);
    }
}
