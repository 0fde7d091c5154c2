package dev.midge.server.config.account;

import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.UserEntry;
import dev.midge.server.config.language.GoText;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The users of one block, in the order of the file. */
public record UserList(List<UserEntry> users, List<NKeyUserEntry> nkeys) {
    static final UserList EMPTY = new UserList(List.of(), List.of());

    public boolean isEmpty() {
        return users.isEmpty() && nkeys.isEmpty();
    }

    /** Adds the names to those that are taken; the complaint about the first that was, null if none was. */
    public @Nullable String addTo(Set<String> taken) {
        for (UserEntry user : users) {
            if (!taken.add(user.name())) {
                return duplicate(user);
            }
        }
        for (NKeyUserEntry user : nkeys) {
            if (!taken.add(user.nkey())) {
                return duplicate(user);
            }
        }
        return null;
    }

    static String duplicate(UserEntry user) {
        return "Duplicate user " + GoText.quote(user.name()) + " detected";
    }

    static String duplicate(NKeyUserEntry user) {
        return "Duplicate nkey " + GoText.quote(user.nkey()) + " detected";
    }
}
