package dev.midge.server.config.account;

import dev.midge.auth.AuthConfig;
import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.UserEntry;
import dev.midge.server.config.language.GoText;
import org.jspecify.annotations.Nullable;

/** The user that clients without credentials become. */
public final class NoAuthUser {
    private NoAuthUser() {}

    /** What is wrong with the one that is named so; null for the empty name, which is nobody. */
    public static @Nullable String fault(AuthConfig auth, String name) {
        if (name.isEmpty()) {
            return null;
        }
        if (auth.users().isEmpty() && auth.nkeyUsers().isEmpty()) {
            return "no_auth_user: " + GoText.quote(name) + " present, but users/nkeys are not defined";
        }
        if (isUser(auth, name)) {
            return null;
        }
        return "no_auth_user: " + GoText.quote(name)
                + " not present as user or nkey in authorization block or account configuration";
    }

    private static boolean isUser(AuthConfig auth, String name) {
        for (UserEntry user : auth.users()) {
            if (user.name().equals(name)) {
                return true;
            }
        }
        for (NKeyUserEntry user : auth.nkeyUsers()) {
            if (user.nkey().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
