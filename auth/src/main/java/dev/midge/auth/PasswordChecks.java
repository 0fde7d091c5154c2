package dev.midge.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Compares presented passwords and tokens with configured ones. Without bcrypt hashes in the configuration every answer
 * comes at once; with them, every refusal takes as long as the dearest hash (see {@link BcryptLane}).
 */
final class PasswordChecks implements AutoCloseable {

    private static final byte[] NOTHING = {};
    private static final AuthDecision WRONG_PASSWORD = AuthDecision.denied(Denial.violation(""));

    private final @Nullable BcryptLane bcrypt;

    /** {@code before} are the checks that these take over from, after a reload. */
    PasswordChecks(AuthConfig config, AuthRuntime runtime, @Nullable PasswordChecks before) {
        int cheapest = config.cheapestBcryptCost();
        int dearest = config.dearestBcryptCost();
        BcryptLane lane = before == null ? null : before.bcrypt;
        if (dearest == 0) {
            this.bcrypt = null;
        } else {
            this.bcrypt = lane == null ? new BcryptLane(runtime, cheapest, dearest) : lane.successor(cheapest, dearest);
        }
    }

    /**
     * Grants the identity if the presented password matches the configured one; at once where {@code held} says that it
     * has done so.
     */
    CompletionStage<AuthDecision> decision(
            ConnectAttempt attempt,
            @Nullable Password configured,
            @Nullable Secret presented,
            Identity identity,
            @Nullable Identity held) {
        AuthDecision granted =
                AuthDecision.granted(identity.toBuilder().provenBy(configured).build());
        Password proven = held == null ? null : held.provenBy();
        if (proven != null && configured != null && configured.equals(proven)) {
            return CompletableFuture.completedFuture(granted);
        }
        return matches(attempt, configured, presented).thenApply(matches -> matches ? granted : WRONG_PASSWORD);
    }

    /** Denies, but not sooner than a wrong password is denied. */
    CompletionStage<AuthDecision> denied(ConnectAttempt attempt, Denial denial) {
        AuthDecision decision = AuthDecision.denied(denial);
        Secret presented = attempt.password();
        return refuse(attempt, presented == null ? NOTHING : presented.utf8()).thenApply(matches -> decision);
    }

    /** A configured password that is absent matches an absent one only. */
    private CompletableFuture<Boolean> matches(
            ConnectAttempt attempt, @Nullable Password configured, @Nullable Secret presented) {
        byte[] password = presented == null ? NOTHING : presented.utf8();
        if (bcrypt != null && configured != null && configured.isBcrypt()) {
            return configured.isMalformedHash()
                    ? bcrypt.refuse(attempt, password)
                    : bcrypt.matches(attempt, configured, password);
        }
        return matchesPlain(configured, password) ? CompletableFuture.completedFuture(true) : refuse(attempt, password);
    }

    private CompletableFuture<Boolean> refuse(ConnectAttempt attempt, byte[] password) {
        return bcrypt == null ? CompletableFuture.completedFuture(false) : bcrypt.refuse(attempt, password);
    }

    private static boolean matchesPlain(@Nullable Password configured, byte[] password) {
        return configured == null ? password.length == 0 : configured.matchesPlain(password);
    }

    /** Ends what those that took over do not use. */
    void closeAfter(PasswordChecks next) {
        if (next.bcrypt == null) {
            close();
        }
    }

    @Override
    public void close() {
        if (bcrypt != null) {
            bcrypt.close();
        }
    }
}
