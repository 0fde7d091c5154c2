package dev.midge.auth;

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

    /** Salt and digest of a hash that no password is known for. */
    private static final String NO_DIGEST = ".".repeat(53);

    private final Shared shared;
    private final FairExecutor executor;
    private final int cheapestCost;
    private final int dearestCost;
    /** Stands in for the hash of a user that there is not: like the cheapest there are, of which there tend to be most. */
    private final Password nobodys;

    /** What outlives a reload: the threads, whose turn it is on them, and the recent successes. */
    private static final class Shared {
        final FairExecutor executor;
        final LongSupplier nanoTime;

        // Made by the first check, on its thread: the random key and the hash function have no place in the start of
        // the server, nor on an event loop, which looks here first.
        volatile @Nullable SuccessCache successes;

        Shared(AuthRuntime runtime) {
            executor = new FairExecutor("bcrypt", threads(runtime), runtime.queuePerLane(), runtime.nanoTime());
            nanoTime = runtime.nanoTime();
        }

        synchronized SuccessCache successes() {
            SuccessCache made = successes;
            if (made == null) {
                made = new SuccessCache(new SecureRandom(), nanoTime, CACHED_SUCCESSES, CACHED_FOR);
                successes = made;
            }
            return made;
        }
    }

    BcryptLane(AuthRuntime runtime, int cheapestCost, int dearestCost) {
        this(new Shared(runtime), cheapestCost, dearestCost);
    }

    private BcryptLane(Shared shared, int cheapestCost, int dearestCost) {
        this.shared = shared;
        this.executor = shared.executor;
        this.cheapestCost = Math.min(cheapestCost, DEAREST_IMITATED);
        this.dearestCost = Math.min(dearestCost, DEAREST_IMITATED);
        this.nobodys = Password.of("$2a$" + this.cheapestCost / 10 + this.cheapestCost % 10 + "$" + NO_DIGEST);
    }

    /** A lane for the hashes of another configuration that goes on with what this one knows. Only one has to be closed. */
    BcryptLane successor(int cheapest, int dearest) {
        return new BcryptLane(shared, cheapest, dearest);
    }

    // One processor stays free: event loops that share all of them with bcrypt are late by a time slice now and then.
    private static int threads(AuthRuntime runtime) {
        int free = Runtime.getRuntime().availableProcessors() - 1;
        return Math.min(runtime.threadsPerLane(), Math.max(1, free));
    }

    /** Completes at once for a password that has matched lately, else on a thread of this lane. */
    CompletableFuture<Boolean> matches(ConnectAttempt attempt, Password hash, byte[] password) {
        SuccessCache made = shared.successes;
        if (made != null && made.contains(hash, password)) {
            return CompletableFuture.completedFuture(true);
        }
        return executor.submit(attempt, () -> {
            boolean matches = check(hash, password);
            if (matches) {
                executor.forgive(attempt);
            }
            return matches;
        });
    }

    /** Completes with false, after all that a wrong password goes through. */
    CompletableFuture<Boolean> refuse(ConnectAttempt attempt, byte[] password) {
        return matches(attempt, nobodys, password).thenApply(matches -> false);
    }

    private boolean check(Password hash, byte[] password) {
        SuccessCache made = shared.successes();
        // Many clients of one user reconnect at once: the first one's success may have come while this one waited.
        if (made.contains(hash, password)) {
            return true;
        }
        boolean matches = Bcrypt.matches(hash, password);
        if (matches) {
            made.add(hash, password);
        } else {
            Bcrypt.spend(hash.bcryptCost(), dearestCost);
            Bcrypt.spendSetUps(Math.min(hash.bcryptCost(), dearestCost) - cheapestCost);
        }
        return matches;
    }

    @Override
    public void close() {
        executor.close();
        shared.successes = null;
    }
}
