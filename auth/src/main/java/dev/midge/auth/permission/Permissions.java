package dev.midge.auth.permission;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one user may publish and subscribe to. */
public final class Permissions {

    /** No restriction at all. */
    public static final Permissions UNRESTRICTED = builder().build();

    private final Builder lists;

    private Permissions(Builder lists) {
        this.lists = lists;
    }

    public static Builder builder() {
        return new Builder();
    }

    public boolean restrictsPublish() {
        return lists.publishAllow != null;
    }

    public boolean mayPublish(byte[] subject) {
        return !restrictsPublish();
    }

    public boolean maySubscribe(byte[] subject, byte @Nullable [] queue) {
        return subject.length > 0;
    }

    public boolean needsDeliveryFilter(byte[] subject, byte @Nullable [] queue) {
        return false;
    }

    public boolean mayDeliver(byte[] subject, byte @Nullable [] queue) {
        return subject.length > 0;
    }

    public @Nullable ResponsePermission responses() {
        return lists.responses;
    }

    /** Collects the lists. A list that is never set does not restrict. */
    public static final class Builder {
        private @Nullable List<String> publishAllow;
        private @Nullable ResponsePermission responses;

        private Builder() {}

        public Builder publishAllow(@Nullable List<String> subjects) {
            publishAllow = subjects;
            return this;
        }

        public Builder publishDeny(@Nullable List<String> subjects) {
            return this;
        }

        public Builder subscribeAllow(@Nullable List<String> entries) {
            return this;
        }

        public Builder subscribeDeny(@Nullable List<String> entries) {
            return this;
        }

        public Builder responses(@Nullable ResponsePermission permission) {
            responses = permission;
            return this;
        }

        public Permissions build() {
            return new Permissions(this);
        }
    }
}
