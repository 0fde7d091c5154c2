package dev.midge.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands at the end when authentication is not required: lets everybody in, whatever was presented. */
final class OpenAuthenticator implements Authenticator {

    static final String NAME = "open";

    @Override
    public AuthRequirements requirements() {
        return AuthRequirements.builder().authRequired(false).build();
    }

    @Override
    public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
        Identity anybody =
                Identity.builder().label(attempt.claim()).grantedBy(NAME).build();
        return CompletableFuture.completedFuture(AuthDecision.granted(anybody));
    }
}
