package dev.midge.server.log;

import org.jspecify.annotations.Nullable;

/**
 * The connection that a line is about. Its text says the same, for readers; this is for programs.
 *
 * @param connection the id that monitoring knows as {@code cid}
 * @param client address and port of the other side
 * @param account the account, null before the login
 * @param user how the log names the user, such as {@code user:a}; null before the login and for nobody in particular
 */
public record LogOrigin(
        long connection,
        String client,
        @Nullable String account,
        @Nullable String user) {}
