package dev.midge.server.config;

import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.UserEntry;
import dev.midge.server.config.language.GoText;
import java.util.List;

/** The users of one block, in the order of the file. */
record UserList(List<UserEntry> users, List<NKeyUserEntry> nkeys) {
    static final UserList EMPTY = new UserList(List.of(), List.of());

    boolean isEmpty() {
        return users.isEmpty() && nkeys.isEmpty();
    }

    static String duplicate(UserEntry user) {
        return "Duplicate user " + GoText.quote(user.name()) + " detected";
    }

    static String duplicate(NKeyUserEntry user) {
        return "Duplicate nkey " + GoText.quote(user.nkey()) + " detected";
    }
}
