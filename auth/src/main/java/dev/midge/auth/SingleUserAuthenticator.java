package dev.midge.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code authorization { token }} or {@code authorization { user, password }}, and the flags of the same meaning. The
 * last of the configured ones: when there is one of these, it judges everything that is left.
 */
final class SingleUserAuthenticator implements Authenticator {

    static final String NAME = "single user";

    private final PasswordChecks passwords;
    private final @Nullable Password token;
    private final @Nullable UserEntry singleUser;
    private final boolean proxyRequired;
    private final Identity tokenIdentity =
            Identity.builder().label("token").grantedBy(NAME).build();

    SingleUserAuthenticator(AuthConfig config, PasswordChecks passwords) {
        this.passwords = passwords;
        this.token = config.token();
        this.singleUser = config.singleUser();
        this.proxyRequired = config.proxyRequired();
    }

    @Override
    public AuthRequirements requirements() {
        return AuthRequirements.builder().build();
    }

    @Override
    public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
        return judge(attempt, null);
    }

    @Override
    public CompletionStage<Revalidation> revalidate(Identity held, ConnectAttempt attempt) {
        return judge(attempt, held).thenApply(decision -> Revalidation.of(held, decision));
    }

    private CompletionStage<AuthDecision> judge(ConnectAttempt attempt, @Nullable Identity held) {
        if (proxyRequired && attempt.trustedProxy() == null) {
            return passwords.denied(attempt, Denial.proxyRequired());
        }
        if (token != null) {
            return passwords.decision(attempt, token, attempt.token(), tokenIdentity, held);
        }
        if (singleUser != null && singleUser.name().equals(attempt.user())) {
            return passwords.decision(
                    attempt, singleUser.password(), attempt.password(), singleUser.identity(NAME), held);
        }
        return singleUser == null
                ? CompletableFuture.completedFuture(AuthDecision.notMine())
                : passwords.denied(attempt, Denial.violation(""));
    }
}
