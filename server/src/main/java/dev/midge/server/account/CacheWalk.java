package dev.midge.server.account;

import java.util.List;

/**
 * Counts what one loop's caches of interest hold, in steps: a cache may have a hundred thousand places, and the loop has
 * clients to serve in between.
 *
 * <p>Thread: {@link #step} on the loop whose caches they are; the figures by whoever knows that the last step is done.
 */
public final class CacheWalk {

    private static final int PLACES_PER_STEP = 8_192;

    private final List<Routes> routes;
    private int current;
    private int place;

    private int entries;
    private long hits;
    private long misses;
    private int maxFanout;
    private long totalFanout;

    CacheWalk(List<Routes> routes) {
        this.routes = routes;
    }

    /** Looks at the next places; true when all have been seen. */
    public boolean step() {
        int places = 0;
        while (current < routes.size() && places < PLACES_PER_STEP) {
            Routes next = routes.get(current);
            if (place == 0) {
                hits += next.cache().hits();
                misses += next.cache().misses();
            }
            int from = place;
            place = next.cache().forEach(from, PLACES_PER_STEP - places, this::count);
            places += Math.max(1, place - from);
            if (place == 0) {
                current++;
            }
        }
        return current == routes.size();
    }

    private void count(Interest interest) {
        int fanout = interest.plain.length + interest.groups.length;
        entries++;
        totalFanout += fanout;
        maxFanout = Math.max(maxFanout, fanout);
    }

    /** Subjects remembered, those that interest nobody included. */
    public int entries() {
        return entries;
    }

    /** Look-ups that were answered from memory. */
    public long hits() {
        return hits;
    }

    /** Look-ups that had to ask the account. */
    public long misses() {
        return misses;
    }

    /** The most receivers of one remembered subject; a queue group counts as one. */
    public int maxFanout() {
        return maxFanout;
    }

    /** The receivers of all remembered subjects. */
    public long totalFanout() {
        return totalFanout;
    }
}
