package dev.midge.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what nothing announces. */
final class Wait {

    private static final long PAUSE_NANOS = 100_000;

    private Wait() {}

    /**
     * Returns when the condition holds.
     *
     * @throws IllegalStateException when it does not in time
     */
    static void until(String what, Duration most, BooleanSupplier condition) {
        if (!within(most, condition)) {
            throw new IllegalStateException("not within " + most.toSeconds() + " seconds: " + what);
        }
    }

    /** Whether the condition came to hold in time. */
    static boolean within(Duration most, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > most.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** Lets time pass in which something goes on elsewhere, and takes no part in it. */
    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
