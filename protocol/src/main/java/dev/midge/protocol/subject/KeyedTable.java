package dev.midge.protocol.subject;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries by key: a packed array while there are few, a table at most half full ({@link Probing}) when there are many.
 *
 * <p>Most nodes of a trie have a child or two, some have a hundred thousand; both must be small and quick. What has
 * become mostly empty is halved.
 *
 * <p>Not safe for threads by itself; see {@link Sublist}.
 */
final class KeyedTable<E extends Keyed> {

    private static final int FIRST_PACKED = 2;
    private static final int MAX_PACKED = 8;
    private static final int FIRST_PROBED = 32;

    private @Nullable E[] slots = newSlots(FIRST_PACKED);
    private int size;

    int size() {
        return size;
    }

    @Nullable
    E find(int hash, byte[] array, int from, int to) {
        return isPacked() ? findPacked(hash, array, from, to) : slots[Probing.find(slots, hash, array, from, to)];
    }

    /** Adds an entry whose key is not in the table. */
    void add(E entry) {
        if (isPacked() ? size == slots.length : size * 2 >= slots.length) {
            resize(isPacked() && size == MAX_PACKED ? FIRST_PROBED : slots.length * 2);
        }
        place(entry);
    }

    /** Removes an entry that is in the table. */
    void remove(E entry) {
        size--;
        if (isPacked()) {
            removePacked(entry);
            return;
        }
        Probing.removeAt(slots, Probing.find(slots, entry.hash, entry.key, 0, entry.key.length));
        if (size * 8 < slots.length) {
            resize(slots.length == FIRST_PROBED ? MAX_PACKED : slots.length / 2);
        }
    }

    void forEach(Consumer<? super E> action) {
        for (E entry : slots) {
            if (entry != null) {
                action.accept(entry);
            }
        }
    }

    void clear() {
        if (slots.length > MAX_PACKED) {
            slots = newSlots(FIRST_PACKED);
        } else {
            Arrays.fill(slots, null);
        }
        size = 0;
    }

    private boolean isPacked() {
        return slots.length <= MAX_PACKED;
    }

    private @Nullable E findPacked(int hash, byte[] array, int from, int to) {
        for (int i = 0; i < size; i++) {
            E entry = slots[i];
            if (entry != null && entry.hasKey(hash, array, from, to)) {
                return entry;
            }
        }
        return null;
    }

    private void place(E entry) {
        if (isPacked()) {
            slots[size] = entry;
        } else {
            Probing.add(slots, entry);
        }
        size++;
    }

    private void removePacked(E entry) {
        int i = 0;
        while (slots[i] != entry) {
            i++;
        }
        slots[i] = slots[size];
        slots[size] = null;
    }

    private void resize(int length) {
        @Nullable E[] old = slots;
        slots = newSlots(length);
        int kept = size;
        size = 0;
        for (E entry : old) {
            if (entry != null) {
                place(entry);
            }
        }
        assert size == kept;
    }

    @SuppressWarnings("unchecked") // never leaves this class, where E[] is erased to Keyed[]
    private static <E extends Keyed> @Nullable E[] newSlots(int length) {
        return (E[]) new Keyed[length];
    }
}
