package dev.midge.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers one question for the server: who is this? */
public final class AuthenticatorChain implements AutoCloseable {

    private AuthenticatorChain() {}

    public static AuthenticatorChain create(AuthConfig config, AuthRuntime runtime) {
        return new AuthenticatorChain();
    }

    public boolean authenticationRequired() {
        return false;
    }

    public boolean advertisesAuthRequired() {
        return false;
    }

    public boolean nonceRequired() {
        return false;
    }

    public boolean admitsBeforeConnect(ConnectionType type) {
        return false;
    }

    public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
        return CompletableFuture.completedFuture(
                AuthDecision.granted(Identity.builder().build()));
    }

    @Override
    public void close() {}
}
