package dev.midge.auth;

import dev.midge.protocol.json.Json;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The credentials file of a configured NKey user: CONNECT then has a JWT and a signature over the nonce, but no nkey.
 *
 * <p>Not in nats-server, which discards the JWT. Here its {@code sub} stands for the missing nkey and is a claim like that
 * one: the signature has to prove it. Nothing else of the JWT counts, whether it says {@code bearer_token} or has expired.
 */
final class NKeyCredentials {

    private static final int MOST_CHARACTERS = 1 << 20;

    private final Set<String> keys = new HashSet<>();

    NKeyCredentials(AuthConfig config) {
        for (NKeyUserEntry user : config.nkeyUsers()) {
            keys.add(user.nkey());
        }
    }

    /** The attempt with the nkey that its JWT stands for, if it does; else the attempt itself. */
    ConnectAttempt fillIn(ConnectAttempt attempt) {
        String key = keyOf(attempt);
        return key == null ? attempt : attempt.toBuilder().nkey(key).build();
    }

    /** The configured key that the JWT of an attempt without any other identity is about; else null. */
    @Nullable
    String keyOf(ConnectAttempt attempt) {
        Secret jwt = attempt.jwt();
        boolean alone = attempt.nkey() == null && attempt.withoutUserPasswordAndToken();
        if (jwt == null || !alone || keys.isEmpty() || !isClient(attempt.connectionType())) {
            return null;
        }
        // Clients that read a file with line ends of Windows leave one behind.
        String subject = subject(jwt.reveal().trim());
        return subject != null && keys.contains(subject) ? subject : null;
    }

    private static boolean isClient(ConnectionType type) {
        return switch (type) {
            case STANDARD, WEBSOCKET, IN_PROCESS -> true;
            case LEAFNODE, LEAFNODE_WS, MQTT, MQTT_WS -> false;
        };
    }

    /** The {@code sub} in the second of exactly three parts. */
    private static @Nullable String subject(String jwt) {
        int first = jwt.indexOf('.');
        int second = jwt.indexOf('.', first + 1);
        boolean threeParts = first >= 0 && second >= 0 && jwt.indexOf('.', second + 1) < 0;
        if (!threeParts || jwt.length() > MOST_CHARACTERS) {
            return null;
        }
        byte[] payload = decode(jwt.substring(first + 1, second));
        return payload == null ? null : subject(payload);
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return text.indexOf('=') < 0 ? Base64.getUrlDecoder().decode(text) : null;
        } catch (IllegalArgumentException e) {
            return null; // then it is no JWT
        }
    }

    private static @Nullable String subject(byte[] payload) {
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
