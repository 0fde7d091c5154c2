package dev.midge.auth;

import org.jspecify.annotations.Nullable;

/**
 * The configured {@code no_auth_user}: the user (or nkey) that a peer without credentials becomes, no more and no less. It
 * is judged like any other: connection types, proxy and deadline included.
 */
final class NoAuthUser {

    private final @Nullable UserEntry user;
    private final @Nullable NKeyUserEntry nkeyUser;
    /** A claimed nkey means nothing where none is configured. */
    private final boolean nkeysCount;

    NoAuthUser(AuthConfig config) {
        user = findUser(config);
        nkeyUser = findNKeyUser(config);
        nkeysCount = !config.nkeyUsers().isEmpty();
    }

    private static @Nullable UserEntry findUser(AuthConfig config) {
        for (UserEntry entry : config.users()) {
            if (entry.name().equals(config.noAuthUser())) {
                return entry;
            }
        }
        return null;
    }

    private static @Nullable NKeyUserEntry findNKeyUser(AuthConfig config) {
        for (NKeyUserEntry entry : config.nkeyUsers()) {
            if (entry.nkey().equals(config.noAuthUser())) {
                return entry;
            }
        }
        return null;
    }

    /** The attempt with the credentials of this user, if it carries none; else the attempt itself. */
    ConnectAttempt fillIn(ConnectAttempt attempt) {
        if (!attempt.withoutUserPasswordAndToken()) {
            return attempt;
        }
        if (nkeyUser != null && attempt.nkey() == null) {
            return attempt.toBuilder()
                    .nkey(nkeyUser.nkey())
                    .throughNoAuthUser(true)
                    .build();
        }
        // nats-server server/auth.go: users are looked at only when no nkey was selected.
        if (user != null && (attempt.nkey() == null || !nkeysCount)) {
            return attempt.toBuilder().user(user.name()).throughNoAuthUser(true).build();
        }
        return attempt;
    }

    /** Whether a client may start with something else than CONNECT and be taken for this user. */
    boolean admitsBeforeConnect(ConnectionType type) {
        return user != null && !user.proxyRequired() && speaksClientProtocol(type) && user.allows(type);
    }

    // Never for leaf nodes: the shortcut once let them in without credentials.
    private static boolean speaksClientProtocol(ConnectionType type) {
        return switch (type) {
            case STANDARD, WEBSOCKET, IN_PROCESS -> true;
            case LEAFNODE, LEAFNODE_WS, MQTT, MQTT_WS -> false;
        };
    }

    /** Whether this key needs no signature, whoever names it. */
    boolean is(NKeyUserEntry entry) {
        return nkeyUser != null && nkeyUser.nkey().equals(entry.nkey());
    }
}
