package dev.midge.protocol.subject;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The subscriptions of one subject, or of one of its queue groups, in no order; add, remove and contains take constant
 * time through {@link SublistEntry#slot()}.
 */
final class Members<T extends SublistEntry> {

    private Object[] entries = new Object[1];
    private int size;

    int size() {
        return size;
    }

    boolean contains(T entry) {
        int slot = entry.slot();
        return slot >= 0 && slot < size && entries[slot] == entry;
    }

    /** Adds an entry; false if it is here already. */
    boolean add(T entry) {
        if (contains(entry)) {
            return false;
        }
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entries[size] = entry;
        entry.slot(size);
        size++;
        return true;
    }

    /** Removes an entry; false if it is not here. */
    boolean remove(T entry) {
        if (!contains(entry)) {
            return false;
        }
        size--;
        T last = get(size);
        entries[entry.slot()] = last;
        last.slot(entry.slot());
        entry.slot(-1);
        releaseTail();
        return true;
    }

    void copyTo(Object[] target, int at) {
        System.arraycopy(entries, 0, target, at, size);
    }

    void forEach(Consumer<? super T> action) {
        for (int i = 0; i < size; i++) {
            action.accept(get(i));
        }
    }

    private void releaseTail() {
        if (size * 4 <= entries.length && size > 0) {
            entries = Arrays.copyOf(entries, entries.length / 2);
        } else {
            Arrays.fill(entries, size, size + 1, null);
        }
    }

    @SuppressWarnings("unchecked") // only add() stores, and it takes a T
    private T get(int index) {
        return (T) entries[index];
    }
}
