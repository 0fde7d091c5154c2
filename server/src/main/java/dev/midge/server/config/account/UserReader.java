package dev.midge.server.config.account;

import dev.midge.auth.ConnectionType;
import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.UserEntry;
import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKey;
import dev.midge.auth.permission.Permissions;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.ConfValues;
import dev.midge.server.config.value.Findings;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a list of users, those with passwords and those with NKeys. */
final class UserReader {
    private final Findings findings;
    private final ConfValues values;
    private final PermissionsReader permissions;
    private final @Nullable Permissions defaults;
    private final String account;

    private final List<UserEntry> users = new ArrayList<>();
    private final List<NKeyUserEntry> nkeys = new ArrayList<>();

    /** Users without permissions of their own get {@code defaults}. */
    UserReader(Findings findings, PermissionsReader permissions, @Nullable Permissions defaults, String account) {
        this.findings = findings;
        this.values = new ConfValues(findings);
        this.permissions = permissions;
        this.defaults = defaults;
        this.account = account;
    }

    private static final class Entry {
        String user = "";

        @Nullable
        String password;

        String nkey = "";

        @Nullable
        Permissions permissions;

        Set<ConnectionType> connectionTypes = Set.of();
        boolean proxyRequired;

        @Nullable
        Instant deadline;
        /** Where the last thing that was read stands: nats-server reports errors of a whole entry there. */
        Position last;

        Entry(Position start) {
            last = start;
        }
    }

    UserList read(ConfNode list) {
        if (list.kind() != Kind.LIST) {
            findings.error(list, "Expected users field to be an array, got " + list);
            return new UserList(users, nkeys);
        }
        for (ConfNode node : list.asList()) {
            if (node.kind() == Kind.MAP) {
                read(node.asMap(), new Entry(node.position()));
            } else {
                findings.error(node, "Expected user entry to be a map/struct, got " + node);
            }
        }
        return new UserList(users, nkeys);
    }

    private void read(Map<String, ConfNode> map, Entry entry) {
        for (Map.Entry<String, ConfNode> field : map.entrySet()) {
            entry.last = field.getValue().position();
            readField(entry, field.getKey(), field.getValue());
        }
        String wrong = wrong(entry);
        if (wrong != null) {
            findings.error(entry.last, wrong);
        } else {
            add(entry);
        }
    }

    private void readField(Entry entry, String key, ConfNode node) {
        switch (key.toLowerCase(Locale.ROOT)) {
            case "nkey" -> entry.nkey = orNothing(values.text(node));
            case "user", "username" -> entry.user = orNothing(values.text(node));
            case "pass", "password" -> entry.password = values.text(node);
            case "permission", "permissions", "authorization" -> entry.permissions = permissions.read(node);
            case "allowed_connection_types", "connection_types", "clients" ->
                entry.connectionTypes = connectionTypes(node);
            case "proxy_required" -> entry.proxyRequired = Boolean.TRUE.equals(values.flag(node));
            case "connection_deadline" -> entry.deadline = deadline(node);
            default -> findings.unknownField(node, key);
        }
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String wrong(Entry entry) {
        if (entry.nkey.isEmpty()) {
            return entry.user.isEmpty() ? "User entry requires a user" : null;
        }
        if (!NKey.isValid(entry.nkey, KeyType.USER)) {
            return "Not a valid public nkey for a user";
        }
        boolean named = !entry.user.isEmpty() || !orNothing(entry.password).isEmpty();
        return named ? "Nkey users do not take usernames or passwords" : null;
    }

    private void add(Entry entry) {
        Permissions own = entry.permissions == null ? defaults : entry.permissions;
        if (entry.nkey.isEmpty()) {
            users.add(UserEntry.builder()
                    .name(entry.user)
                    .password(entry.password)
                    .account(account)
                    .permissions(own)
                    .allowedConnectionTypes(entry.connectionTypes)
                    .proxyRequired(entry.proxyRequired)
                    .connectionDeadline(entry.deadline)
                    .build());
        } else {
            nkeys.add(NKeyUserEntry.builder()
                    .nkey(entry.nkey)
                    .account(account)
                    .permissions(own)
                    .allowedConnectionTypes(entry.connectionTypes)
                    .proxyRequired(entry.proxyRequired)
                    .connectionDeadline(entry.deadline)
                    .build());
        }
    }

    private Set<ConnectionType> connectionTypes(ConfNode node) {
        Set<ConnectionType> types = EnumSet.noneOf(ConnectionType.class);
        List<String> texts = values.texts("allowed connection types", node);
        StringBuilder unknown = new StringBuilder();
        for (String text : texts == null ? List.<String>of() : texts) {
            String name = text.toUpperCase(Locale.ROOT);
            ConnectionType type = connectionType(name);
            if (type == null) {
                unknown.append(unknown.length() == 0 ? "" : " ").append(GoText.quote(name));
            } else {
                types.add(type);
            }
        }
        if (unknown.length() > 0) {
            findings.error(node, "invalid connection types [" + unknown + "]");
        }
        return types;
    }

    private static @Nullable ConnectionType connectionType(String name) {
        for (ConnectionType type : ConnectionType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }

    /** Not in nats-server: the moment at which the user's connections end, quoted or as a date of the language. */
    private @Nullable Instant deadline(ConfNode node) {
        if (node.kind() == Kind.TIME) {
            return node.asTime();
        }
        if (node.kind() != Kind.STRING) {
            findings.error(node, "error parsing connection_deadline: unsupported type " + node.kind().goName);
            return null;
        }
        try {
            return OffsetDateTime.parse(node.asText()).toInstant();
        } catch (DateTimeException e) {
            findings.error(
                    node,
                    "error parsing connection_deadline: " + GoText.quote(node.asText())
                            + " is not a time such as 2006-01-02T15:04:05Z");
            return null;
        }
    }
}
