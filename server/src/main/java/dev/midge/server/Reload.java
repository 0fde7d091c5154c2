package dev.midge.server;

import dev.midge.auth.AccountEntry;
import dev.midge.auth.Identity;
import dev.midge.server.account.Accounts;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Puts changed options in force, one after the other, with the lines that nats-server logs about them. Whatever could fail
 * was done before.
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

    private final ServerLog log;
    private final Connections connections;
    private final Accounts accounts;
    private final ServerOptions before;
    private final ServerOptions now;

    Reload(ServerLog log, Connections connections, Accounts accounts, ServerOptions before, ServerOptions now) {
        this.log = log;
        this.connections = connections;
        this.accounts = accounts;
        this.before = before;
        this.now = now;
    }

    /** Everything but who may connect. The limits in force are the new ones already. */
    void apply(OptionChanges changes, ReloadSteps process) {
        for (OptionChange change : changes.all()) {
            if (OF_A_PROCESS.contains(change.option()) && !process.isProcess()) {
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
    void changeAccounts() {
        goneAccounts().forEach(name -> accounts.named(name).maxConnections(Identity.UNLIMITED));
        for (AccountEntry entry : now.auth().accounts()) {
            accounts.named(entry.name()).maxConnections(entry.maxConnections());
        }
        accounts.touch();
    }

    void removeAccounts() {
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
     * completes with the last.
     */
    void recheck(CompletableFuture<Void> judged) {
        var unused = connections.recheck().whenComplete((nothing, failure) -> judged.complete(null));
        try {
            judged.get(RECHECK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            log.info("Clients are still being checked after the reload");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
