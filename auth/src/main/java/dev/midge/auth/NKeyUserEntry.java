package dev.midge.auth;

import dev.midge.auth.nkey.KeyType;
import dev.midge.auth.nkey.NKey;
import dev.midge.auth.nkey.NKeyException;
import dev.midge.auth.permission.Permissions;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A configured user who proves the possession of an NKey. Immutable. */
public final class NKeyUserEntry {

    private final NKey key;
    private final String account;
    private final @Nullable Permissions permissions;
    private final Set<ConnectionType> allowedConnectionTypes;
    private final boolean proxyRequired;
    private final @Nullable Instant connectionDeadline;

    private NKeyUserEntry(Builder builder) {
        key = builder.key != null ? builder.key : parse(Objects.requireNonNull(builder.nkey, "nkey"));
        account = builder.account;
        permissions = builder.permissions;
        allowedConnectionTypes = builder.allowedConnectionTypes;
        proxyRequired = builder.proxyRequired;
        connectionDeadline = builder.connectionDeadline;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The public key as text: {@code U...}. */
    public String nkey() {
        return key.toString();
    }

    NKey key() {
        return key;
    }

    private static NKey parse(String text) {
        try {
            return NKey.parse(text, KeyType.USER);
        } catch (NKeyException e) {
            throw new IllegalArgumentException("Not a valid public nkey for a user", e);
        }
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

    @Override
    public boolean equals(Object other) {
        return other instanceof NKeyUserEntry that
                && nkey().equals(that.nkey())
                && account.equals(that.account)
                && Objects.equals(permissions, that.permissions)
                && allowedConnectionTypes.equals(that.allowedConnectionTypes)
                && proxyRequired == that.proxyRequired
                && Objects.equals(connectionDeadline, that.connectionDeadline);
    }

    @Override
    public int hashCode() {
        return nkey().hashCode();
    }

    NKeyUserEntry withPermissions(@Nullable Permissions same) {
        Builder builder = new Builder(this);
        builder.permissions = same;
        return builder.build();
    }

    /** What a connection of this user is bound to. */
    Identity identity(String grantedBy) {
        return Identity.builder()
                .nkey(nkey())
                .label("nkey:" + nkey())
                .account(account)
                .permissions(permissions == null ? Permissions.UNRESTRICTED : permissions)
                .expiresAt(connectionDeadline)
                .grantedBy(grantedBy)
                .build();
    }

    boolean allows(ConnectionType type) {
        return allowedConnectionTypes.isEmpty() || allowedConnectionTypes.contains(type);
    }

    /** Sets what is configured; the nkey is required. */
    public static final class Builder {
        private @Nullable String nkey;
        private @Nullable NKey key;
        private String account = Identity.GLOBAL_ACCOUNT;
        private @Nullable Permissions permissions;
        private Set<ConnectionType> allowedConnectionTypes = Set.of();
        private boolean proxyRequired;
        private @Nullable Instant connectionDeadline;

        private Builder() {}

        private Builder(NKeyUserEntry from) {
            key = from.key;
            account = from.account;
            permissions = from.permissions;
            allowedConnectionTypes = from.allowedConnectionTypes;
            proxyRequired = from.proxyRequired;
            connectionDeadline = from.connectionDeadline;
        }

        public Builder nkey(String value) {
            nkey = value;
            key = null;
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

        /** Throws {@link IllegalArgumentException} when the nkey is not a public user key. */
        public NKeyUserEntry build() {
            return new NKeyUserEntry(this);
        }
    }
}
