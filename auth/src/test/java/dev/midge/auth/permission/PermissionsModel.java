package dev.midge.auth.permission;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What four lists permit, said in sets of {@link Subjects} and decided by writing these sets down: slow, and without any
 * of the ideas of {@link Permissions}.
 */
public final class PermissionsModel {

    /** How a subscription that ends in {@code >} is judged; otherwise both are the same. */
    public enum Reading {
        /** By all subjects that it matches. */
        MIDGE,
        /** By its own text, of which {@code >} is one token that equals no other. */
        NATS_SERVER
    }

    private final RandomLists lists;
    private final Reading reading;
    private final BitSet publishable;

    public PermissionsModel(RandomLists lists, Reading reading) {
        this.lists = lists;
        this.reading = reading;
        this.publishable = lists.publishAllow().isEmpty() ? everything() : matchedByAny(lists.publishAllow());
        publishable.andNot(matchedByAny(lists.publishDeny()));
    }

    /** The subjects that may be published to. */
    public BitSet publishable() {
        return (BitSet) publishable.clone();
    }

    public boolean maySubscribe(String pattern, @Nullable String queue) {
        return reading == Reading.MIDGE ? mayHaveAll(pattern, queue) : mayHaveText(pattern, queue);
    }

    /** What comes to an accepted subscription when every subject is published to once. */
    public BitSet received(String pattern, @Nullable String queue) {
        BitSet received = (BitSet) Subjects.matched(pattern).clone();
        received.andNot(denied(queue));
        return received;
    }

    /** Whether something that the subscription matches is also matched by an entry that denies it to somebody. */
    boolean overlapsDeny(String pattern) {
        return lists.subscribeDeny().stream()
                .anyMatch(entry -> Subjects.matched(subject(entry)).intersects(Subjects.matched(pattern)));
    }

    private boolean mayHaveAll(String pattern, @Nullable String queue) {
        BitSet wanted = Subjects.matched(pattern);
        return (lists.subscribeAllow().isEmpty() || admits(wanted, queue)) && !includes(denied(queue), wanted);
    }

    /** Without rules about queues, what is wanted has to be allowed; with such a rule, see {@link #admitsPart}. */
    private boolean admits(BitSet wanted, @Nullable String queue) {
        if (queue == null || lists.subscribeAllow().stream().noneMatch(PermissionsModel::hasQueue)) {
            return includes(matchedByAny(plain(lists.subscribeAllow())), wanted);
        }
        for (BitSet ofOneLength : Subjects.ofEachLength()) {
            BitSet part = (BitSet) wanted.clone();
            part.and(ofOneLength);
            if (!part.isEmpty() && !admitsPart(part, queue)) {
                return false;
            }
        }
        return true;
    }

    /** The entries that are about all of this decide, and those with a queue before those without. */
    private boolean admitsPart(BitSet part, String queue) {
        List<String> about = lists.subscribeAllow().stream()
                .filter(entry -> includes(Subjects.matched(subject(entry)), part))
                .toList();
        return admittedByRule(about, queue);
    }

    private boolean mayHaveText(String text, @Nullable String queue) {
        List<String> allow = about(lists.subscribeAllow(), text);
        List<String> deny = about(lists.subscribeDeny(), text);
        boolean allowed = lists.subscribeAllow().isEmpty() || admittedByRule(allow, queue);
        return allowed && deny.stream().noneMatch(entry -> !hasQueue(entry) || names(entry, queue));
    }

    private static boolean admittedByRule(List<String> about, @Nullable String queue) {
        boolean queuesDecide = queue != null && about.stream().anyMatch(PermissionsModel::hasQueue);
        return about.stream().anyMatch(entry -> queuesDecide ? names(entry, queue) : !hasQueue(entry));
    }

    /** What the deny list keeps from a subscription with that queue, or with none. */
    private BitSet denied(@Nullable String queue) {
        return matchedByAny(lists.subscribeDeny().stream()
                .filter(entry -> !hasQueue(entry) || names(entry, queue))
                .toList());
    }

    private static List<String> about(List<String> entries, String text) {
        return entries.stream()
                .filter(entry -> Subjects.matches(subject(entry), text))
                .toList();
    }

    private static List<String> plain(List<String> entries) {
        List<String> plain = new ArrayList<>(entries);
        plain.removeIf(PermissionsModel::hasQueue);
        return plain;
    }

    private static boolean names(String entry, @Nullable String queue) {
        return queue != null && hasQueue(entry) && Subjects.matches(entry.substring(entry.indexOf(' ') + 1), queue);
    }

    private static boolean hasQueue(String entry) {
        return entry.indexOf(' ') >= 0;
    }

    private static String subject(String entry) {
        return hasQueue(entry) ? entry.substring(0, entry.indexOf(' ')) : entry;
    }

    private static BitSet matchedByAny(List<String> entries) {
        BitSet union = new BitSet();
        entries.forEach(entry -> union.or(Subjects.matched(subject(entry))));
        return union;
    }

    private static BitSet everything() {
        BitSet all = new BitSet();
        all.set(0, Subjects.all().size());
        return all;
    }

    private static boolean includes(BitSet set, BitSet part) {
        BitSet missing = (BitSet) part.clone();
        missing.andNot(set);
        return missing.isEmpty();
    }
}
