package dev.midge.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A configured account: its name, and what its connections may use. Immutable. Every limit is
 * {@link Identity#UNLIMITED} unless set.
 */
public final class AccountEntry {

    private final String name;
    private final @Nullable String nkey;
    private final long maxConnections;
    private final long maxSubscriptions;
    private final long maxPayload;

    private AccountEntry(Builder builder) {
        name = Objects.requireNonNull(builder.name, "name");
        nkey = builder.nkey;
        maxConnections = builder.maxConnections;
        maxSubscriptions = builder.maxSubscriptions;
        maxPayload = builder.maxPayload;
    }

    public static Builder builder() {
        return new Builder();
    }

    public String name() {
        return name;
    }

    /** The public key of the account, {@code A...}, or null when none is configured. */
    public @Nullable String nkey() {
        return nkey;
    }

    /** How many connections may be in the account at the same time. */
    public long maxConnections() {
        return maxConnections;
    }

    /** How many subscriptions each connection of the account may hold. */
    public long maxSubscriptions() {
        return maxSubscriptions;
    }

    /** How many bytes a message of a connection of the account may have. */
    public long maxPayload() {
        return maxPayload;
    }

    /** The identity with the limits of this account, where they are lower than its own. */
    Identity limit(Identity identity) {
        long subscriptions = Identity.lowerLimit(identity.maxSubscriptions(), maxSubscriptions);
        long payload = Identity.lowerLimit(identity.maxPayload(), maxPayload);
        if (subscriptions == identity.maxSubscriptions() && payload == identity.maxPayload()) {
            return identity;
        }
        return identity.toBuilder()
                .maxSubscriptions(subscriptions)
                .maxPayload(payload)
                .build();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Sets what is configured; the name is required. */
    public static final class Builder {
        private @Nullable String name;
        private @Nullable String nkey;
        private long maxConnections = Identity.UNLIMITED;
        private long maxSubscriptions = Identity.UNLIMITED;
        private long maxPayload = Identity.UNLIMITED;

        private Builder() {}

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder nkey(@Nullable String value) {
            nkey = value;
            return this;
        }

        public Builder maxConnections(long value) {
            maxConnections = limit(value);
            return this;
        }

        public Builder maxSubscriptions(long value) {
            maxSubscriptions = limit(value);
            return this;
        }

        public Builder maxPayload(long value) {
            maxPayload = limit(value);
            return this;
        }

        /** Only one negative number means no limit; below it, nothing is allowed. */
        private static long limit(long value) {
            return value == Identity.UNLIMITED ? value : Math.max(0, value);
        }

        public AccountEntry build() {
            return new AccountEntry(this);
        }
    }
}
