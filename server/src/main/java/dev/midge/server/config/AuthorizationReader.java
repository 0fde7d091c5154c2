package dev.midge.server.config;

import dev.midge.auth.NKeyUserEntry;
import dev.midge.auth.Secret;
import dev.midge.auth.UserEntry;
import dev.midge.server.config.account.AccountsReader;
import dev.midge.server.config.account.AuthorizationBlock;
import dev.midge.server.config.account.AuthorizationBlockReader;
import dev.midge.server.config.account.PermissionsReader;
import dev.midge.server.config.language.ConfNode;
import dev.midge.server.config.language.ConfNode.Kind;
import dev.midge.server.config.language.GoText;
import dev.midge.server.config.language.Position;
import dev.midge.server.config.value.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code authorization} block, and checks it together with the users of the accounts. */
final class AuthorizationReader {
    private final Findings findings;
    private final Layer layer;
    private final PermissionsReader permissions;

    private final AccountsReader accounts;

    /** The block that counts: the last one. */
    private @Nullable AuthorizationBlock block;

    private List<PluginEntry> plugins = List.of();

    AuthorizationReader(Findings findings, Layer layer) {
        this.findings = findings;
        this.layer = layer;
        this.permissions = new PermissionsReader(findings);
        this.accounts = new AccountsReader(findings, permissions);
    }

    void read(ConfNode node) {
        if (node.kind() == Kind.MAP) {
            plugins = List.of();
            block = new ClientBlockReader().read(node);
        } else {
            findings.wrongKind(node, Kind.MAP);
        }
    }

    void readAccounts(ConfNode node) {
        accounts.read(node);
        layer.set(Options.ACCOUNTS, accounts.entries(), node.position());
    }

    /** Accounts that may store messages, as far as the file says so. */
    Set<String> accountsWithJetStream() {
        return accounts.withJetStream();
    }

    // What goes together

    /** Call once, when every top-level entry has been read: the result does not depend on their order. */
    void finish() {
        AuthorizationBlock last = block;
        Set<String> names = new HashSet<>();
        if (last != null) {
            String conflict = last.conflict();
            if (conflict == null) {
                conflict = last.users().addTo(names); // users and nkeys share one set of names
            }
            if (conflict != null) {
                findings.error(last.position(), conflict);
            }
            checkBesideAccounts(last);
            checkCallout(last.callout());
            store(last);
        }
        accounts.checkNames(names);
        storeUsers(last);
    }

    private void checkBesideAccounts(AuthorizationBlock last) {
        for (AccountsReader.Members account : accounts.members()) {
            if (!last.user().isEmpty()) {
                findings.error(account.position(), "Can not have a single user/pass and accounts");
            } else if (!last.token().isEmpty()) {
                findings.error(account.position(), "Can not have a token and accounts");
            }
        }
    }

    private void checkCallout(AuthorizationBlock.@Nullable Callout callout) {
        if (callout == null) {
            return;
        }
        boolean known = true;
        for (String name : callout.allowedAccounts()) {
            if (!accounts.has(name)) {
                known = false;
                findings.error(
                        Position.NONE,
                        "auth_callout allowed account " + GoText.quote(name) + " not found in configured accounts");
            }
        }
        if (known) {
            findings.guarded(callout.node(), "auth_callout");
        }
    }

    private void store(AuthorizationBlock last) {
        Position position = last.position();
        layer.set(Options.AUTH_USER, last.user(), position);
        layer.set(Options.AUTH_PASSWORD, Secret.of(last.password()), position);
        layer.set(Options.AUTH_TOKEN, Secret.of(last.token()), position);
        layer.set(Options.AUTH_PROXY_REQUIRED, last.proxyRequired(), position);
        layer.set(Options.AUTH_DEFINED, true, position);
        layer.set(Options.AUTH_PLUGINS, plugins, position);
        Duration timeout = last.timeout();
        if (timeout != null) {
            layer.set(Options.AUTH_TIMEOUT, timeout, position);
        }
    }

    /** The users of the block and those of the accounts are one list: each knows its account. */
    private void storeUsers(@Nullable AuthorizationBlock last) {
        List<UserEntry> users = new ArrayList<>();
        List<NKeyUserEntry> nkeys = new ArrayList<>();
        Position position = Position.NONE;
        for (AccountsReader.Members account : accounts.members()) {
            users.addAll(account.users().users());
            nkeys.addAll(account.users().nkeys());
            position = account.position();
        }
        if (last != null) {
            users.addAll(last.users().users());
            nkeys.addAll(last.users().nkeys());
            position = last.position();
        }
        if (last != null || !accounts.members().isEmpty()) {
            layer.set(Options.AUTH_USERS, users, position);
            layer.set(Options.AUTH_NKEYS, nkeys, position);
        }
    }

    /** Clients may be asked for by the authenticators of others, other servers may not. */
    private final class ClientBlockReader extends AuthorizationBlockReader {
        ClientBlockReader() {
            super(findings, permissions);
        }

        @Override
        protected void unknown(String key, ConfNode node) {
            if (key.toLowerCase(Locale.ROOT).equals("plugins")) {
                plugins = new PluginReader(findings).read(node);
            } else {
                super.unknown(key, node);
            }
        }
    }
}
