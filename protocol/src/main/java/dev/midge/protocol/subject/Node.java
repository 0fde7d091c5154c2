package dev.midge.protocol.subject;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One token of the trie, with the subscriptions whose subject ends here.
 *
 * <p>Costs 48 bytes; everything that it need not have is a field that is null. No empty object is kept: a table or a
 * list that loses its last element goes, and so does a node, see {@link Sublist}.
 */
final class Node<T extends SublistEntry> extends Keyed {

    private static final byte[] STAR_KEY = {Subject.STAR};
    private static final byte[] TAIL_KEY = {Subject.TAIL};

    final @Nullable Node<T> parent;

    @Nullable
    Node<T> star;

    @Nullable
    Node<T> tail;

    @Nullable
    Members<T> plain;

    @Nullable
    KeyedTable<QueueGroup<T>> groups;

    private @Nullable KeyedTable<Node<T>> literals;

    Node(@Nullable Node<T> parent, byte[] token, int hash) {
        super(token, hash);
        this.parent = parent;
    }

    static <T extends SublistEntry> Node<T> root() {
        return new Node<>(null, new byte[0], 0);
    }

    boolean hasSubscriptions() {
        return plain != null || groups != null;
    }

    boolean isEmpty() {
        return !hasSubscriptions() && literals == null && star == null && tail == null;
    }

    /** The child for a token of a subscription, where wildcards are wildcards. */
    @Nullable
    Node<T> child(byte[] subject, int from, int to) {
        if (Subject.isOnly(Subject.STAR, subject, from, to)) {
            return star;
        }
        if (Subject.isOnly(Subject.TAIL, subject, from, to)) {
            return tail;
        }
        return literal(ByteHash.of(subject, from, to - from), subject, from, to);
    }

    /** The child for a token that is taken literally, as all tokens of a published subject are. */
    @Nullable
    Node<T> literal(int hash, byte[] subject, int from, int to) {
        return literals == null ? null : literals.find(hash, subject, from, to);
    }

    /** Adds the child for a token of a subscription that has none. */
    Node<T> addChild(byte[] subject, int from, int to) {
        if (Subject.isOnly(Subject.STAR, subject, from, to)) {
            star = new Node<>(this, STAR_KEY, 0);
            return star;
        }
        if (Subject.isOnly(Subject.TAIL, subject, from, to)) {
            tail = new Node<>(this, TAIL_KEY, 0);
            return tail;
        }
        if (literals == null) {
            literals = new KeyedTable<>();
        }
        byte[] token = Arrays.copyOfRange(subject, from, to);
        Node<T> child = new Node<>(this, token, ByteHash.of(token, 0, token.length));
        literals.add(child);
        return child;
    }

    void removeChild(Node<T> child) {
        if (child == star) {
            star = null;
        } else if (child == tail) {
            tail = null;
        } else if (literals != null) {
            literals.remove(child);
            literals = literals.size() == 0 ? null : literals;
        }
    }

    boolean add(T sub) {
        if (plain == null) {
            plain = new Members<>();
        }
        return plain.add(sub);
    }

    boolean add(byte[] queue, T sub) {
        if (groups == null) {
            groups = new KeyedTable<>();
        }
        int hash = ByteHash.of(queue, 0, queue.length);
        QueueGroup<T> group = groups.find(hash, queue, 0, queue.length);
        if (group == null) {
            group = new QueueGroup<>(queue, hash);
            groups.add(group);
        }
        return group.members.add(sub);
    }

    boolean remove(T sub) {
        if (plain == null || !plain.remove(sub)) {
            return false;
        }
        plain = plain.size() == 0 ? null : plain;
        return true;
    }

    boolean remove(byte[] queue, T sub) {
        QueueGroup<T> group = group(queue);
        if (groups == null || group == null || !group.members.remove(sub)) {
            return false;
        }
        if (group.members.size() == 0) {
            groups.remove(group);
            groups = groups.size() == 0 ? null : groups;
        }
        return true;
    }

    void forEachSubscription(Consumer<? super T> action) {
        if (plain != null) {
            plain.forEach(action);
        }
        if (groups != null) {
            groups.forEach(group -> group.members.forEach(action));
        }
    }

    void forEachChild(Consumer<Node<T>> action) {
        if (star != null) {
            action.accept(star);
        }
        if (tail != null) {
            action.accept(tail);
        }
        if (literals != null) {
            literals.forEach(action);
        }
    }

    private @Nullable QueueGroup<T> group(byte[] queue) {
        return groups == null ? null : groups.find(ByteHash.of(queue, 0, queue.length), queue, 0, queue.length);
    }
}
