package dev.midge.auth.nkey;

import dev.midge.protocol.json.Json;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Whom a JWT was issued for: the member {@code sub} of its payload. Neither the signature nor anything else is looked at, so
 * it is a claim and no more.
 */
public final class JwtSubject {

    private JwtSubject() {}

    /** The subject; null without one, and for what is no JWT. */
    public static @Nullable String of(String jwt) {
        byte[] payload = payload(jwt);
        return payload == null ? null : in(payload);
    }

    /** The second of exactly three parts; null for what is no JWT. */
    static byte @Nullable [] payload(String jwt) {
        int first = jwt.indexOf('.');
        int second = jwt.indexOf('.', first + 1);
        boolean threeParts = first >= 0 && second >= 0 && jwt.indexOf('.', second + 1) < 0;
        return threeParts ? decode(jwt.substring(first + 1, second)) : null;
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return text.indexOf('=') < 0 ? Base64.getUrlDecoder().decode(text) : null;
        } catch (IllegalArgumentException e) {
            return null; // then it is no JWT
        }
    }

    /** The subject in a payload: of several the last, as Go takes it. */
    static @Nullable String in(byte[] payload) {
        String[] subject = new String[1];
        Json json = new Json(payload, 0, payload.length);
        json.object((key, value) -> {
            if (key.equals("sub")) {
                subject[0] = value.string();
            } else {
                value.skipValue();
            }
        });
        return json.finished() ? subject[0] : null;
    }
}
