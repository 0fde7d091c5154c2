package dev.midge.server.config;

import dev.midge.auth.permission.Permissions;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an {@code authorization} block says, before it is known whether its parts go together. */
final class AuthorizationBlock {
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

    /** The callout, if it is right by itself. */
    @Nullable
    Callout callout;

    UserList users = UserList.EMPTY;
    List<PluginEntry> plugins = List.of();

    AuthorizationBlock(Position position) {
        this.position = position;
    }

    /** Whether there is a list of users, be it empty. */
    boolean hasUserList() {
        return userNodes != null && userNodes.kind() == ConfNode.Kind.LIST;
    }

    /** A callout that was read. */
    record Callout(ConfNode node, List<String> allowedAccounts) {}
}
