package dev.midge.auth;

import dev.midge.auth.permission.Permissions;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A configured user with a password, or without one. Immutable. */
public final class UserEntry {

    private final String name;
    private final @Nullable Password password;
    private final String account;
    private final @Nullable Permissions permissions;
    private final Set<ConnectionType> allowedConnectionTypes;
    private final boolean proxyRequired;
    private final @Nullable Instant connectionDeadline;

    private UserEntry(Builder builder) {
        name = Objects.requireNonNull(builder.name, "name");
        password = builder.password;
        account = builder.account;
        permissions = builder.permissions;
        allowedConnectionTypes = builder.allowedConnectionTypes;
        proxyRequired = builder.proxyRequired;
        connectionDeadline = builder.connectionDeadline;
    }

    public static Builder builder() {
        return new Builder();
    }

    public String name() {
        return name;
    }

    /** Null when the entry has none: then only an absent or empty password matches. */
    public @Nullable Password password() {
        return password;
    }

    public String account() {
        return account;
    }

    /** The user's own permissions or those of its block; null when neither says anything. */
    public @Nullable Permissions permissions() {
        return permissions;
    }

    /** Empty when all types are allowed. */
    public Set<ConnectionType> allowedConnectionTypes() {
        return allowedConnectionTypes;
    }

    public boolean proxyRequired() {
        return proxyRequired;
    }

    /** The moment at which every connection of this user ends. */
    public @Nullable Instant connectionDeadline() {
        return connectionDeadline;
    }

    UserEntry withPermissions(@Nullable Permissions same) {
        Builder builder = new Builder(this);
        builder.permissions = same;
        return builder.build();
    }

    /** What a connection of this user is bound to. */
    Identity identity(String grantedBy) {
        return Identity.builder()
                .userName(name)
                .label("user:" + name)
                .account(account)
                .permissions(permissions == null ? Permissions.UNRESTRICTED : permissions)
                .expiresAt(connectionDeadline)
                .grantedBy(grantedBy)
                .build();
    }

    boolean allows(ConnectionType type) {
        return allowedConnectionTypes.isEmpty() || allowedConnectionTypes.contains(type);
    }

    /** Sets what is configured; the name is required. */
    public static final class Builder {
        private @Nullable String name;
        private @Nullable Password password;
        private String account = Identity.GLOBAL_ACCOUNT;
        private @Nullable Permissions permissions;
        private Set<ConnectionType> allowedConnectionTypes = Set.of();
        private boolean proxyRequired;
        private @Nullable Instant connectionDeadline;

        private Builder() {}

        private Builder(UserEntry from) {
            name = from.name;
            password = from.password;
            account = from.account;
            permissions = from.permissions;
            allowedConnectionTypes = from.allowedConnectionTypes;
            proxyRequired = from.proxyRequired;
            connectionDeadline = from.connectionDeadline;
        }

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder password(@Nullable String value) {
            password = value == null ? null : Password.of(value);
            return this;
        }

        public Builder account(String value) {
            account = Objects.requireNonNull(value, "account");
            return this;
        }

        public Builder permissions(@Nullable Permissions value) {
            permissions = value;
            return this;
        }

        public Builder allowedConnectionTypes(Set<ConnectionType> value) {
            allowedConnectionTypes = Set.copyOf(value);
            return this;
        }

        public Builder proxyRequired(boolean value) {
            proxyRequired = value;
            return this;
        }

        public Builder connectionDeadline(@Nullable Instant value) {
            connectionDeadline = value;
            return this;
        }

        public UserEntry build() {
            return new UserEntry(this);
        }
    }
}
