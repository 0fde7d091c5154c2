package dev.midge.auth.permission;

import dev.midge.protocol.subject.Subject;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one user may publish and subscribe to.
 *
 * <p>Immutable, compiled when built, safe on any thread; no check on a published or delivered subject allocates. Equal by
 * value with a cached hash, whatever the order of the lists, so that the sets of thousands of users can be shared.
 *
 * <p>Subjects that are checked need not be valid: one with an empty token is matched by no entry, so that every allow
 * list refuses it and no deny list does.
 */
public final class Permissions {

    /** No restriction at all. */
    public static final Permissions UNRESTRICTED = builder().build();

    private final @Nullable EntryList publishAllow;
    private final @Nullable EntryList publishDeny;
    private final @Nullable EntryList subscribeAllow;
    private final @Nullable EntryList subscribeDeny;
    private final @Nullable ResponsePermission responses;
    private final int hash;

    private Permissions(Builder builder) {
        publishAllow = builder.publishAllowOrNothing();
        publishDeny = builder.publishDeny;
        subscribeAllow = builder.subscribeAllow;
        subscribeDeny = builder.subscribeDeny;
        responses = builder.responses;
        hash = Objects.hash(publishAllow, publishDeny, subscribeAllow, subscribeDeny, responses);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** False when {@link #mayPublish} is true for every subject. */
    public boolean restrictsPublish() {
        return publishAllow != null || publishDeny != null;
    }

    /** By the allow and deny lists only: a refused subject may still be an open response, which the connection knows. */
    public boolean mayPublish(byte[] subject) {
        return (publishAllow == null || publishAllow.matches(subject))
                && (publishDeny == null || !publishDeny.matches(subject));
    }

    /**
     * Whether the allow entries together cover every subject that the subscription can match, and the deny entries
     * together do not. nats-server decides the same, but takes a final {@code >} of the subscription for one token:
     * here {@code foo.*} does not admit {@code foo.>}, and does not deny all of it either.
     */
    public boolean maySubscribe(byte[] subject, byte @Nullable [] queue) {
        return (subscribeAllow == null || subscribeAllow.admitsAll(subject, queue))
                && (subscribeDeny == null || !subscribeDeny.refusesAll(subject, queue));
    }

    /**
     * Whether an accepted subscription can be handed a subject that is denied, so that each delivery has to pass
     * {@link #mayDeliver}: it has a wildcard or a queue, and overlaps a deny entry.
     */
    public boolean needsDeliveryFilter(byte[] subject, byte @Nullable [] queue) {
        return subscribeDeny != null
                && (queue != null || Subject.hasWildcard(subject))
                && subscribeDeny.overlaps(subject);
    }

    /** The deny rule for one delivered subject and the queue of the subscription that would receive it. */
    public boolean mayDeliver(byte[] subject, byte @Nullable [] queue) {
        return subscribeDeny == null || !subscribeDeny.refuses(subject, queue);
    }

    /** The right to answer requests, or null. */
    public @Nullable ResponsePermission responses() {
        return responses;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Permissions that
                        && hash == that.hash
                        && Objects.equals(publishAllow, that.publishAllow)
                        && Objects.equals(publishDeny, that.publishDeny)
                        && Objects.equals(subscribeAllow, that.subscribeAllow)
                        && Objects.equals(subscribeDeny, that.subscribeDeny)
                        && Objects.equals(responses, that.responses));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "publish allow " + publishAllow + " deny " + publishDeny + ", subscribe allow " + subscribeAllow
                + " deny " + subscribeDeny + ", responses " + responses;
    }

    /**
     * Collects the lists. One that is never set, or set to null, does not exist. A subscribe entry may be
     * {@code subject queue}. An entry that is not valid throws {@link IllegalArgumentException} with nats-server's text;
     * blank entries are skipped.
     */
    public static final class Builder {
        private static final EntryList NOTHING = EntryList.parse(List.of(), false);

        private @Nullable EntryList publishAllow;
        private @Nullable EntryList publishDeny;
        private @Nullable EntryList subscribeAllow;
        private @Nullable EntryList subscribeDeny;
        private @Nullable ResponsePermission responses;

        private Builder() {}

        /** An empty list allows nothing. (An empty list in a configuration file means no list: pass null.) */
        public Builder publishAllow(@Nullable List<String> subjects) {
            publishAllow = subjects == null ? null : EntryList.parse(subjects, false);
            return this;
        }

        public Builder publishDeny(@Nullable List<String> subjects) {
            publishDeny = orNone(subjects, false);
            return this;
        }

        /** An empty list allows nothing. (An empty list in a configuration file means no list: pass null.) */
        public Builder subscribeAllow(@Nullable List<String> entries) {
            subscribeAllow = entries == null ? null : EntryList.parse(entries, true);
            return this;
        }

        public Builder subscribeDeny(@Nullable List<String> entries) {
            subscribeDeny = orNone(entries, true);
            return this;
        }

        /** Without a publish allow list, this also turns "may publish everything" into "may only respond". */
        public Builder responses(@Nullable ResponsePermission permission) {
            responses = permission;
            return this;
        }

        public Permissions build() {
            return new Permissions(this);
        }

        private @Nullable EntryList publishAllowOrNothing() {
            return publishAllow == null && responses != null ? NOTHING : publishAllow;
        }

        // A deny list without entries denies nothing: the same as none, and then nothing needs to be searched.
        private static @Nullable EntryList orNone(@Nullable List<String> texts, boolean queueAllowed) {
            EntryList list = texts == null ? null : EntryList.parse(texts, queueAllowed);
            return list == null || list.isEmpty() ? null : list;
        }
    }
}
