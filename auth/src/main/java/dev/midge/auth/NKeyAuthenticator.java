package dev.midge.auth;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Configured NKey users: CONNECT names a public key and signs the nonce with its seed.
 *
 * <p>A CONNECT with an nkey is judged here and nowhere else: a valid user and password beside it do not rescue it.
 */
final class NKeyAuthenticator implements Authenticator {

    static final String NAME = "nkey";

    private static final AuthDecision NO_SUCH_KEY = AuthDecision.denied(Denial.violation(""));

    private final Map<String, KnownKey> keys = new HashMap<>();
    private final NoAuthUser noAuthUser;

    private record KnownKey(NKeyUserEntry entry, Identity identity) {}

    NKeyAuthenticator(AuthConfig config, NoAuthUser noAuthUser) {
        this.noAuthUser = noAuthUser;
        for (NKeyUserEntry entry : config.nkeyUsers()) {
            keys.put(entry.nkey(), new KnownKey(entry, entry.identity(NAME)));
        }
    }

    @Override
    public AuthRequirements requirements() {
        return AuthRequirements.builder().nonce(true).build();
    }

    @Override
    public CompletionStage<AuthDecision> authenticate(ConnectAttempt attempt) {
        return CompletableFuture.completedFuture(decide(attempt, null));
    }

    @Override
    public CompletionStage<Revalidation> revalidate(Identity held, ConnectAttempt attempt) {
        return CompletableFuture.completedFuture(Revalidation.of(held, decide(attempt, held)));
    }

    private AuthDecision decide(ConnectAttempt attempt, @Nullable Identity held) {
        String nkey = attempt.nkey();
        if (nkey == null) {
            return AuthDecision.notMine();
        }
        KnownKey known = keys.get(nkey);
        if (known == null || !known.entry.allows(attempt.connectionType())) {
            return NO_SUCH_KEY;
        }
        if (known.entry.proxyRequired() && attempt.trustedProxy() == null) {
            return AuthDecision.denied(Denial.proxyRequired());
        }
        boolean proven = noAuthUser.is(known.entry) || hasProven(held, nkey);
        String fault = proven ? null : signatureFault(known.entry, attempt);
        return fault == null ? AuthDecision.granted(known.identity) : AuthDecision.denied(Denial.violation(fault));
    }

    /** The attempt is the one that made it the holder, with the same nonce: its signature has been verified. */
    private static boolean hasProven(@Nullable Identity held, String nkey) {
        return held != null && nkey.equals(held.nkey()) && !held.throughNoAuthUser();
    }

    private static @Nullable String signatureFault(NKeyUserEntry entry, ConnectAttempt attempt) {
        String text = attempt.signature();
        if (text == null) {
            return "Signature missing";
        }
        byte[] signature = NonceSignature.decode(text);
        if (signature == null) {
            return "Signature not valid base64";
        }
        return NonceSignature.verify(entry.key(), attempt.nonce(), signature) ? null : "Signature not verified";
    }
}
