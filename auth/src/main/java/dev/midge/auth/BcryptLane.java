package dev.midge.auth;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

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
    private final SuccessCache successes;
    private final int dearestCost;

    BcryptLane(AuthRuntime runtime, int dearestCost) {
        this.executor = new FairExecutor("bcrypt", runtime.threadsPerLane(), runtime.queuePerLane());
        this.successes = new SuccessCache(new SecureRandom(), runtime.nanoTime(), CACHED_SUCCESSES, CACHED_FOR);
        this.dearestCost = Math.min(dearestCost, DEAREST_IMITATED);
    }

    /** Completes at once for a password that has matched lately, else on a thread of this lane. */
    CompletableFuture<Boolean> matches(String origin, Password hash, byte[] password) {
        if (successes.contains(hash, password)) {
            return CompletableFuture.completedFuture(true);
        }
        return executor.submit(origin, () -> check(hash, password));
    }

    /** Completes with false, as late as a wrong password would. */
    CompletableFuture<Boolean> refuse(String origin) {
        return executor.submit(origin, () -> {
            spendOneCheck();
            return false;
        });
    }

    private boolean check(Password hash, byte[] password) {
        // Many clients of one user reconnect at once: the first one's success may have come while this one waited.
        if (successes.contains(hash, password)) {
            return true;
        }
        boolean matches = Bcrypt.matches(hash, password);
        if (matches) {
            successes.add(hash, password);
        } else {
            Bcrypt.spend(hash.cost(), dearestCost);
        }
        return matches;
    }

    private void spendOneCheck() {
        Bcrypt.spend(dearestCost, dearestCost + 1);
    }

    @Override
    public void close() {
        executor.close();
        successes.clear();
    }
}
