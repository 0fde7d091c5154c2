package dev.midge.server.config;

import dev.midge.auth.Identity;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.TimeoutReader;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an {@code authorization} block by itself: that of clients, or that of a listener for other servers. */
final class AuthorizationBlockReader {
    private final Findings findings;
    private final ConfValues values;
    private final PermissionsReader permissions;

    AuthorizationBlockReader(Findings findings, PermissionsReader permissions) {
        this.findings = findings;
        this.values = new ConfValues(findings);
        this.permissions = permissions;
    }

    /** The block of clients; the value is a map. */
    AuthorizationBlock read(ConfNode node) {
        return read(node, true);
    }

    /** The block of other servers, of which the authenticators of others know nothing; the value is a map. */
    AuthorizationBlock readPeer(ConfNode node) {
        return read(node, false);
    }

    private AuthorizationBlock read(ConfNode node, boolean ofClients) {
        AuthorizationBlock block = new AuthorizationBlock(node.position());
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            ConfNode value = entry.getValue();
            if (ofClients && entry.getKey().toLowerCase(Locale.ROOT).equals("plugins")) {
                block.plugins = new PluginReader(findings).read(value);
            } else {
                readEntry(block, entry.getKey(), value);
            }
        }
        if (block.userNodes != null) {
            // Last, because the permissions that users inherit may stand behind them.
            block.users = new UserReader(findings, permissions, block.defaults, Identity.GLOBAL_ACCOUNT)
                    .read(block.userNodes);
        }
        return block;
    }

    private void readEntry(AuthorizationBlock into, String key, ConfNode node) {
        switch (key.toLowerCase(Locale.ROOT)) {
            case "user", "username" -> into.user = orEmpty(values.text(node));
            case "pass", "password" -> into.password = orEmpty(values.text(node));
            case "token" -> into.token = orEmpty(values.text(node));
            case "timeout" -> into.timeout = new TimeoutReader(findings, "authorization").readAndWarn(key, node);
            case "users" -> into.userNodes = node;
            case "default_permission", "default_permissions", "permissions" -> {
                into.permissionNode = node;
                into.defaults = permissions.read(node);
            }
            case "auth_callout", "auth_hook" -> into.callout = readCallout(node);
            case "proxy_required" -> into.proxyRequired = Boolean.TRUE.equals(values.flag(node));
            default -> findings.unknownField(node, key);
        }
    }

    private AuthorizationBlock.@Nullable Callout readCallout(ConfNode node) {
        if (node.kind() == Kind.MAP) {
            return new CalloutReader(findings).read(node);
        }
        findings.error(node, "Expected authorization callout to be a map/struct, got " + node);
        return null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
