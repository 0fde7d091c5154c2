package dev.midge.load;

import java.util.Arrays;

/** Nanoseconds that messages took, as many as there is room for; the rest is not kept. */
final class Latencies {

    private final long[] nanos;
    private int count;

    Latencies(int room) {
        nanos = new long[room];
    }

    void add(long value) {
        if (count < nanos.length) {
            nanos[count++] = value;
        }
    }

    void addAll(Latencies others) {
        for (int i = 0; i < others.count; i++) {
            add(others.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    /** In microseconds; the share is between 0 and 1. */
    double percentileMicros(double share) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[(int) Math.min(count - 1, share * count)] / 1_000.0;
    }
}
