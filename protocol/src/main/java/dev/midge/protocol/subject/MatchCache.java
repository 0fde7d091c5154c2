package dev.midge.protocol.subject;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Match results of one account by published subject, for one event loop.
 *
 * <p>A table at most half full ({@link Probing}). It begins small, since there may be one per account and loop, and
 * holds up to {@value #FIRST_LIMIT} entries, fewer if their values are heavy; then it evicts. The clock hand gives
 * every entry that was hit since its last visit a second chance. A full table does not take a subject that it sees for
 * the first time ({@link #admits}), so a flood of subjects used once (replies to inboxes) costs no entries and cannot push
 * out the busy ones. A byte per hash that was evicted or turned away tells such a flood from a working set that is too
 * large for the table: only when subjects come back soon does the limit double, up to {@value #LAST_LIMIT}.
 *
 * <p>A change of a literal subject drops one entry. A change of a pattern has to walk the table, unless the pattern
 * begins with two literal tokens ({@code _INBOX.x.*}, the one every requesting client makes) that no cached subject
 * begins with, which counters answer. Walks are paid for by look-ups: a client that only subscribes and publishes in turn
 * makes everything go at once, which costs as much again as the misses that follow.
 *
 * <p>Thread: the event loop only. Values are whatever the loop wants to remember, "nobody" included.
 *
 * @param <V> a match result, never null
 */
public final class MatchCache<V> {

    static final int FIRST_LIMIT = 4_096;
    static final int LAST_LIMIT = 65_536;

    /** A longer subject is not remembered: clients choose them, and there may be very many entries. */
    static final int LONGEST_SUBJECT = 512;

    /** The weight of all entries together, subjects included; 8 MB, since the unit is a reference. */
    static final long MAX_WEIGHT = 2_097_152;

    /** Entries, and their weight, of a cache that there is one of for each connection. */
    static final int SMALL_LIMIT = 64;

    private static final long SMALL_WEIGHT = 2_048;

    private static final int FIRST_SLOTS = 64;

    // A walk costs a few nanoseconds per slot, finding out again what was dropped some hundred per look-up: to walk so
    // many slots for each look-up costs no more than having dropped everything. Some may be walked in advance.
    private static final int SLOTS_PER_LOOK_UP = 64;
    private static final int WALKS_IN_ADVANCE = 8;
    private static final int SLOTS_IN_ADVANCE = WALKS_IN_ADVANCE * FIRST_LIMIT * 2;

    private static final int BYTES_PER_WEIGHT = 4;

    private @Nullable Entry<V>[] slots = newSlots(FIRST_SLOTS);
    // Eight bits of the hash of each entry, 0 where there is none: a subject that is not here is mostly found not to be
    // without a look at any entry, each of which would be a cache miss of the processor.
    private byte[] tags = new byte[FIRST_SLOTS];
    // How many entries there are for each hash of a subject's first two tokens.
    private int[] prefixes = new int[FIRST_SLOTS / 2];
    private int size;
    private long weight;
    private int limit;
    private final int lastLimit;
    private final long maxWeight;

    private int hand;
    // A tag for each of the hashes last evicted, by their upper half; empty until the first eviction.
    private byte[] evicted = {};
    private int evictions;
    private int regrets;

    private long generation;
    private long slotsPaid = SLOTS_IN_ADVANCE;
    private long lookUpsCounted;
    private final Changes changes = new Changes();

    private long hits;
    private long misses;

    /** A cache for everything that one event loop looks up. */
    public MatchCache() {
        this(FIRST_LIMIT, LAST_LIMIT, MAX_WEIGHT);
    }

    private MatchCache(int firstLimit, int lastLimit, long maxWeight) {
        this.limit = firstLimit;
        this.lastLimit = lastLimit;
        this.maxWeight = maxWeight;
    }

    /** A cache for the few subjects of one connection: never more than some 16 KB, whatever the client publishes. */
    public static <V> MatchCache<V> small() {
        return new MatchCache<>(SMALL_LIMIT, SMALL_LIMIT, SMALL_WEIGHT);
    }

    /**
     * Drops what changed since the last call. To be called before {@link #get} for each message; costs one volatile
     * read when nothing has changed.
     */
    public void catchUp(ChangeLog log) {
        long now = log.generation();
        if (now != generation) {
            catchUp(log, now);
        }
    }

    /** The generation of the log that this cache is as new as; any other copy of a result is stale when it moves. */
    public long generation() {
        return generation;
    }

    /** The value for a subject, or null. Allocates nothing. */
    public @Nullable V get(byte[] array, int offset, int length) {
        int hash = ByteHash.of(array, offset, length);
        Entry<V> entry = slots[find(hash, array, offset, offset + length)];
        if (entry == null) {
            misses++;
            return null;
        }
        hits++;
        entry.referenced = true;
        return entry.value;
    }

    /**
     * Whether the value for a subject that {@link #get} did not find is worth being kept: to be asked once for each such
     * miss. A full table says no to a subject that it has not been asked about lately.
     */
    public boolean admits(byte[] array, int offset, int length) {
        if (length > LONGEST_SUBJECT) {
            return false;
        }
        if (size < limit || lastLimit == SMALL_LIMIT) {
            return true;
        }
        int hash = ByteHash.of(array, offset, length);
        if (wasEvicted(hash)) {
            return true;
        }
        remember(hash);
        countEviction();
        return false;
    }

    /** As {@link #put(byte[], Object, int)}, for a value of weight 1. */
    public void put(byte[] subject, V value) {
        put(subject, value, 1);
    }

    /**
     * Sets the value for a subject.
     *
     * @param subject kept, and must not change; one of over {@value #LONGEST_SUBJECT} bytes is ignored
     * @param valueWeight what remembering the value costs, in references held: the number of targets. The subject counts
     *     on top, a reference for four bytes.
     */
    public void put(byte[] subject, V value, int valueWeight) {
        if (subject.length > LONGEST_SUBJECT) {
            return;
        }
        int hash = ByteHash.of(subject, 0, subject.length);
        removeAt(find(hash, subject));
        long entryWeight = (long) valueWeight + subject.length / BYTES_PER_WEIGHT;
        makeRoom(hash, entryWeight);
        if (size * 2 >= slots.length) {
            rehash(slots.length * 2);
        }
        add(new Entry<>(subject, hash, prefixOf(subject), value, entryWeight));
        size++;
        weight += entryWeight;
    }

    /** Drops the entry of one subject, if there is one. */
    public void invalidate(byte[] literal) {
        removeAt(find(ByteHash.of(literal, 0, literal.length), literal));
    }

    /** Drops the entries of all subjects that a pattern matches. */
    public void invalidateMatching(byte[] pattern) {
        if (mayHoldMatchOf(pattern)) {
            walk(pattern);
        }
    }

    /** Drops everything; what comes then finds a small table, which is quick to walk and to clear. */
    public void clear() {
        if (size == 0) {
            return;
        }
        if (slots.length > FIRST_SLOTS) {
            slots = newSlots(FIRST_SLOTS);
            tags = new byte[FIRST_SLOTS];
            prefixes = new int[FIRST_SLOTS / 2];
            hand = 0;
        } else {
            Arrays.fill(slots, null);
            Arrays.fill(tags, (byte) 0);
            Arrays.fill(prefixes, 0);
        }
        size = 0;
        weight = 0;
    }

    /** The number of entries. */
    public int size() {
        return size;
    }

    /** How often {@link #get} found something; other threads may read it and get an older count. */
    public long hits() {
        return hits;
    }

    /** How often {@link #get} found nothing; other threads may read it and get an older count. */
    public long misses() {
        return misses;
    }

    /**
     * Calls the action with the value of each entry in the next {@code places} of the table, which is how a large one is
     * walked bit by bit. What changes in between may be missed or seen twice.
     *
     * @param from 0, or what the call before returned
     * @return where to go on, 0 at the end
     */
    public int forEach(int from, int places, Consumer<? super V> action) {
        int to = (int) Math.min(slots.length, (long) from + places);
        for (int i = from; i < to; i++) {
            Entry<V> entry = slots[i];
            if (entry != null) {
                action.accept(entry.value);
            }
        }
        return to < slots.length ? to : 0;
    }

    int limit() {
        return limit;
    }

    private void catchUp(ChangeLog log, long now) {
        long lookUps = hits + misses;
        long most = Math.max(SLOTS_IN_ADVANCE, (long) WALKS_IN_ADVANCE * slots.length);
        slotsPaid = Math.min(most, slotsPaid + (lookUps - lookUpsCounted) * SLOTS_PER_LOOK_UP);
        lookUpsCounted = lookUps;
        if (size > 0 && !log.replay(generation, now, changes)) {
            clear();
        }
        generation = now;
    }

    private void walkOrClear(byte[] pattern) {
        if (slotsPaid < slots.length) {
            clear();
            return;
        }
        slotsPaid -= slots.length;
        walk(pattern);
    }

    private boolean mayHoldMatchOf(byte[] pattern) {
        return size > 0 && (!hasLiteralPrefix(pattern) || prefixes[prefixIndex(prefixOf(pattern))] > 0);
    }

    private void walk(byte[] pattern) {
        boolean filter = hasLiteralPrefix(pattern);
        int prefix = prefixOf(pattern);
        for (int i = 0; i < slots.length; ) {
            Entry<V> entry = slots[i];
            if (entry != null && (!filter || entry.prefix == prefix) && Subject.matches(entry.key, pattern)) {
                removeAt(i); // brings another entry to this slot, or none
            } else {
                i++;
            }
        }
    }

    private void makeRoom(int hash, long entryWeight) {
        while (size > 0 && weight + entryWeight > maxWeight) {
            evictOne();
        }
        if (size < limit) {
            return;
        }
        if (wasEvicted(hash)) {
            regrets++;
        }
        if (regrets * 8 > limit && limit < lastLimit) {
            limit *= 2;
            startWindow();
            return;
        }
        countEviction();
        evictOne();
    }

    private void countEviction() {
        if (++evictions >= limit) {
            startWindow();
        }
    }

    private void remember(int hash) {
        if (lastLimit == SMALL_LIMIT) {
            return;
        }
        if (evicted.length == 0) {
            evicted = new byte[LAST_LIMIT];
        }
        evicted[ghostIndex(hash)] = ghostTag(hash);
    }

    private boolean wasEvicted(int hash) {
        return evicted.length > 0 && evicted[ghostIndex(hash)] == ghostTag(hash);
    }

    private void startWindow() {
        evictions = 0;
        regrets = 0;
    }

    private void evictOne() {
        int mask = slots.length - 1;
        while (true) {
            Entry<V> entry = slots[hand];
            if (entry != null && !entry.referenced) {
                remember(entry.hash);
                removeAt(hand);
                return;
            }
            if (entry != null) {
                entry.referenced = false;
            }
            hand = hand + 1 & mask;
        }
    }

    private int find(int hash, byte[] subject) {
        return find(hash, subject, 0, subject.length);
    }

    /** As {@link Probing#find}. */
    private int find(int hash, byte[] array, int from, int to) {
        byte[] tagged = tags;
        int mask = tagged.length - 1;
        byte tag = tag(hash);
        int i = hash & mask;
        for (byte there = tagged[i]; there != 0; there = tagged[i]) {
            if (there == tag && isAt(i, hash, array, from, to)) {
                return i;
            }
            i = i + 1 & mask;
        }
        return i;
    }

    private boolean isAt(int slot, int hash, byte[] array, int from, int to) {
        Entry<V> entry = slots[slot];
        return entry != null && entry.hasKey(hash, array, from, to);
    }

    private void add(Entry<V> entry) {
        int slot = Probing.add(slots, entry);
        tags[slot] = tag(entry.hash);
        prefixes[prefixIndex(entry.prefix)]++;
    }

    private void removeAt(int slot) {
        Entry<V> entry = slots[slot];
        if (entry != null) {
            prefixes[prefixIndex(entry.prefix)]--;
            size--;
            weight -= entry.weight;
            int last = Probing.removeAt(slots, slot);
            retag(slot, last);
        }
    }

    /** Entries may have moved between these slots, the second of which is free now. */
    private void retag(int first, int last) {
        int mask = tags.length - 1;
        for (int i = first; i != last; i = i + 1 & mask) {
            Entry<V> entry = slots[i];
            tags[i] = entry == null ? 0 : tag(entry.hash);
        }
        tags[last] = 0;
    }

    private void rehash(int length) {
        @Nullable Entry<V>[] old = slots;
        slots = newSlots(length);
        tags = new byte[length];
        prefixes = new int[length / 2];
        hand = 0;
        for (Entry<V> entry : old) {
            if (entry != null) {
                add(entry);
            }
        }
    }

    private int prefixIndex(int prefix) {
        return prefix & (prefixes.length - 1);
    }

    private static int prefixOf(byte[] subject) {
        return ByteHash.of(subject, 0, prefixEnd(subject));
    }

    private static int prefixEnd(byte[] subject) {
        int first = Subject.tokenEnd(subject, 0);
        return first == subject.length ? first : Subject.tokenEnd(subject, first + 1);
    }

    /** Whether the pattern has two literal tokens and more behind them: its matches have the same first two. */
    private static boolean hasLiteralPrefix(byte[] pattern) {
        int end = prefixEnd(pattern);
        int first = Subject.tokenEnd(pattern, 0);
        return end < pattern.length
                && !Subject.isOnly(Subject.STAR, pattern, 0, first)
                && !Subject.isOnly(Subject.STAR, pattern, first + 1, end);
    }

    private static int ghostIndex(int hash) {
        return hash >>> 16; // 65,536 of them; the table uses the lower bits
    }

    private static byte ghostTag(int hash) {
        byte tag = (byte) hash;
        return tag == 0 ? 1 : tag; // 0 is "nothing evicted here"
    }

    private static byte tag(int hash) {
        byte tag = (byte) (hash >>> 24); // the slot is made of the lower bits
        return tag == 0 ? 1 : tag;
    }

    @SuppressWarnings("unchecked") // a generic array that never leaves this class
    private static <V> @Nullable Entry<V>[] newSlots(int length) {
        return (Entry<V>[]) new Entry<?>[length];
    }

    /** Applies the changes of the log. A class and not a lambda, which would be linked before the first message. */
    private final class Changes implements Consumer<byte[]> {

        @Override
        public void accept(byte[] subject) {
            if (!Subject.hasWildcard(subject)) {
                invalidate(subject);
            } else if (mayHoldMatchOf(subject)) {
                walkOrClear(subject);
            }
        }
    }

    private static final class Entry<V> extends Keyed {

        final int prefix;
        final V value;
        final long weight;
        boolean referenced;

        Entry(byte[] subject, int hash, int prefix, V value, long weight) {
            super(subject, hash);
            this.prefix = prefix;
            this.value = value;
            this.weight = weight;
        }
    }
}
