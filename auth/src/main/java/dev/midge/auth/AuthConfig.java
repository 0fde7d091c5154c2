package dev.midge.auth;

import dev.midge.auth.permission.Permissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    private final @Nullable String noAuthUser;
    private final boolean proxyRequired;
    private final Duration timeout;

    private AuthConfig(Builder builder) {
        singleUser = builder.singleUser;
        token = builder.token;
        users = List.copyOf(builder.users);
        nkeyUsers = List.copyOf(builder.nkeyUsers);
        noAuthUser = builder.noAuthUser;
        proxyRequired = builder.proxyRequired;
        timeout = builder.timeout;
    }

    public static Builder builder() {
        return new Builder();
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

    /** The user or nkey that a peer without credentials becomes. */
    public @Nullable String noAuthUser() {
        return noAuthUser;
    }

    /** {@code proxy_required} of the authorization block: applies to the single user and the token only. */
    public boolean proxyRequired() {
        return proxyRequired;
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

    private static boolean isPlaintext(UserEntry user) {
        Password password = user.password();
        return password == null || !password.isBcrypt();
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
        private @Nullable String noAuthUser;
        private boolean proxyRequired;
        private Duration timeout = DEFAULT_TIMEOUT;

        private Builder() {}

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

        public Builder noAuthUser(@Nullable String name) {
            noAuthUser = name;
            return this;
        }

        public Builder proxyRequired(boolean value) {
            proxyRequired = value;
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
