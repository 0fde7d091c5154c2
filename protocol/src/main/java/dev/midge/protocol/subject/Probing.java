package dev.midge.protocol.subject;

import org.jspecify.annotations.Nullable;

/**
 * Linear probing over arrays of {@link Keyed}, whose length is a power of two and which always have a free slot.
 *
 * <p>An entry's home is its hash modulo the length; it stands there or behind it, with no free slot between. Removal
 * keeps it so by moving entries back, instead of leaving tombstones.
 */
final class Probing {

    private Probing() {}

    /** The slot of the entry with this key, or the free slot where it would go. */
    static int find(@Nullable Keyed[] slots, int hash, byte[] array, int from, int to) {
        int mask = slots.length - 1;
        int i = hash & mask;
        Keyed entry = slots[i];
        while (entry != null && !entry.hasKey(hash, array, from, to)) {
            i = i + 1 & mask;
            entry = slots[i];
        }
        return i;
    }

    /** Puts an entry whose key is not there where {@link #find} will find it, and returns that slot. */
    static int add(@Nullable Keyed[] slots, Keyed entry) {
        int mask = slots.length - 1;
        int i = entry.hash & mask;
        while (slots[i] != null) {
            i = i + 1 & mask;
        }
        slots[i] = entry;
        return i;
    }

    /**
     * Frees a slot. Entries behind it may move, so that the slot may hold another one afterwards: the slot that is free in
     * its place is returned.
     */
    static int removeAt(@Nullable Keyed[] slots, int slot) {
        int mask = slots.length - 1;
        int hole = slot;
        int i = hole + 1 & mask;
        for (Keyed next = slots[i]; next != null; next = slots[i]) {
            // It may move back if the hole lies between its home and its place, both counted around the table.
            if ((i - next.hash & mask) >= (i - hole & mask)) {
                slots[hole] = next;
                hole = i;
            }
            i = i + 1 & mask;
        }
        slots[hole] = null;
        return hole;
    }
}
