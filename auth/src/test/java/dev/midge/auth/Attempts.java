package dev.midge.auth;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.NKeyException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Short ways to make attempts and to wait for decisions. */
final class Attempts {

    static final String NONCE = "abcdefghijklmno";

    private Attempts() {}

    static ConnectAttempt.Builder attempt() {
        return ConnectAttempt.builder()
                .remoteHost("192.0.2.1")
                .connectionId(7)
                .connectionType(ConnectionType.STANDARD)
                .nonce(NONCE);
    }

    static ConnectAttempt empty() {
        return attempt().build();
    }

    static ConnectAttempt user(String name, String password) {
        return attempt().user(name).password(secret(password)).build();
    }

    static ConnectAttempt token(String token) {
        return attempt().token(secret(token)).build();
    }

    static Secret secret(String text) {
        return text == null ? null : Secret.of(text);
    }

    /** What the holder of a key makes of the nonce, in base64url without padding. */
    static String signature(KeyPair signer) {
        try {
            byte[] signature = signer.sign(NONCE.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (NKeyException e) {
            throw new AssertionError(e);
        }
    }

    static AuthDecision decide(AuthenticatorChain chain, ConnectAttempt attempt) {
        try {
            return chain.authenticate(attempt).toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no decision", e);
        }
    }
}
