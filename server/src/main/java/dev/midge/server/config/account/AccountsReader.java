package dev.midge.server.config.account;

import dev.midge.auth.AccountEntry;
import dev.midge.auth.Identity;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code accounts} block: names, limits and users. */
public final class AccountsReader {
    /** Account of the server itself when the configuration names none. */
    public static final String DEFAULT_SYSTEM_ACCOUNT = "$SYS";

    private final Findings findings;
    private final ConfValues values;
    private final PermissionsReader permissions;
    private final Map<String, AccountEntry> entries = new LinkedHashMap<>();
    private final List<Members> members = new ArrayList<>();
    private final Set<String> withJetStream = new HashSet<>();

    /** Made for the first account that imports or exports. */
    private @Nullable BorderReader border;

    public AccountsReader(Findings findings, PermissionsReader permissions) {
        this.findings = findings;
        this.values = new ConfValues(findings);
        this.permissions = permissions;
    }

    /** The users of one account, and where the file lists them. */
    public record Members(Position position, UserList users) {}

    private static final class Block {
        final String name;
        final AccountEntry.Builder entry;

        @Nullable
        ConfNode userNodes;

        @Nullable
        Permissions defaults;

        Block(String name) {
            this.name = name;
            entry = AccountEntry.builder().name(name);
        }
    }

    /** Every account that was read, in the order of the file. */
    public List<AccountEntry> entries() {
        return List.copyOf(entries.values());
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    public Set<String> withJetStream() {
        return withJetStream;
    }

    /** One element for each account that has users. */
    public List<Members> members() {
        return members;
    }

    public void read(ConfNode node) {
        if (node.kind() == Kind.LIST) {
            readNames(node);
        } else if (node.kind() == Kind.MAP) {
            for (Map.Entry<String, ConfNode> entry : node.asMap().entrySet()) {
                if (!entry.getValue().isUsed()) {
                    readAccount(entry.getKey(), entry.getValue());
                }
            }
            if (border != null) {
                border.checkAccounts(node, entries.keySet());
            }
        }
    }

    private void readNames(ConfNode list) {
        for (ConfNode node : list.asList()) {
            String name = values.text(node);
            if (Identity.GLOBAL_ACCOUNT.equals(name)) {
                findings.error(node, "\"$G\" is a Reserved Account");
            } else if (name != null && entries.containsKey(name)) {
                findings.error(node, "Duplicate Account Entry: " + name);
            } else if (name != null) {
                entries.put(name, AccountEntry.builder().name(name).build());
            }
        }
    }

    private void readAccount(String name, ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.error(node, "Expected map entries for accounts");
        } else if (Identity.GLOBAL_ACCOUNT.equals(name)) {
            findings.error(node, "\"$G\" is a Reserved Account");
        } else {
            readAccount(new Block(name), node.asMap());
        }
    }

    private void readAccount(Block block, Map<String, ConfNode> map) {
        for (Map.Entry<String, ConfNode> field : map.entrySet()) {
            readField(block, field.getKey(), field.getValue());
        }
        AccountEntry entry = block.entry.build();
        entries.put(entry.name(), entry);
        if (block.userNodes != null) {
            // Last, because the permissions that users inherit may stand behind them.
            readUsers(block.userNodes, block.defaults, entry.name());
        }
    }

    private void readUsers(ConfNode list, @Nullable Permissions defaults, String account) {
        if (list.kind() != Kind.LIST) {
            // nats-server server/opts.go: unlike in the authorization block, the place is not known.
            findings.error(Position.NONE, "Expected users field to be an array, got " + list);
            return;
        }
        UserList users = new UserReader(findings, permissions, defaults, account).read(list);
        if (!users.isEmpty()) {
            members.add(new Members(list.position(), users));
        }
    }

    private void readField(Block into, String key, ConfNode node) {
        switch (key.toLowerCase(Locale.ROOT)) {
            case "nkey" -> readKey(into, node);
            case "users" -> into.userNodes = node;
            case "default_permissions" -> into.defaults = permissions.read(node);
            case "limits" -> readLimits(into.entry, node);
            case "imports" -> readBorder("imports", node);
            case "exports" -> readBorder("exports", node);
            case "mappings", "maps" -> readMappings(node);
            case "jetstream" -> readJetStream(into.name, node);
            case "msg_trace", "trace_dest" -> {
                new TraceReader(findings).read(key, node);
                findings.notice(node, key + " has no effect in this server");
            }
            default -> findings.unknownField(node, key);
        }
    }

    private void readKey(Block into, ConfNode node) {
        if (node.kind() == Kind.STRING && NKey.isValid(node.asText(), KeyType.ACCOUNT)) {
            into.entry.nkey(node.asText());
        } else {
            findings.error(node, "Not a valid public nkey for an account: " + GoText.quote(node));
        }
    }

    private void readLimits(AccountEntry.Builder into, ConfNode node) {
        if (node.kind() != Kind.MAP) {
            findings.error(node, "Expected account limits to be a map/struct, got " + node);
            return;
        }
        for (Map.Entry<String, ConfNode> field : node.asMap().entrySet()) {
            readLimit(into, field.getKey(), field.getValue());
        }
    }

    private void readLimit(AccountEntry.Builder into, String key, ConfNode node) {
        switch (key.toLowerCase(Locale.ROOT)) {
            case "max_connections", "max_conn" -> into.maxConnections(limit(node));
            case "max_subscriptions", "max_subs" -> into.maxSubscriptions(limit(node));
            case "max_payload", "max_pay" -> into.maxPayload(limit(node));
            case "max_leafnodes", "max_leafs" -> limit(node); // there are none to count
            default -> findings.unknown(node, "Unknown field " + GoText.quote(key) + " parsing account limits");
        }
    }

    private long limit(ConfNode node) {
        Long number = values.integer(node);
        return number == null ? 0 : number;
    }

    /** What lets messages cross the border of an account. */
    private void readBorder(String what, ConfNode node) {
        int errorsBefore = findings.errors().size();
        BorderReader reader = border == null ? new BorderReader(findings) : border;
        border = reader;
        reader.read(what, node);
        if (findings.errors().size() == errorsBefore && !node.isOff()) {
            findings.unsupported(node, "accounts " + what);
        }
    }

    private void readMappings(ConfNode node) {
        int errorsBefore = findings.errors().size();
        new MappingsReader(findings).read(node);
        if (findings.errors().size() == errorsBefore && !node.isOff()) {
            findings.unsupported(node, "accounts mappings");
        }
    }

    private void readJetStream(String account, ConfNode node) {
        int errorsBefore = findings.errors().size();
        if (new AccountJetStreamReader(findings).read(node)) {
            withJetStream.add(account);
        }
        if (findings.errors().size() == errorsBefore) {
            findings.notice(node, "jetstream has no effect in this server");
        }
    }

    /** Reports every user whose name has been taken before; users and nkeys share one set of names. */
    public void checkNames(Set<String> taken) {
        for (Members account : members) {
            for (NKeyUserEntry user : account.users().nkeys()) {
                if (!taken.add(user.nkey())) {
                    findings.error(account.position(), UserList.duplicate(user));
                }
            }
            for (UserEntry user : account.users().users()) {
                if (!taken.add(user.name())) {
                    findings.error(account.position(), UserList.duplicate(user));
                }
            }
        }
    }
}
