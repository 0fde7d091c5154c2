package dev.midge.server.connection;

import dev.midge.server.account.Subscription;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one connection by sid: open addressing with linear probing, nothing allocated until the first one.
 *
 * <p>Sids are the client's choice, any bytes. The hash is seeded, so that they cannot be chosen to collide.
 */
final class SidTable {

    private static final long SEED = new SecureRandom().nextLong() | 1;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int SMALLEST = 4;
    /** Not worth making smaller. */
    private static final int KEPT = 64;

    private static final int[] NO_HASHES = new int[0];
    private static final @Nullable Subscription[] NONE = new Subscription[0];

    private @Nullable Subscription[] slots = NONE;
    /** The hash of what is in each slot, so that neither probing nor closing a gap looks at other subscriptions. */
    private int[] hashes = NO_HASHES;

    private int size;

    int size() {
        return size;
    }

    /** How many would fit in twice. */
    int slots() {
        return slots.length;
    }

    @Nullable
    Subscription get(byte[] array, int from, int to) {
        if (size == 0) {
            return null;
        }
        return slots[slotOf(hash(array, from, to), array, from, to)];
    }

    /** Adds a subscription whose sid is not in the table. */
    void put(Subscription sub) {
        if (size * 2 >= slots.length) {
            resize(Math.max(SMALLEST, slots.length * 2));
        }
        byte[] sid = sub.sidAndBlank();
        int hash = hash(sid, 0, sid.length - 1);
        int slot = slotOf(hash, sid, 0, sid.length - 1);
        slots[slot] = sub;
        hashes[slot] = hash;
        size++;
    }

    /** Removes exactly this subscription; false when its sid names another one, or none, by now. */
    boolean remove(Subscription sub) {
        if (size == 0) {
            return false;
        }
        byte[] sid = sub.sidAndBlank();
        int slot = slotOf(hash(sid, 0, sid.length - 1), sid, 0, sid.length - 1);
        if (slots[slot] != sub) {
            return false;
        }
        slots[slot] = null;
        size--;
        closeGap(slot);
        if (size * 8 < slots.length && slots.length > KEPT) {
            // A client that once had many must not keep the room for them.
            resize(slots.length / 2);
        }
        return true;
    }

    List<Subscription> all() {
        return some(size);
    }

    /** Not more than so many of them. */
    List<Subscription> some(int most) {
        List<Subscription> some = new ArrayList<>(Math.min(most, size));
        for (int i = 0; i < slots.length && some.size() < most; i++) {
            Subscription sub = slots[i];
            if (sub != null) {
                some.add(sub);
            }
        }
        return some;
    }

    void clear() {
        slots = NONE;
        hashes = NO_HASHES;
        size = 0;
    }

    private void resize(int length) {
        @Nullable Subscription[] oldSlots = slots;
        int[] oldHashes = hashes;
        slots = new Subscription[length];
        hashes = new int[slots.length];
        int mask = slots.length - 1;
        for (int i = 0; i < oldSlots.length; i++) {
            if (oldSlots[i] != null) {
                int slot = oldHashes[i] & mask;
                while (slots[slot] != null) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = oldSlots[i];
                hashes[slot] = oldHashes[i];
            }
        }
    }

    /** Moves up what the emptied slot had pushed back, so that no probe stops short. */
    private void closeGap(int emptied) {
        int mask = slots.length - 1;
        int gap = emptied;
        for (int i = (gap + 1) & mask; slots[i] != null; i = (i + 1) & mask) {
            if (((i - hashes[i]) & mask) >= ((i - gap) & mask)) {
                slots[gap] = slots[i];
                hashes[gap] = hashes[i];
                slots[i] = null;
                gap = i;
            }
        }
    }

    /** Where the sid is, or would go. */
    private int slotOf(int hash, byte[] array, int from, int to) {
        int mask = slots.length - 1;
        int i = hash & mask;
        while (true) {
            Subscription sub = slots[i];
            if (sub == null || (hashes[i] == hash && same(sub.sidAndBlank(), array, from, to))) {
                return i;
            }
            i = (i + 1) & mask;
        }
    }

    private static boolean same(byte[] sidAndBlank, byte[] array, int from, int to) {
        int length = to - from;
        return sidAndBlank.length == length + 1 && Arrays.equals(sidAndBlank, 0, length, array, from, to);
    }

    /** Numbers, which nearly all sids are, keep sixteen in a row together; everything else is spread byte by byte. */
    private static int hash(byte[] array, int from, int to) {
        int number = number(array, from, to);
        if (number >= 0) {
            return mix(SEED ^ (number >>> 4)) << 4 | (number & 15);
        }
        long hash = SEED;
        for (int i = from; i < to; i++) {
            hash = (hash ^ array[i]) * GOLDEN;
            hash ^= hash >>> 29;
        }
        return (int) (hash ^ hash >>> 32);
    }

    private static int number(byte[] array, int from, int to) {
        if (to - from > 9) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = array[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static int mix(long value) {
        long mixed = (value ^ value >>> 32) * GOLDEN;
        mixed = (mixed ^ mixed >>> 29) * GOLDEN;
        return (int) (mixed >>> 32);
    }
}
