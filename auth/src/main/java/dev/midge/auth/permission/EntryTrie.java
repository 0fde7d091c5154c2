package dev.midge.auth.permission;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the entries that match one subject, token by token; nothing is allocated and each node is seen at most once.
 *
 * <p>The subject's own {@code *} and {@code >} equal no literal token of an entry, so only wildcards of an entry match
 * them. That makes the same search right for published subjects and for subscriptions without a final {@code >}.
 *
 * <p>Built once and never changed afterwards. The search recurses only where a literal and a {@code *} branch both go
 * on; a list that makes it n deep has n squared tokens.
 */
final class EntryTrie {

    private final Node root = new Node(new byte[0], 0);

    EntryTrie(List<Entry> entries) {
        for (Entry entry : entries) {
            insert(entry);
        }
    }

    private void insert(Entry entry) {
        byte[] subject = entry.subject;
        Node node = root;
        int start = 0;
        while (start <= subject.length) {
            int end = Entry.tokenEnd(subject, start);
            if (end == subject.length && Entry.isSingle(subject, start, end, '>')) {
                node.tail = add(entry, node.tail);
                return;
            }
            node = Entry.isSingle(subject, start, end, '*')
                    ? node.starOrNew()
                    : node.literalOrNew(Arrays.copyOfRange(subject, start, end));
            start = end + 1;
        }
        node.here = add(entry, node.here);
    }

    /** The union of {@link Matches} over all entries. A subject with an empty token is matched by none. */
    int match(byte[] subject, byte @Nullable [] queue) {
        return Entry.hasEmptyToken(subject) ? 0 : match(root, subject, 0, queue);
    }

    private static int match(Node from, byte[] subject, int first, byte @Nullable [] queue) {
        Node node = from;
        int start = first;
        int found = 0;
        while (true) {
            found |= bits(node.tail, queue);
            int hash = 0;
            int end = start;
            while (end < subject.length && subject[end] != '.') {
                hash = Node.hash(hash, subject[end++]);
            }
            Node literal = node.literal(hash, subject, start, end);
            Node star = node.star;
            if (end == subject.length) {
                return found | here(literal, queue) | here(star, queue);
            }
            start = end + 1;
            if (literal != null && star != null) {
                found |= match(star, subject, start, queue);
            }
            Node next = literal != null ? literal : star;
            if (next == null) {
                return found;
            }
            node = next;
        }
    }

    private static int here(@Nullable Node node, byte @Nullable [] queue) {
        return node == null ? 0 : bits(node.here, queue);
    }

    private static int bits(@Nullable List<Entry> entries, byte @Nullable [] queue) {
        int bits = 0;
        if (entries != null) {
            for (int i = 0; i < entries.size(); i++) {
                bits |= Matches.of(entries.get(i), queue);
            }
        }
        return bits;
    }

    private static List<Entry> add(Entry entry, @Nullable List<Entry> entries) {
        List<Entry> grown = entries == null ? new ArrayList<>(1) : entries;
        grown.add(entry);
        return grown;
    }

    private static final class Node {
        private static final @Nullable Node[] NO_LITERALS = new Node[1];

        private final byte[] token;
        private final int hash;

        /** The entries that end with this node's token. */
        @Nullable
        List<Entry> here;

        /** The entries that end with a {@code >} after this node's token. */
        @Nullable
        List<Entry> tail;

        @Nullable
        Node star;

        // Open addressing; the length is a power of two and at most half is used, so that every search meets a gap.
        private @Nullable Node[] literals = NO_LITERALS;
        private int literalCount;

        Node(byte[] token, int hash) {
            this.token = token;
            this.hash = hash;
        }

        static int hash(int soFar, byte next) {
            return 31 * soFar + next;
        }

        @Nullable
        Node literal(int tokenHash, byte[] subject, int start, int end) {
            int mask = literals.length - 1;
            int slot = tokenHash & mask;
            while (true) {
                Node node = literals[slot];
                if (node == null || node.is(tokenHash, subject, start, end)) {
                    return node;
                }
                slot = slot + 1 & mask;
            }
        }

        private boolean is(int tokenHash, byte[] subject, int start, int end) {
            return hash == tokenHash && Arrays.equals(token, 0, token.length, subject, start, end);
        }

        Node starOrNew() {
            Node node = star;
            if (node == null) {
                node = new Node(token, 0);
                star = node;
            }
            return node;
        }

        Node literalOrNew(byte[] newToken) {
            int newHash = 0;
            for (byte b : newToken) {
                newHash = hash(newHash, b);
            }
            Node node = literal(newHash, newToken, 0, newToken.length);
            if (node == null) {
                node = new Node(newToken, newHash);
                literalCount++;
                growFor(literalCount);
                place(node);
            }
            return node;
        }

        private void growFor(int count) {
            if (2 * count <= literals.length) {
                return;
            }
            @Nullable Node[] old = literals;
            literals = new Node[2 * old.length];
            for (Node moved : old) {
                if (moved != null) {
                    place(moved);
                }
            }
        }

        private void place(Node node) {
            int mask = literals.length - 1;
            int slot = node.hash & mask;
            while (literals[slot] != null) {
                slot = slot + 1 & mask;
            }
            literals[slot] = node;
        }
    }
}
