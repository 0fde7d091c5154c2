package dev.midge.server.config;

import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.Secret;
import dev.midge.auth.UserEntry;
import dev.midge.auth.permission.Permissions;
import dev.midge.server.config.ConfNode.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code authorization} block, and of {@code accounts} what must be known to judge it. */
final class AuthorizationReader {
    private static final double LONG_TIMEOUT_SECONDS = 60;

    private final Findings findings;
    private final ConfValues values;
    private final Layer layer;
    private final PermissionsReader permissions;

    /** The block that counts: the last one. */
    private @Nullable Block block;
    /** Users of the system account, which has no effect here. */
    private UserList systemUsers = new UserList(List.of(), List.of());

    AuthorizationReader(Findings findings, Layer layer) {
        this.findings = findings;
        this.layer = layer;
        this.values = new ConfValues(findings);
        this.permissions = new PermissionsReader(findings);
    }

    /** What the block says, before it is known whether its parts go together. */
    private static final class Block {
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
        Permissions defaults;

        UserList users = new UserList(List.of(), List.of());
        List<PluginEntry> plugins = List.of();

        Block(Position position) {
            this.position = position;
        }
    }

    void read(ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.wrongKind(node, Kind.MAP);
            return;
        }
        Block read = new Block(node.position());
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            readEntry(read, entry.getKey(), entry.getValue());
        }
        if (read.userNodes != null) {
            // Last, because the permissions that users inherit may stand behind them.
            read.users = new UserReader(findings, permissions, read.defaults).read(read.userNodes);
        }
        block = read;
    }

    private void readEntry(Block into, String key, ConfNode node) {
        switch (key.toLowerCase(Locale.ROOT)) {
            case "user", "username" -> into.user = orEmpty(values.text(node));
            case "pass", "password" -> into.password = orEmpty(values.text(node));
            case "token" -> into.token = orEmpty(values.text(node));
            case "timeout" -> into.timeout = timeout(key, node);
            case "users" -> into.userNodes = node;
            case "default_permission", "default_permissions", "permissions" -> into.defaults = permissions.read(node);
            case "auth_callout", "auth_hook" -> readCallout(node);
            case "plugins" -> into.plugins = new PluginReader(findings).read(node);
            case "proxy_required" -> into.proxyRequired = Boolean.TRUE.equals(values.flag(node));
            default -> findings.unknownField(node, key);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void readCallout(ConfNode node) {
        if (node.kind() == Kind.MAP) {
            findings.unsupported(node, "auth_callout");
        } else {
            findings.error(node, "Expected authorization callout to be a map/struct, got " + node);
        }
    }

    /** Seconds or a duration; long ones earn a warning, because {@code 2m} without quotes is two million. */
    private @Nullable Duration timeout(String key, ConfNode node) {
        Double seconds = seconds(node);
        if (seconds == null) {
            return null;
        }
        if (seconds > LONG_TIMEOUT_SECONDS) {
            findings.misuse(
                    node,
                    key,
                    "timeout of " + node + " (" + sixDecimals(seconds)
                            + " seconds) is high, consider keeping it under 60 seconds. possibly caused by unquoted"
                            + " duration; use '1m' instead of 1m, for example");
        }
        return ConfValues.ofSeconds(seconds);
    }

    private @Nullable Double seconds(ConfNode node) {
        if (node.kind() == Kind.STRING) {
            return secondsOfText(node);
        }
        if (node.kind() == Kind.INTEGER) {
            return (double) node.asInteger();
        }
        if (node.kind() == Kind.FLOAT) {
            return node.asFloat();
        }
        findings.error(node, "error parsing authorization config, 'timeout' wrong type");
        return null;
    }

    private @Nullable Double secondsOfText(ConfNode node) {
        try {
            return GoDuration.parse(node.asText()).toNanos() / 1e9;
        } catch (IllegalArgumentException e) {
            findings.error(node, "error parsing authorization config, 'timeout' " + e.getMessage());
            return null;
        }
    }

    private static String sixDecimals(double number) {
        return BigDecimal.valueOf(number).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
    }

    // Accounts

    /** Only the system account and empty ones may be configured, as client fixtures do; they have no effect here. */
    void readAccounts(ConfNode node) {
        if (node.kind() == Kind.LIST) {
            readAccountNames(node);
        } else if (node.kind() == Kind.MAP) {
            for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
                readAccount(entry.getKey(), entry.getValue());
            }
        }
    }

    private void readAccountNames(ConfNode list) {
        Set<String> names = new HashSet<>();
        for (ConfNode node : list.asList()) {
            String name = values.text(node);
            if ("$G".equals(name)) {
                findings.error(node, "\"$G\" is a Reserved Account");
            } else if (name != null && !names.add(name)) {
                findings.error(node, "Duplicate Account Entry: " + name);
            }
        }
        findings.notice(list, "accounts without users have no effect in this server");
    }

    private void readAccount(String name, ConfNode node) {
        if (node.isUsed()) {
            return;
        }
        if (node.kind() != Kind.MAP) {
            findings.error(node, "Expected map entries for accounts");
        } else if ("$G".equals(name)) {
            findings.error(node, "\"$G\" is a Reserved Account");
        } else if ("$SYS".equals(name)) {
            readSystemAccount(node);
        } else if (node.asMap().isEmpty()) {
            findings.notice(node, "account " + name + " is empty and has no effect in this server");
        } else {
            findings.unsupported(node, "account " + name);
        }
    }

    private void readSystemAccount(ConfNode node) {
        for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
            if ("users".equalsIgnoreCase(entry.getKey())) {
                systemUsers = new UserReader(findings, permissions, null).read(entry.getValue());
            }
        }
        findings.notice(node, "account $SYS has no effect in this server");
    }

    // What goes together

    /** Call once, when every top-level entry has been read. */
    void finish() {
        Block last = block;
        if (last == null) {
            return;
        }
        String conflict = conflict(last);
        if (conflict != null) {
            findings.error(last.position, conflict);
        }
        store(last);
    }

    private @Nullable String conflict(Block last) {
        boolean single = !last.user.isEmpty() || !last.password.isEmpty();
        if (single && !last.token.isEmpty()) {
            return "Cannot have a user/pass and token";
        }
        Set<String> names = new HashSet<>();
        String twice = addAll(names, systemUsers);
        if (last.userNodes != null || !names.isEmpty()) {
            if (!last.user.isEmpty()) {
                return "Can not have a single user/pass and a users array";
            }
            if (!last.token.isEmpty()) {
                return "Can not have a token and a users array";
            }
        }
        return twice == null ? addAll(names, last.users) : twice;
    }

    /** Users and nkeys share one set of names. */
    private static @Nullable String addAll(Set<String> names, UserList users) {
        for (UserEntry user : users.users()) {
            if (!names.add(user.name())) {
                return "Duplicate user " + GoText.quote(user.name()) + " detected";
            }
        }
        for (NKeyUserEntry user : users.nkeys()) {
            if (!names.add(user.nkey())) {
                return "Duplicate nkey " + GoText.quote(user.nkey()) + " detected";
            }
        }
        return null;
    }

    private void store(Block last) {
        Position position = last.position;
        layer.set(Options.AUTH_USER, last.user, position);
        layer.set(Options.AUTH_PASSWORD, Secret.of(last.password), position);
        layer.set(Options.AUTH_TOKEN, Secret.of(last.token), position);
        layer.set(Options.AUTH_PROXY_REQUIRED, last.proxyRequired, position);
        layer.set(Options.AUTH_USERS, last.users.users(), position);
        layer.set(Options.AUTH_NKEYS, last.users.nkeys(), position);
        layer.set(Options.AUTH_PLUGINS, last.plugins, position);
        if (last.timeout != null) {
            layer.set(Options.AUTH_TIMEOUT, last.timeout, position);
        }
    }
}
