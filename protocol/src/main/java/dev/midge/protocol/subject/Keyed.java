package dev.midge.protocol.subject;

import java.util.Arrays;

/** Something found by a byte string: a node of the trie by its token, a queue group by its name. */
abstract class Keyed {

    final byte[] key;
    final int hash;

    Keyed(byte[] key, int hash) {
        this.key = key;
        this.hash = hash;
    }

    final boolean hasKey(int otherHash, byte[] array, int from, int to) {
        return hash == otherHash && Arrays.equals(key, 0, key.length, array, from, to);
    }
}
