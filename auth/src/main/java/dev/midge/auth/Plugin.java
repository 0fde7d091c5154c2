package dev.midge.auth;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An authenticator from outside, before it is made: who makes it, with which settings, and when it is asked. Immutable. */
public final class Plugin {

    /** When a plug-in is asked, in relation to the configured users, keys and tokens. */
    public enum Order {
        /** First. What it grants or denies is final; what is not its own goes on. */
        BEFORE,
        /** About attempts that no configured method took: those that carry nothing such a method would look at. */
        AFTER,
        /** About attempts that nobody granted: also those that a configured method has refused. */
        FALLBACK
    }

    private final AuthenticatorFactory factory;
    private final Map<String, Object> settings;
    private final Order order;
    private final @Nullable Duration timeout;

    private Plugin(Builder builder) {
        factory = builder.factory;
        settings = builder.settings;
        order = builder.order;
        timeout = builder.timeout;
    }

    /** Asked before everything that is configured, without settings, unless the builder is told otherwise. */
    public static Builder of(AuthenticatorFactory factory) {
        return new Builder(factory);
    }

    public AuthenticatorFactory factory() {
        return factory;
    }

    /** What {@link AuthenticatorContext#settings} returns. */
    public Map<String, Object> settings() {
        return settings;
    }

    public Order order() {
        return order;
    }

    /** How long an answer may take; null: as long as a client has to log in. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /** Sets what differs. */
    public static final class Builder {
        private final AuthenticatorFactory factory;
        private Map<String, Object> settings = Map.of();
        private Order order = Order.BEFORE;
        private @Nullable Duration timeout;

        private Builder(AuthenticatorFactory factory) {
            this.factory = Objects.requireNonNull(factory, "factory");
        }

        public Builder settings(Map<String, Object> value) {
            settings = Map.copyOf(value);
            return this;
        }

        public Builder order(Order value) {
            order = Objects.requireNonNull(value, "order");
            return this;
        }

        public Builder timeout(@Nullable Duration value) {
            timeout = value;
            return this;
        }

        public Plugin build() {
            return new Plugin(this);
        }
    }
}
