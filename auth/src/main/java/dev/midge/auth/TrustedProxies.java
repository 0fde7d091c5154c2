package dev.midge.auth;

import dev.midge.auth.nkey.NKey;
import dev.midge.auth.nkey.NKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The proxies whose keys are configured: one that passes a CONNECT on adds its signature over the nonce.
 *
 * <p>As a part of <b>normalise</b> it finds out which of them an attempt came through. As an authenticator it refuses what
 * came through another one, and leaves everything else to those behind it: it says nothing about who the client is.
 */
final class TrustedProxies implements Authenticator {

    static final String NAME = "proxies";

    private static final Denial NOT_TRUSTED = Denial.proxyNotTrusted("proxy is not trusted");
    private static final Denial NOT_BASE64 =
            Denial.proxyNotTrusted("Proxy signature not valid base64\nproxy is not trusted");

    private final List<NKey> keys = new ArrayList<>();

    TrustedProxies(AuthConfig config) {
        for (String key : config.trustedProxies()) {
            keys.add(parse(key));
        }
    }

    private static NKey parse(String key) {
        try {
            return NKey.parse(key);
        } catch (NKeyException e) {
            throw new IllegalArgumentException("proxy trusted key \"" + key + "\" is invalid", e);
        }
    }

    boolean any() {
        return !keys.isEmpty();
    }

    /** The attempt with the proxy that it came through, if that is a trusted one; else the attempt itself. */
    ConnectAttempt fillIn(ConnectAttempt attempt) {
        String text = attempt.proxySignature();
        if (text == null || keys.isEmpty()) {
            return attempt;
        }
        byte[] signature = NonceSignature.decodeUrl(text);
        NKey signer = signature == null ? null : signer(attempt.nonce(), signature);
        return signer == null
                ? attempt
                : attempt.toBuilder().trustedProxy(signer.toString()).build();
    }

    private @Nullable NKey signer(@Nullable String nonce, byte[] signature) {
        for (NKey key : keys) {
            if (NonceSignature.verify(key, nonce, signature)) {
                return key;
            }
        }
        return null;
    }

    @Override
    public AuthRequirements requirements() {
        return AuthRequirements.builder().authRequired(false).nonce(true).build();
    }

    @Override
    public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
        return CompletableFuture.completedFuture(decide(attempt));
    }

    private static AuthDecision decide(ConnectAttempt attempt) {
        String text = attempt.proxySignature();
        if (text == null || attempt.trustedProxy() != null) {
            return AuthDecision.notMine();
        }
        return AuthDecision.denied(NonceSignature.decodeUrl(text) == null ? NOT_BASE64 : NOT_TRUSTED);
    }
}
