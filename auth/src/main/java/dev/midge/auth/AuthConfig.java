package dev.midge.auth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        if (singleUser != null && isPlaintext(singleUser)) {
            return true;
        }
        for (UserEntry user : users) {
            if (isPlaintext(user)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPlaintext(UserEntry user) {
        Password password = user.password();
        return password == null || !password.isBcrypt();
    }

    /** Collects the configuration. Combinations are checked by whoever reads the file. */
    public static final class Builder {
        private @Nullable UserEntry singleUser;
        private @Nullable Password token;
        private final List<UserEntry> users = new ArrayList<>();
        private final List<NKeyUserEntry> nkeyUsers = new ArrayList<>();
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

        public Builder user(UserEntry entry) {
            users.add(entry);
            return this;
        }

        public Builder nkeyUser(NKeyUserEntry entry) {
            nkeyUsers.add(entry);
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

        public AuthConfig build() {
            return new AuthConfig(this);
        }
    }
}
