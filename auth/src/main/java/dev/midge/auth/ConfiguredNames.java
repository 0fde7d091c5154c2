package dev.midge.auth;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which users and nkeys a configuration knows, and in which account each is: what decides after a reload whether a client
 * that named one of them is still where it belongs.
 *
 * <p>nats-server server/reload.go clientHasMovedToDifferentAccount. It knows no single user there, and so closes those
 * clients on every reload; here the single user is a user like any other.
 */
final class ConfiguredNames {

    /** Those whose clients are who they are because the configuration says so. */
    private static final Set<String> BY_CONFIGURATION =
            Set.of(NKeyAuthenticator.NAME, UsersAuthenticator.NAME, SingleUserAuthenticator.NAME);

    private final Map<String, String> accountsOfKeys = new HashMap<>();
    private final Map<String, String> accountsOfUsers = new HashMap<>();
    private final boolean single;

    ConfiguredNames(AuthConfig config) {
        for (NKeyUserEntry user : config.nkeyUsers()) {
            accountsOfKeys.put(user.nkey(), user.account());
        }
        for (UserEntry user : config.users()) {
            accountsOfUsers.put(user.name(), user.account());
        }
        UserEntry only = config.singleUser();
        single = only != null && config.users().isEmpty();
        if (only != null && single) {
            accountsOfUsers.put(only.name(), Identity.GLOBAL_ACCOUNT);
        }
    }

    /** Whether the holder logged in as a user or nkey of a configuration, and this one does not have it there. */
    boolean hasLeft(Identity held, ConnectAttempt attempt) {
        return BY_CONFIGURATION.contains(String.valueOf(held.grantedBy())) && isElsewhere(held, attempt);
    }

    /** What an answer to the attempt of whoever holds the identity means for its connection. */
    Revalidation outcome(Identity held, ConnectAttempt attempt, AuthDecision decision) {
        boolean moved = decision.kind() == AuthDecision.Kind.GRANTED
                ? !decision.identity().account().equals(held.account())
                : !isByPlugin(held) && (isElsewhere(held, attempt) || isSingleUser(attempt));
        return moved ? Revalidation.drop(Denial.moved()) : Revalidation.of(held, decision);
    }

    /** To an authenticator from outside the names of a configuration mean nothing. */
    private static boolean isByPlugin(Identity held) {
        String by = held.grantedBy();
        return by != null && !BY_CONFIGURATION.contains(by) && !by.equals(OpenAuthenticator.NAME);
    }

    private boolean isElsewhere(Identity held, ConnectAttempt attempt) {
        String key = attempt.nkey();
        String user = attempt.user();
        if (key == null && user == null && held.throughNoAuthUser()) {
            key = held.nkey();
            user = held.userName();
        }
        if (key == null && user == null) {
            return false;
        }
        String account = key == null ? accountsOfUsers.get(user) : accountsOfKeys.get(key);
        return !held.account().equals(account);
    }

    private boolean isSingleUser(ConnectAttempt attempt) {
        return single && attempt.user() != null;
    }
}
