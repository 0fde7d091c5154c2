package dev.midge.server;

import dev.midge.auth.AccountEntry;
import dev.midge.auth.AuthenticatorChain;
import dev.midge.auth.Identity;
import dev.midge.server.account.Accounts;
import dev.midge.server.config.ConfigException;
import dev.midge.server.config.Option;
import dev.midge.server.config.OptionChange;
import dev.midge.server.config.OptionChanges;
import dev.midge.server.config.Options;
import dev.midge.server.config.ServerOptions;
import dev.midge.server.connection.Connections;
import dev.midge.server.log.ServerLog;
import dev.midge.server.log.TracedPayload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One exchange of the options of a running server: does everything that can fail, and then puts the changed options in
 * force, one after the other, with the lines that nats-server logs about them.
 *
 * <p>Thread: the one that reloads, which waits for the event loops.
 */
final class Reload {

    private static final long LOOPS_ANSWER_MILLIS = 5_000;

    /** Passwords whose hash has changed take their time; new clients do not wait for all of them. */
    private static final long RECHECK_MILLIS = 2_000;

    private static final Set<Option<?>> OF_A_PROCESS = Set.of(
            Options.PID_FILE,
            Options.PORTS_FILE_DIR,
            Options.LOG_FILE,
            Options.LOGTIME,
            Options.LOGTIME_UTC,
            Options.SYSLOG,
            Options.REMOTE_SYSLOG);

    private final RunningServer server;
    private final ServerLog log;
    private final Connections connections;
    private final Accounts accounts;
    private final HostProcess process;
    private final ServerOptions before;
    private final ServerOptions now;

    Reload(RunningServer server, ServerLog log, ServerOptions now, HostProcess process) {
        this.server = server;
        this.log = log;
        this.connections = server.connections();
        this.accounts = server.accounts();
        this.process = process;
        this.before = server.options();
        this.now = now;
    }

    /**
     * Returns when the options are in force and clients have been judged, or {@link #RECHECK_MILLIS} later.
     *
     * @throws ServerReloadException when it is refused; nothing has changed then
     */
    void run() throws ServerReloadException {
        OptionChanges changes = changes();
        Advertised advertised = Advertised.reloaded(now.clientAdvertise(), now.host(), server.clientPort());
        AuthenticatorChain current = server.authentication().chain();
        AuthenticatorChain next = server.authentication().successor(now);
        try {
            process.prepare(now);
            server.authentication().replace(next);
        } catch (ServerReloadException | RuntimeException e) {
            process.abandon();
            next.closeBefore(current);
            throw e;
        }
        server.options(now);
        CompletableFuture<Void> judged = new CompletableFuture<>();
        CompletableFuture<Void> retired = judged.whenComplete((nothing, failure) -> current.closeAfter(next));
        server.listener().pause();
        try {
            carryOut(changes, next, advertised, () -> recheck(judged, retired));
            String digest = now.configDigest();
            log.info("Reloaded server configuration" + (digest == null ? "" : " (" + digest + ")"));
        } catch (RejectedExecutionException e) {
            judged.completeExceptionally(e);
            throw new IllegalStateException("server: closed while it reloads", e);
        } catch (RuntimeException e) {
            judged.completeExceptionally(e);
            throw e;
        } finally {
            server.listener().resume();
        }
    }

    private OptionChanges changes() throws ServerReloadException {
        try {
            now.validate();
            return OptionChanges.between(before, now, server.clientPort());
        } catch (ConfigException e) {
            throw new ServerReloadException(e.text(), e);
        }
    }

    private void carryOut(OptionChanges changes, AuthenticatorChain next, Advertised advertised, Runnable recheck) {
        connections.limits(ConnectionSettings.limits(now));
        connections.sweepEvery(ConnectionSettings.sweepNanos(now));
        apply(changes);
        changeAccounts();
        server.announce(next, advertised);
        connections.authentication(next);
        recheck.run();
        removeAccounts();
        server.report(next);
        server.authentication().settle(before.plugins(), now.plugins());
    }

    /** Everything but who may connect. The limits in force are the new ones already. */
    private void apply(OptionChanges changes) {
        for (OptionChange change : changes.all()) {
            if (OF_A_PROCESS.contains(change.option()) && process == HostProcess.NONE) {
                continue;
            }
            apply(change);
            process.apply(change, now);
            change.lines().forEach(log::info);
        }
        if (changes.concern(Options.MAX_CONTROL_LINE, Options.MAX_PAYLOAD)) {
            connections.applyLimits();
        }
        log.payloads(new TracedPayload(now.maxTracedMsgLen(), now.traceHeaders()));
        if (changes.concern(Options.DEBUG, Options.TRACE)) {
            log.enable(now.debug(), now.trace());
        }
        process.switchLog();
        now.unusableSecrets().forEach(log::warn);
    }

    private void apply(OptionChange change) {
        if (change.option() == Options.MAX_CONNECTIONS) {
            closeSurplus();
        } else if (change.isOfProxies()) {
            List<String> removed = new ArrayList<>(before.auth().trustedProxies());
            removed.removeAll(now.auth().trustedProxies());
            connections.distrust(removed);
        }
    }

    private void closeSurplus() {
        try {
            int closed = connections.closeSurplus(LOOPS_ANSWER_MILLIS);
            if (closed > 0) {
                log.info("Closed " + closed + " connections to fall within max_connections");
            }
        } catch (InterruptedException e) {
            // What is left of the reload is done all the same, without waiting.
            Thread.currentThread().interrupt();
        }
    }

    /** Accounts that are gone stay, without limits, until nobody is in them. */
    private void changeAccounts() {
        goneAccounts().forEach(name -> accounts.named(name).maxConnections(Identity.UNLIMITED));
        for (AccountEntry entry : now.auth().accounts()) {
            accounts.named(entry.name()).maxConnections(entry.maxConnections());
        }
        accounts.touch();
    }

    private void removeAccounts() {
        goneAccounts().forEach(accounts::removeUnused);
    }

    private Set<String> goneAccounts() {
        Set<String> gone = new HashSet<>();
        before.auth().accounts().forEach(entry -> gone.add(entry.name()));
        now.auth().accounts().forEach(entry -> gone.remove(entry.name()));
        return gone;
    }

    /**
     * Has every client judged by the chain that is new. Those whose answer takes long follow by themselves; {@code judged}
     * completes with the last, and {@code retired} when the chain before has ended then.
     */
    private void recheck(CompletableFuture<Void> judged, CompletableFuture<Void> retired) {
        var unused = connections.recheck().whenComplete((nothing, failure) -> judged.complete(null));
        try {
            retired.get(RECHECK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            log.info("Clients are still being checked after the reload");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
