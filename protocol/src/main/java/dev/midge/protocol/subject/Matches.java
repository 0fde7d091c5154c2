package dev.midge.protocol.subject;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one subject reaches: the plain subscriptions, and the queue groups merged by name over all matching
 * subscriptions, since {@code SUB foo q} and {@code SUB * q} are one group for subject {@code foo}.
 *
 * <p>Filled by {@link Sublist#match}; made to be kept and used again. One thread at a time. The contents are copies and
 * stay as they are when the lock of the list is released; {@link #clear} lets go of subscriptions that may be closed.
 */
public final class Matches<T extends SublistEntry> {

    private static final int FIRST_PLAIN = 16;

    final Frontier<T> frontier = new Frontier<>();

    private @Nullable Object[] plain = new Object[FIRST_PLAIN];
    private int plainCount;

    private final KeyedTable<Group<T>> groupsByName = new KeyedTable<>();
    private @Nullable Group<T>[] groups = newGroups(4);
    private int groupCount;
    private final GroupCollector collector = new GroupCollector();

    /** How many nodes the last {@link Sublist#match} has been at: what it cost. */
    public int steps() {
        return frontier.steps();
    }

    /** Whether nothing matched. */
    public boolean isEmpty() {
        return plainCount == 0 && groupCount == 0;
    }

    /** The number of plain subscriptions. */
    public int plainCount() {
        return plainCount;
    }

    /** A plain subscription, by index below {@link #plainCount()}; the order means nothing. */
    public T plain(int index) {
        return entry(plain, index, plainCount);
    }

    /** Copies the plain subscriptions into an array of at least {@link #plainCount()} and returns it. */
    public T[] copyPlain(T[] target) {
        copy(plain, plainCount, target);
        return target;
    }

    /** The number of queue groups. */
    public int groupCount() {
        return groupCount;
    }

    /** The queue name of a group, by index below {@link #groupCount()}; not to be changed. */
    public byte[] groupName(int group) {
        return group(group).key;
    }

    /** The number of members of a queue group; at least one. */
    public int memberCount(int group) {
        return group(group).size;
    }

    /** A member of a queue group, by index below {@link #memberCount(int)}. */
    public T member(int group, int index) {
        Group<T> found = group(group);
        return entry(found.members, index, found.size);
    }

    /** Copies the members of a queue group into an array of at least {@link #memberCount(int)} and returns it. */
    public T[] copyMembers(int group, T[] target) {
        Group<T> found = group(group);
        copy(found.members, found.size, target);
        return target;
    }

    /** Forgets everything but the capacity. */
    public void clear() {
        Arrays.fill(plain, 0, plainCount, null);
        plainCount = 0;
        if (groupCount > 0) {
            Arrays.fill(groups, 0, groupCount, null);
            groupsByName.clear();
            groupCount = 0;
        }
        frontier.clear();
    }

    /** Adds all subscriptions that end at a node. */
    void add(Node<T> node) {
        if (node.plain != null) {
            addPlain(node.plain);
        }
        if (node.groups != null) {
            node.groups.forEach(collector);
        }
    }

    private void addPlain(Members<T> members) {
        int total = plainCount + members.size();
        if (total > plain.length) {
            plain = Arrays.copyOf(plain, Math.max(total, plain.length * 2));
        }
        members.copyTo(plain, plainCount);
        plainCount = total;
    }

    private void addGroup(QueueGroup<T> found) {
        Group<T> group = groupsByName.find(found.hash, found.key, 0, found.key.length);
        if (group != null) {
            group.add(found.members);
            return;
        }
        group = new Group<>(found);
        groupsByName.add(group);
        if (groupCount == groups.length) {
            groups = Arrays.copyOf(groups, groupCount * 2);
        }
        groups[groupCount++] = group;
    }

    private Group<T> group(int index) {
        Group<T> group = groups[index];
        if (group == null) {
            throw new IndexOutOfBoundsException("group: " + index + " (expected: below " + groupCount + ")");
        }
        return group;
    }

    @SuppressWarnings("unchecked") // these arrays hold what came out of Members<T>
    private T entry(@Nullable Object[] entries, int index, int size) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("index: " + index + " (expected: below " + size + ")");
        }
        return (T) entries[index];
    }

    private static void copy(@Nullable Object[] from, int size, Object[] target) {
        System.arraycopy(from, 0, target, 0, size);
    }

    @SuppressWarnings("unchecked") // a generic array that never leaves this class
    private static <T extends SublistEntry> @Nullable Group<T>[] newGroups(int length) {
        return (Group<T>[]) new Group<?>[length];
    }

    /** Merges the groups of a node. One object for all nodes, where a lambda would be one for each. */
    private final class GroupCollector implements Consumer<QueueGroup<T>> {

        @Override
        public void accept(QueueGroup<T> found) {
            addGroup(found);
        }
    }

    /** One queue group over all nodes that matched. */
    private static final class Group<T extends SublistEntry> extends Keyed {

        private @Nullable Object[] members;
        private int size;

        Group(QueueGroup<T> first) {
            super(first.key, first.hash);
            members = new Object[first.members.size()];
            add(first.members);
        }

        void add(Members<T> more) {
            int total = size + more.size();
            if (total > members.length) {
                members = Arrays.copyOf(members, Math.max(total, members.length * 2));
            }
            more.copyTo(members, size);
            size = total;
        }
    }
}
