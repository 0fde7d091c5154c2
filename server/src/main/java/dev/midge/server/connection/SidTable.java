package dev.midge.server.connection;

import dev.midge.server.account.Subscription;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one connection by sid: open addressing with linear probing, nothing allocated until the first one.
 *
 * <p>Sids are the client's choice, any bytes. The hash is seeded, so that they cannot be chosen to collide.
 */
final class SidTable {

    private static final long SEED = new java.security.SecureRandom().nextLong() | 1;
    private static final @Nullable Subscription[] NONE = new Subscription[0];

    private @Nullable Subscription[] slots = NONE;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Subscription get(byte[] array, int from, int to) {
        if (size == 0) {
            return null;
        }
        return slots[slotOf(array, from, to)];
    }

    /** Adds a subscription whose sid is not in the table. */
    void put(Subscription sub) {
        if (size * 2 >= slots.length) {
            grow();
        }
        byte[] sid = sub.sidAndBlank();
        slots[slotOf(sid, 0, sid.length - 1)] = sub;
        size++;
    }

    /** Removes exactly this subscription; false when its sid names another one, or none, by now. */
    boolean remove(Subscription sub) {
        if (size == 0) {
            return false;
        }
        byte[] sid = sub.sidAndBlank();
        int slot = slotOf(sid, 0, sid.length - 1);
        if (slots[slot] != sub) {
            return false;
        }
        slots[slot] = null;
        size--;
        closeGap(slot);
        return true;
    }

    List<Subscription> all() {
        List<Subscription> all = new ArrayList<>(size);
        for (Subscription sub : slots) {
            if (sub != null) {
                all.add(sub);
            }
        }
        return all;
    }

    void clear() {
        slots = NONE;
        size = 0;
    }

    private void grow() {
        @Nullable Subscription[] old = slots;
        slots = new Subscription[Math.max(4, old.length * 2)];
        for (Subscription sub : old) {
            if (sub != null) {
                slots[slotOf(sub.sidAndBlank(), 0, sub.sidAndBlank().length - 1)] = sub;
            }
        }
    }

    /** Moves up what the emptied slot had pushed back, so that no probe stops short. */
    private void closeGap(int emptied) {
        int mask = slots.length - 1;
        int gap = emptied;
        int i = (gap + 1) & mask;
        Subscription sub = slots[i];
        while (sub != null) {
            int home = hash(sub.sidAndBlank(), 0, sub.sidAndBlank().length - 1) & mask;
            if (((i - home) & mask) >= ((i - gap) & mask)) {
                slots[gap] = sub;
                slots[i] = null;
                gap = i;
            }
            i = (i + 1) & mask;
            sub = slots[i];
        }
    }

    /** Where the sid is, or would go. */
    private int slotOf(byte[] array, int from, int to) {
        int mask = slots.length - 1;
        int i = hash(array, from, to) & mask;
        while (true) {
            Subscription sub = slots[i];
            if (sub == null || same(sub.sidAndBlank(), array, from, to)) {
                return i;
            }
            i = (i + 1) & mask;
        }
    }

    private static boolean same(byte[] sidAndBlank, byte[] array, int from, int to) {
        int length = to - from;
        return sidAndBlank.length == length + 1 && java.util.Arrays.equals(sidAndBlank, 0, length, array, from, to);
    }

    private static int hash(byte[] array, int from, int to) {
        long hash = SEED;
        for (int i = from; i < to; i++) {
            hash = (hash ^ array[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32);
    }
}
