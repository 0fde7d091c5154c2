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

    PasswordChecks(AuthConfig config, AuthRuntime runtime) {
        int dearest = config.dearestBcryptCost();
        this.bcrypt = dearest == 0 ? null : new BcryptLane(runtime, config.cheapestBcryptCost(), dearest);
    }

    /** Grants the identity if the presented password matches the configured one. */
    CompletionStage<AuthDecision> decision(
            ConnectAttempt attempt, @Nullable Password configured, @Nullable Secret presented, Identity identity) {
        AuthDecision granted = AuthDecision.granted(identity);
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

    @Override
    public void close() {
        if (bcrypt != null) {
            bcrypt.close();
        }
    }
}
