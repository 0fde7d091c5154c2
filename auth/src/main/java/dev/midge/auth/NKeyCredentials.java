package dev.midge.auth;

import dev.midge.auth.nkey.JwtSubject;
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
        String token = jwt.reveal().trim();
        String subject = token.length() > MOST_CHARACTERS ? null : JwtSubject.of(token);
        return subject != null && keys.contains(subject) ? subject : null;
    }

    private static boolean isClient(ConnectionType type) {
        return switch (type) {
            case STANDARD, WEBSOCKET, IN_PROCESS -> true;
            case LEAFNODE, LEAFNODE_WS, MQTT, MQTT_WS -> false;
        };
    }
}
