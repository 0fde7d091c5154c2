package dev.midge.server.config;

import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.UserEntry;
import java.util.List;

/** The users of one block, in the order of the file. */
record UserList(List<UserEntry> users, List<NKeyUserEntry> nkeys) {}
