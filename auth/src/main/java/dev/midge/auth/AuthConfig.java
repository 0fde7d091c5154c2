package dev.midge.auth;

import dev.midge.auth.permission.Permissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may connect, as configured. Immutable; a reload makes a new one and a new chain from it. */
public final class AuthConfig {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    private final @Nullable UserEntry singleUser;
    private final @Nullable Password token;
    private final List<UserEntry> users;
    private final List<NKeyUserEntry> nkeyUsers;
    private final List<AccountEntry> accounts;
    private final @Nullable String noAuthUser;
    private final @Nullable String companionUser;
    private final boolean proxyRequired;
    private final List<String> trustedProxies;
    private final Duration timeout;

    private AuthConfig(Builder builder) {
        singleUser = builder.singleUser;
        token = builder.token;
        users = List.copyOf(builder.users);
        nkeyUsers = List.copyOf(builder.nkeyUsers);
        accounts = List.copyOf(builder.accounts.values());
        noAuthUser = builder.noAuthUser;
        companionUser = builder.companionUser;
        proxyRequired = builder.proxyRequired;
        trustedProxies = List.copyOf(builder.trustedProxies);
        timeout = builder.timeout;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with this configuration. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The one user of {@code authorization { user, password }} or {@code --user}. */
    public @Nullable UserEntry singleUser() {
        return singleUser;
    }

    public @Nullable Password token() {
        return token;
    }

    public List<UserEntry> users() {
        return users;
    }

    public List<NKeyUserEntry> nkeyUsers() {
        return nkeyUsers;
    }

    /** The accounts that are configured; users may be in others all the same, which then have no limits. */
    public List<AccountEntry> accounts() {
        return accounts;
    }

    /** The user or nkey that a peer without credentials becomes. */
    public @Nullable String noAuthUser() {
        return noAuthUser;
    }

    /** The {@link #noAuthUser} when it was made up by the server; null when it was configured. */
    public @Nullable String companionUser() {
        return companionUser;
    }

    /** {@code proxy_required} of the authorization block: applies to the single user and the token only. */
    public boolean proxyRequired() {
        return proxyRequired;
    }

    /** The public keys of the proxies that clients may come through; of any type of key. */
    public List<String> trustedProxies() {
        return trustedProxies;
    }

    /** How long a peer may take until CONNECT, and an authenticator to decide. */
    public Duration timeout() {
        return timeout;
    }

    /** True when the start-up warning about plain text passwords is due. Tokens do not count. */
    public boolean hasPlaintextPasswords() {
        for (UserEntry user : everyUser()) {
            if (isPlaintext(user)) {
                return true;
            }
        }
        return false;
    }

    /** The names of users (and "token") whose password looks like a bcrypt hash and is none: nobody can log in with it. */
    public List<String> malformedHashes() {
        List<String> names = new ArrayList<>();
        if (token != null && token.isMalformedHash()) {
            names.add("token");
        }
        for (UserEntry user : everyUser()) {
            Password password = user.password();
            if (password != null && password.isMalformedHash()) {
                names.add(user.name());
            }
        }
        return List.copyOf(names);
    }

    /** The highest cost of a usable bcrypt hash; 0 when there is none. */
    int dearestBcryptCost() {
        int dearest = token == null ? 0 : token.bcryptCost();
        for (UserEntry user : everyUser()) {
            Password password = user.password();
            dearest = Math.max(dearest, password == null ? 0 : password.bcryptCost());
        }
        return dearest;
    }

    /** The lowest cost of a usable bcrypt hash; 0 when there is none. */
    int cheapestBcryptCost() {
        int cheapest = token == null ? 0 : token.bcryptCost();
        for (UserEntry user : everyUser()) {
            int cost = user.password() == null ? 0 : user.password().bcryptCost();
            cheapest = cost > 0 && (cheapest == 0 || cost < cheapest) ? cost : cheapest;
        }
        return cheapest;
    }

    private List<UserEntry> everyUser() {
        List<UserEntry> all = new ArrayList<>(users);
        if (singleUser != null) {
            all.add(0, singleUser);
        }
        return all;
    }

    private boolean isPlaintext(UserEntry user) {
        if (user.name().equals(companionUser)) {
            return false;
        }
        Password password = user.password();
        // nats-server server/auth.go checkAuthforWarnings: of the single user only a password that is there counts.
        if (password == null || password.isEmpty()) {
            return user != singleUser;
        }
        return !password.isBcrypt();
    }

    /**
     * Collects the configuration. Combinations are checked by whoever reads the file. Equal permission sets are kept
     * once.
     */
    public static final class Builder {
        private @Nullable UserEntry singleUser;
        private @Nullable Password token;
        private final List<UserEntry> users = new ArrayList<>();
        private final List<NKeyUserEntry> nkeyUsers = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private final Map<Permissions, Permissions> permissionSets = new HashMap<>();
        private final Map<String, AccountEntry> accounts = new LinkedHashMap<>();
        private @Nullable String noAuthUser;
        private @Nullable String companionUser;
        private boolean proxyRequired;
        private final List<String> trustedProxies = new ArrayList<>();
        private Duration timeout = DEFAULT_TIMEOUT;

        private Builder() {}

        private Builder(AuthConfig from) {
            singleUser = from.singleUser;
            token = from.token;
            from.users.forEach(this::user);
            from.nkeyUsers.forEach(this::nkeyUser);
            from.accounts.forEach(this::account);
            noAuthUser = from.noAuthUser;
            companionUser = from.companionUser;
            proxyRequired = from.proxyRequired;
            trustedProxies.addAll(from.trustedProxies);
            timeout = from.timeout;
        }

        public Builder singleUser(String name, @Nullable String password) {
            singleUser = UserEntry.builder().name(name).password(password).build();
            return this;
        }

        public Builder token(String value) {
            token = Password.of(value);
            return this;
        }

        /** Throws {@link IllegalArgumentException} when a user or nkey of this name is there already. */
        public Builder user(UserEntry entry) {
            if (!names.add(entry.name())) {
                throw new IllegalArgumentException("Duplicate user \"" + entry.name() + "\" detected");
            }
            users.add(entry.withPermissions(shared(entry.permissions())));
            return this;
        }

        /** Throws {@link IllegalArgumentException} when a user or nkey of this name is there already. */
        public Builder nkeyUser(NKeyUserEntry entry) {
            if (!names.add(entry.nkey())) {
                throw new IllegalArgumentException("Duplicate nkey \"" + entry.nkey() + "\" detected");
            }
            nkeyUsers.add(entry.withPermissions(shared(entry.permissions())));
            return this;
        }

        /** Throws {@link IllegalArgumentException} when an account of this name is there already. */
        public Builder account(AccountEntry entry) {
            if (accounts.putIfAbsent(entry.name(), entry) != null) {
                throw new IllegalArgumentException("Duplicate Account Entry: " + entry.name());
            }
            return this;
        }

        public Builder noAuthUser(@Nullable String name) {
            noAuthUser = name;
            return this;
        }

        /**
         * Adds a user of the global account that peers without credentials become, although INFO goes on to ask for
         * credentials: beside a system account with users, everybody else is let in as before.
         */
        public Builder companionUser(String name, String password) {
            companionUser = name;
            noAuthUser = name;
            return user(UserEntry.builder().name(name).password(password).build());
        }

        public Builder proxyRequired(boolean value) {
            proxyRequired = value;
            return this;
        }

        public Builder trustedProxy(String publicKey) {
            trustedProxies.add(publicKey);
            return this;
        }

        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        private @Nullable Permissions shared(@Nullable Permissions permissions) {
            if (permissions == null) {
                return null;
            }
            Permissions first = permissionSets.putIfAbsent(permissions, permissions);
            return first == null ? permissions : first;
        }

        public AuthConfig build() {
            return new AuthConfig(this);
        }
    }
}
