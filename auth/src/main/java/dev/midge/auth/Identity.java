package dev.midge.auth;

import dev.midge.auth.permission.Permissions;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection is bound to, and what that grants. Immutable; equal by value, so that a revalidation can tell whether
 * anything has changed.
 */
public final class Identity {

    /** The account of everybody who is not put elsewhere. */
    public static final String GLOBAL_ACCOUNT = "$G";

    /** Stands for "no limit" in the limits. */
    public static final long UNLIMITED = -1;

    private final String account;
    private final @Nullable String userName;
    private final @Nullable String nkey;
    private final String label;
    private final Permissions permissions;
    private final @Nullable Instant expiresAt;
    private final long maxSubscriptions;
    private final long maxPayload;
    private final boolean throughNoAuthUser;
    private final @Nullable String proxy;
    private final @Nullable String grantedBy;
    private final @Nullable Password provenBy;

    private Identity(Builder builder) {
        account = builder.account;
        userName = builder.userName;
        nkey = builder.nkey;
        label = builder.label;
        permissions = builder.permissions;
        expiresAt = builder.expiresAt;
        maxSubscriptions = builder.maxSubscriptions;
        maxPayload = builder.maxPayload;
        throughNoAuthUser = builder.throughNoAuthUser;
        proxy = builder.proxy;
        grantedBy = builder.grantedBy;
        provenBy = builder.provenBy;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with the values of this identity. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The lower of two limits, either of which may be {@link #UNLIMITED}. */
    public static long lowerLimit(long one, long other) {
        if (one == UNLIMITED || other == UNLIMITED) {
            return one == UNLIMITED ? other : one;
        }
        return Math.min(one, other);
    }

    public String account() {
        return account;
    }

    public @Nullable String userName() {
        return userName;
    }

    /** The user's public key, or null for a user without one. */
    public @Nullable String nkey() {
        return nkey;
    }

    /** How log lines name the user: {@code user:a}, {@code nkey:U...}, {@code token}, or empty for nobody in particular. */
    public String label() {
        return label;
    }

    public Permissions permissions() {
        return permissions;
    }

    /** When the connection must be closed with {@code User Authentication Expired}; null is never. */
    public @Nullable Instant expiresAt() {
        return expiresAt;
    }

    /** How many subscriptions the connection may hold; {@link #UNLIMITED} leaves it to the server. */
    public long maxSubscriptions() {
        return maxSubscriptions;
    }

    /** How many bytes one message may have; {@link #UNLIMITED} leaves it to the server. */
    public long maxPayload() {
        return maxPayload;
    }

    /** True when the peer presented nothing and became {@code no_auth_user}. */
    public boolean throughNoAuthUser() {
        return throughNoAuthUser;
    }

    /** The public key of the trusted proxy that the connection came through, or null when it came through none. */
    public @Nullable String proxy() {
        return proxy;
    }

    /** The name of the authenticator that granted this, or null when none was needed. */
    public @Nullable String grantedBy() {
        return grantedBy;
    }

    /**
     * The configured password or token that the peer's matched, so that the same need not be compared again, which takes
     * its time with a hash. No part of the value: it says how the identity came about.
     */
    @Nullable
    Password provenBy() {
        return provenBy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Identity that
                && account.equals(that.account)
                && Objects.equals(userName, that.userName)
                && Objects.equals(nkey, that.nkey)
                && label.equals(that.label)
                && permissions.equals(that.permissions)
                && Objects.equals(expiresAt, that.expiresAt)
                && maxSubscriptions == that.maxSubscriptions
                && maxPayload == that.maxPayload
                && throughNoAuthUser == that.throughNoAuthUser
                && Objects.equals(proxy, that.proxy)
                && Objects.equals(grantedBy, that.grantedBy);
    }

    @Override
    public int hashCode() {
        return Objects.hash(account, label, permissions, expiresAt);
    }

    @Override
    public String toString() {
        return account + "/" + label;
    }

    /** Sets what differs from an unrestricted user of the global account. */
    public static final class Builder {
        private String account = GLOBAL_ACCOUNT;
        private @Nullable String userName;
        private @Nullable String nkey;
        private String label = "";
        private Permissions permissions = Permissions.UNRESTRICTED;
        private @Nullable Instant expiresAt;
        private long maxSubscriptions = UNLIMITED;
        private long maxPayload = UNLIMITED;
        private boolean throughNoAuthUser;
        private @Nullable String proxy;
        private @Nullable String grantedBy;
        private @Nullable Password provenBy;

        private Builder() {}

        private Builder(Identity from) {
            account = from.account;
            userName = from.userName;
            nkey = from.nkey;
            label = from.label;
            permissions = from.permissions;
            expiresAt = from.expiresAt;
            maxSubscriptions = from.maxSubscriptions;
            maxPayload = from.maxPayload;
            throughNoAuthUser = from.throughNoAuthUser;
            proxy = from.proxy;
            grantedBy = from.grantedBy;
            provenBy = from.provenBy;
        }

        public Builder account(String value) {
            account = Objects.requireNonNull(value, "account");
            return this;
        }

        public Builder userName(@Nullable String value) {
            userName = value;
            return this;
        }

        public Builder nkey(@Nullable String value) {
            nkey = value;
            return this;
        }

        public Builder label(String value) {
            label = Objects.requireNonNull(value, "label");
            return this;
        }

        public Builder permissions(Permissions value) {
            permissions = Objects.requireNonNull(value, "permissions");
            return this;
        }

        public Builder expiresAt(@Nullable Instant value) {
            expiresAt = value;
            return this;
        }

        public Builder maxSubscriptions(long value) {
            maxSubscriptions = value;
            return this;
        }

        public Builder maxPayload(long value) {
            maxPayload = value;
            return this;
        }

        public Builder throughNoAuthUser(boolean value) {
            throughNoAuthUser = value;
            return this;
        }

        Builder proxy(@Nullable String key) {
            proxy = key;
            return this;
        }

        Builder grantedBy(@Nullable String value) {
            grantedBy = value;
            return this;
        }

        Builder provenBy(@Nullable Password value) {
            provenBy = value;
            return this;
        }

        /** Without a label the user's name, or else the key, becomes one. */
        public Identity build() {
            if (label.isEmpty() && userName != null) {
                label = "user:" + userName;
            } else if (label.isEmpty() && nkey != null) {
                label = "nkey:" + nkey;
            }
            return new Identity(this);
        }
    }
}
