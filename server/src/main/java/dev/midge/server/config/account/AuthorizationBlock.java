package dev.midge.server.config.account;

import dev.midge.auth.permission.Permissions;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@code authorization} block says, before it is known whether its parts go together. */
public final class AuthorizationBlock {
    final Position position;
    String user = "";
    String password = "";
    String token = "";

    @Nullable
    Duration timeout;

    boolean proxyRequired;

    @Nullable
    ConfNode userNodes;

    @Nullable
    ConfNode permissionNode;

    @Nullable
    Permissions defaults;

    @Nullable
    Callout callout;

    UserList users = UserList.EMPTY;

    AuthorizationBlock(Position position) {
        this.position = position;
    }

    public Position position() {
        return position;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    public String token() {
        return token;
    }

    public @Nullable Duration timeout() {
        return timeout;
    }

    public boolean proxyRequired() {
        return proxyRequired;
    }

    /** The permissions that users inherit, as they are written; null if there are none that could be read. */
    public @Nullable ConfNode permissions() {
        return defaults == null ? null : permissionNode;
    }

    /** The callout, if it is right by itself. */
    public @Nullable Callout callout() {
        return callout;
    }

    public UserList users() {
        return users;
    }

    /** Whether there is a list of users, be it empty. */
    public boolean hasUserList() {
        return userNodes != null && userNodes.kind() == ConfNode.Kind.LIST;
    }

    /** Why its parts do not go together; null if they do. */
    public @Nullable String conflict() {
        boolean single = !user.isEmpty() || !password.isEmpty();
        if (single && !token.isEmpty()) {
            return "Cannot have a user/pass and token";
        }
        if (userNodes == null) {
            return null;
        }
        if (!user.isEmpty()) {
            return "Can not have a single user/pass and a users array";
        }
        return token.isEmpty() ? null : "Can not have a token and a users array";
    }

    /** A callout that was read. */
    public record Callout(ConfNode node, List<String> allowedAccounts) {}
}
