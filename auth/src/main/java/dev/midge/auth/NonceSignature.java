package dev.midge.auth;

import dev.midge.auth.nkey.NKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Signatures over the nonce, as CONNECT carries them. */
final class NonceSignature {

    private NonceSignature() {}

    /** Whether the holder of the key has signed this nonce; without one, nobody has. */
    static boolean verify(NKey key, @Nullable String nonce, byte[] signature) {
        return nonce != null && key.verify(nonce.getBytes(StandardCharsets.US_ASCII), signature);
    }

    /** First base64url without padding, then standard base64 with padding: different clients send either. */
    static byte @Nullable [] decode(String text) {
        byte[] signature = decodeUrl(text);
        boolean maybeStandard = signature == null && text.length() % 4 == 0;
        return maybeStandard ? decode(text, Base64.getDecoder()) : signature;
    }

    /** Base64url without padding; null for anything else. */
    static byte @Nullable [] decodeUrl(String text) {
        return text.indexOf('=') < 0 ? decode(text, Base64.getUrlDecoder()) : null;
    }

    private static byte @Nullable [] decode(String text, Base64.Decoder decoder) {
        try {
            return decoder.decode(text);
        } catch (IllegalArgumentException e) {
            return null; // not this form; the caller tries another one or reports it
        }
    }
}
