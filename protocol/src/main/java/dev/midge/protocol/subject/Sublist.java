package dev.midge.protocol.subject;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one account, found by the subject of a message.
 *
 * <p>A trie with one level per token. A node has its literal children in a table, the branches {@code *} and
 * {@code >} in fields, and the subscriptions that end there: plain ones in one array, queue subscriptions in one array
 * per queue name. A published subject goes down level by level with the set of nodes it has reached so far
 * ({@link Frontier}); its own {@code *} and {@code >} are ordinary tokens that no literal child has.
 *
 * <p>What stays true: a node exists only while a subscription ends at it or below it, so a subject costs nothing once
 * its last subscription is gone, and reaching a node proves interest. Nothing recurses: clients choose how many tokens
 * a subject has. Hashes are seeded: clients choose the tokens, too.
 *
 * <p>Threads: one lock per list, the owner's. {@link #insert} and {@link #remove} need it for writing; everything else
 * needs it for reading, and any number of readers may run together, each with its own {@link Matches}.
 *
 * <p>Cost: insert and remove are linear in the length of the subject, whatever the number of subscriptions; match adds
 * one step for each node it reaches and one copy for each subscription. A literal subscription with a last token of its
 * own takes about 130 bytes, 120 more for each further token that it shares with nobody.
 *
 * @param <T> a subscription; the list does not ask for its subject, it gets the subject with each call
 */
public final class Sublist<T extends SublistEntry> {

    private final Node<T> root = Node.root();
    private int size;
    private int nodeCount;
    private long inserts;
    private long removes;

    /**
     * Adds a subscription. The subject is not kept, the queue name may be and must not change.
     *
     * @return false, and nothing has changed, if the subject is not valid or this subscription is here already
     */
    public boolean insert(byte[] subject, byte @Nullable [] queue, T sub) {
        if (!Subject.isValid(subject)) {
            return false;
        }
        Node<T> node = nodeFor(subject);
        if (!(queue == null ? node.add(sub) : node.add(queue, sub))) {
            return false;
        }
        sub.home(node);
        size++;
        inserts++;
        return true;
    }

    /**
     * Removes a subscription, given the subject and queue it was inserted with.
     *
     * @return false, and nothing has changed, if it is not there
     */
    public boolean remove(byte[] subject, byte @Nullable [] queue, T sub) {
        Node<T> node = homeOf(sub, subject);
        if (node == null || !(queue == null ? node.remove(sub) : node.remove(queue, sub))) {
            return false;
        }
        sub.home(null);
        prune(node);
        size--;
        removes++;
        return true;
    }

    /** The number of subscriptions. */
    public int size() {
        return size;
    }

    /** The number of tokens that the trie holds, wildcards included. */
    public int nodeCount() {
        return nodeCount;
    }

    /** How many subscriptions have been inserted since the list was made. */
    public long inserts() {
        return inserts;
    }

    /** How many subscriptions have been removed since the list was made. */
    public long removes() {
        return removes;
    }

    /**
     * Finds what a message to this subject reaches, replacing what {@code into} held before. A subject with an empty
     * token reaches nothing.
     */
    public void match(byte[] array, int offset, int length, Matches<T> into) {
        into.clear();
        int end = offset + length;
        if (hasEmptyToken(array, offset, end)) {
            return;
        }
        Frontier<T> frontier = into.frontier;
        frontier.start(root);
        int from = offset;
        while (from <= end && frontier.size() > 0) {
            addTails(frontier, into);
            int to = Subject.tokenEnd(array, from, end);
            frontier.advance(array, from, to);
            from = to + 1;
        }
        for (int i = 0; i < frontier.size(); i++) {
            into.add(frontier.node(i));
        }
        frontier.clear();
    }

    /** Whether a message to this subject reaches anything. Allocates a little, unlike {@link #match}. */
    public boolean hasInterest(byte[] array, int offset, int length) {
        int end = offset + length;
        if (hasEmptyToken(array, offset, end)) {
            return false;
        }
        Frontier<T> frontier = new Frontier<>();
        frontier.start(root);
        int from = offset;
        while (from <= end && frontier.size() > 0) {
            if (hasTail(frontier)) {
                return true;
            }
            int to = Subject.tokenEnd(array, from, end);
            frontier.advance(array, from, to);
            from = to + 1;
        }
        return hasSubscriptions(frontier);
    }

    /** Calls the action with every subscription, in no order. The lock is held meanwhile: the action must be short. */
    public void forEach(Consumer<? super T> action) {
        ArrayDeque<Node<T>> pending = new ArrayDeque<>();
        for (Node<T> node = root; node != null; node = pending.poll()) {
            node.forEachSubscription(action);
            node.forEachChild(pending::push);
        }
    }

    private Node<T> nodeFor(byte[] subject) {
        Node<T> node = root;
        for (int from = 0; from <= subject.length; ) {
            int to = Subject.tokenEnd(subject, from);
            Node<T> child = node.child(subject, from, to);
            if (child == null) {
                child = node.addChild(subject, from, to);
                nodeCount++;
            }
            node = child;
            from = to + 1;
        }
        return node;
    }

    /** The node that the entry remembers, if it is that of the subject in this list. */
    @SuppressWarnings("unchecked") // a node under our root holds entries of ours
    private @Nullable Node<T> homeOf(T sub, byte[] subject) {
        Node<?> node = (Node<?>) sub.home();
        int end = subject.length;
        Node<?> above = node;
        while (above != null && above.parent != null && end >= 0) {
            int start = end - above.key.length;
            if (start < 0 || !Arrays.equals(subject, start, end, above.key, 0, above.key.length)) {
                return null;
            }
            end = start - 1;
            if (end >= 0 && subject[end] != Subject.DOT) {
                return null;
            }
            above = above.parent;
        }
        return above == root && end < 0 ? (Node<T>) node : null;
    }

    private void prune(Node<T> leaf) {
        Node<T> node = leaf;
        Node<T> parent = node.parent;
        while (parent != null && node.isEmpty()) {
            parent.removeChild(node);
            nodeCount--;
            node = parent;
            parent = node.parent;
        }
    }

    private static <T extends SublistEntry> void addTails(Frontier<T> frontier, Matches<T> into) {
        for (int i = 0; i < frontier.size(); i++) {
            Node<T> tail = frontier.node(i).tail;
            if (tail != null) {
                into.add(tail);
            }
        }
    }

    private static boolean hasTail(Frontier<?> frontier) {
        for (int i = 0; i < frontier.size(); i++) {
            if (frontier.node(i).tail != null) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasSubscriptions(Frontier<?> frontier) {
        for (int i = 0; i < frontier.size(); i++) {
            if (frontier.node(i).hasSubscriptions()) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasEmptyToken(byte[] array, int offset, int end) {
        boolean tokenOpen = false;
        for (int i = offset; i < end; i++) {
            boolean dot = array[i] == Subject.DOT;
            if (dot && !tokenOpen) {
                return true;
            }
            tokenOpen = !dot;
        }
        return !tokenOpen;
    }
}
