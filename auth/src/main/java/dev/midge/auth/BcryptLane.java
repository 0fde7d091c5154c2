package dev.midge.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where bcrypt hashes are checked: on threads of their own, with a memory of recent successes.
 *
 * <p>Every failure costs the same, whatever it failed on: as much as the dearest configured hash. Otherwise the time to
 * the refusal would tell which user names exist. (A hash so dear that no client waits for it is not imitated.)
 */
final class BcryptLane implements AutoCloseable {

    private static final int CACHED_SUCCESSES = 1024;
    private static final Duration CACHED_FOR = Duration.ofMinutes(5);
    private static final int DEAREST_IMITATED = 14;

    private final FairExecutor executor;
    private final LongSupplier nanoTime;
    private final int dearestCost;

    // Made at the first login: its random key and its hash function have no place in the start of the server.
    @GuardedBy("this")
    private @Nullable SuccessCache successes;

    BcryptLane(AuthRuntime runtime, int dearestCost) {
        this.executor = new FairExecutor("bcrypt", runtime.threadsPerLane(), runtime.queuePerLane());
        this.nanoTime = runtime.nanoTime();
        this.dearestCost = Math.min(dearestCost, DEAREST_IMITATED);
    }

    /** Completes at once for a password that has matched lately, else on a thread of this lane. */
    CompletableFuture<Boolean> matches(ConnectAttempt attempt, Password hash, byte[] password) {
        if (successes().contains(hash, password)) {
            return CompletableFuture.completedFuture(true);
        }
        return executor.submit(attempt, () -> check(hash, password));
    }

    /** Completes with false, as late as a wrong password would. */
    CompletableFuture<Boolean> refuse(ConnectAttempt attempt) {
        return executor.submit(attempt, () -> {
            spendOneCheck();
            return false;
        });
    }

    private boolean check(Password hash, byte[] password) {
        // Many clients of one user reconnect at once: the first one's success may have come while this one waited.
        if (successes().contains(hash, password)) {
            return true;
        }
        boolean matches = Bcrypt.matches(hash, password);
        if (matches) {
            successes().add(hash, password);
        } else {
            Bcrypt.spend(hash.bcryptCost(), dearestCost);
        }
        return matches;
    }

    private void spendOneCheck() {
        Bcrypt.spend(dearestCost, dearestCost + 1);
    }

    private synchronized SuccessCache successes() {
        SuccessCache made = successes;
        if (made == null) {
            made = new SuccessCache(new SecureRandom(), nanoTime, CACHED_SUCCESSES, CACHED_FOR);
            successes = made;
        }
        return made;
    }

    @Override
    public void close() {
        executor.close();
        synchronized (this) {
            successes = null;
        }
    }
}
