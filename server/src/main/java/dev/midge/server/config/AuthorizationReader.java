package dev.midge.server.config;

import dev.midge.auth.Identity;
import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.Secret;
import dev.midge.auth.UserEntry;
import dev.midge.auth.permission.Permissions;
import dev.midge.server.config.ConfNode.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code authorization} block, and checks it together with the users of the accounts. */
final class AuthorizationReader {
    private static final double LONG_TIMEOUT_SECONDS = 60;

    private final Findings findings;
    private final ConfValues values;
    private final Layer layer;
    private final PermissionsReader permissions;

    private final AccountsReader accounts;

    /** The block that counts: the last one. */
    private @Nullable Block block;

    AuthorizationReader(Findings findings, Layer layer) {
        this.findings = findings;
        this.layer = layer;
        this.values = new ConfValues(findings);
        this.permissions = new PermissionsReader(findings);
        this.accounts = new AccountsReader(findings, permissions);
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

        UserList users = UserList.EMPTY;
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
            read.users =
                    new UserReader(findings, permissions, read.defaults, Identity.GLOBAL_ACCOUNT).read(read.userNodes);
        }
        block = read;
    }

    void readAccounts(ConfNode node) {
        accounts.read(node);
        layer.set(Options.ACCOUNTS, accounts.entries(), node.position());
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
            findings.guarded(node, "auth_callout");
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

    // What goes together

    /** Call once, when every top-level entry has been read: the result does not depend on their order. */
    void finish() {
        Block last = block;
        Set<String> names = new HashSet<>();
        if (last != null) {
            String conflict = conflict(last, names);
            if (conflict != null) {
                findings.error(last.position, conflict);
            }
            checkBesideAccounts(last);
            store(last);
        }
        accounts.checkNames(names);
        storeUsers(last);
    }

    private static @Nullable String conflict(Block last, Set<String> names) {
        boolean single = !last.user.isEmpty() || !last.password.isEmpty();
        if (single && !last.token.isEmpty()) {
            return "Cannot have a user/pass and token";
        }
        if (last.userNodes != null) {
            if (!last.user.isEmpty()) {
                return "Can not have a single user/pass and a users array";
            }
            if (!last.token.isEmpty()) {
                return "Can not have a token and a users array";
            }
        }
        return addAll(names, last.users);
    }

    /** Users and nkeys share one set of names. */
    private static @Nullable String addAll(Set<String> names, UserList users) {
        for (UserEntry user : users.users()) {
            if (!names.add(user.name())) {
                return UserList.duplicate(user);
            }
        }
        for (NKeyUserEntry user : users.nkeys()) {
            if (!names.add(user.nkey())) {
                return UserList.duplicate(user);
            }
        }
        return null;
    }

    private void checkBesideAccounts(Block last) {
        for (AccountsReader.Members account : accounts.members()) {
            if (!last.user.isEmpty()) {
                findings.error(account.position(), "Can not have a single user/pass and accounts");
            } else if (!last.token.isEmpty()) {
                findings.error(account.position(), "Can not have a token and accounts");
            }
        }
    }

    private void store(Block last) {
        Position position = last.position;
        layer.set(Options.AUTH_USER, last.user, position);
        layer.set(Options.AUTH_PASSWORD, Secret.of(last.password), position);
        layer.set(Options.AUTH_TOKEN, Secret.of(last.token), position);
        layer.set(Options.AUTH_PROXY_REQUIRED, last.proxyRequired, position);
        layer.set(Options.AUTH_DEFINED, true, position);
        layer.set(Options.AUTH_PLUGINS, last.plugins, position);
        if (last.timeout != null) {
            layer.set(Options.AUTH_TIMEOUT, last.timeout, position);
        }
    }

    /** The users of the block and those of the accounts are one list: each knows its account. */
    private void storeUsers(@Nullable Block last) {
        List<UserEntry> users = new ArrayList<>();
        List<NKeyUserEntry> nkeys = new ArrayList<>();
        Position position = Position.NONE;
        for (AccountsReader.Members account : accounts.members()) {
            users.addAll(account.users().users());
            nkeys.addAll(account.users().nkeys());
            position = account.position();
        }
        if (last != null) {
            users.addAll(last.users.users());
            nkeys.addAll(last.users.nkeys());
            position = last.position;
        }
        if (last != null || !accounts.members().isEmpty()) {
            layer.set(Options.AUTH_USERS, users, position);
            layer.set(Options.AUTH_NKEYS, nkeys, position);
        }
    }
}
