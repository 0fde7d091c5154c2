package dev.midge.protocol.subject;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of the trie that the tokens of a published subject read so far lead to.
 *
 * <p>Going down token by token instead of branch by branch hashes each token once and needs no recursion, however many
 * tokens a client sends; each node is visited at most once.
 */
final class Frontier<T extends SublistEntry> {

    private @Nullable Node<T>[] nodes = newNodes(4);
    private @Nullable Node<T>[] next = newNodes(4);
    private int size;
    private int steps;

    /** How many nodes have been reached since the start. */
    int steps() {
        return steps;
    }

    void start(Node<T> root) {
        steps = 0;
        nodes[0] = root;
        size = 1;
    }

    int size() {
        return size;
    }

    Node<T> node(int index) {
        Node<T> node = nodes[index];
        assert node != null;
        return node;
    }

    /** Takes one more token of the published subject. */
    void advance(byte[] subject, int from, int to) {
        if (next.length < size * 2) {
            next = newNodes(size * 4);
        }
        int hash = ByteHash.of(subject, from, to - from);
        int reached = 0;
        for (int i = 0; i < size; i++) {
            Node<T> node = node(i);
            nodes[i] = null;
            Node<T> literal = node.literal(hash, subject, from, to);
            if (literal != null) {
                next[reached++] = literal;
            }
            if (node.star != null) {
                next[reached++] = node.star;
            }
        }
        swap(reached);
    }

    /** Lets go of all nodes, which may leave the trie. */
    void clear() {
        Arrays.fill(nodes, 0, size, null);
        size = 0;
    }

    private void swap(int reached) {
        @Nullable Node<T>[] done = nodes;
        nodes = next;
        next = done;
        size = reached;
        steps += reached;
    }

    @SuppressWarnings("unchecked") // a generic array that never leaves this class
    private static <T extends SublistEntry> @Nullable Node<T>[] newNodes(int length) {
        return (Node<T>[]) new Node<?>[length];
    }
}
