package dev.midge.server.connection;

import org.jspecify.annotations.Nullable;

/**
 * Which connections a report wants.
 *
 * @param account null for any
 * @param user as the client gave it; empty for any
 * @param id 0 for any
 * @param subscriptions whether the subscriptions are wanted, too
 */
public record ConnectionFilter(@Nullable String account, String user, long id, boolean subscriptions) {

    boolean inAccount(ClientConnection connection) {
        return account == null || account.equals(connection.account().name());
    }

    boolean wants(ClientConnection connection) {
        return (id == 0 || id == connection.id())
                && (user.isEmpty() || user.equals(connection.names().user()));
    }
}
