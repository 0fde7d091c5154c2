package dev.midge.auth;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The users of {@code authorization} and of the accounts, with their passwords. Judges every CONNECT with a user name. */
final class UsersAuthenticator implements Authenticator {

    static final String NAME = "users";

    private final Map<String, KnownUser> users = new HashMap<>();
    private final PasswordChecks passwords;

    private record KnownUser(UserEntry entry, Identity identity) {}

    UsersAuthenticator(AuthConfig config, PasswordChecks passwords) {
        this.passwords = passwords;
        for (UserEntry entry : config.users()) {
            users.put(entry.name(), new KnownUser(entry, entry.identity(NAME)));
        }
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
        String name = attempt.user();
        if (name == null) {
            return CompletableFuture.completedFuture(AuthDecision.notMine());
        }
        KnownUser known = users.get(name);
        if (known == null || !known.entry.allows(attempt.connectionType())) {
            return passwords.denied(attempt, Denial.violation(""));
        }
        if (known.entry.proxyRequired() && attempt.trustedProxy() == null) {
            return passwords.denied(attempt, Denial.proxyRequired());
        }
        if (attempt.throughNoAuthUser()) {
            return noAuthUser(known);
        }
        return passwords.decision(attempt, known.entry.password(), attempt.password(), known.identity, held);
    }

    // nats-server presents the configured password to itself, which a bcrypt hash does not match.
    private CompletionStage<AuthDecision> noAuthUser(KnownUser known) {
        Password password = known.entry.password();
        return CompletableFuture.completedFuture(
                password != null && password.isBcrypt()
                        ? AuthDecision.denied(Denial.violation("no_auth_user has a bcrypt password"))
                        : AuthDecision.granted(known.identity));
    }
}
