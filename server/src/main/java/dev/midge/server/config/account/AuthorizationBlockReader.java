package dev.midge.server.config.account;

import dev.midge.auth.Identity;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import dev.midge.server.config.value.TimeoutReader;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads an {@code authorization} block by itself: that of a listener for other servers, or that of clients, which may
 * have further keys.
 */
public class AuthorizationBlockReader {
    private final Findings findings;
    private final ConfValues values;
    private final PermissionsReader permissions;

    public AuthorizationBlockReader(Findings findings, PermissionsReader permissions) {
        this.findings = findings;
        this.values = new ConfValues(findings);
        this.permissions = permissions;
    }

    /** The value is a map. */
    public final AuthorizationBlock read(ConfNode node) {
        AuthorizationBlock block = new AuthorizationBlock(node.position());
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            readEntry(block, entry.getKey(), entry.getValue());
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
            default -> unknown(key, node);
        }
    }

    /** A key that not every such block has. */
    protected void unknown(String key, ConfNode node) {
        findings.unknownField(node, key);
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
