package dev.midge.server.connection;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The direct memory that chunks may take: all servers of the JVM share it, because the JVM has one limit for all.
 *
 * <p>It is asked only when a pool has nothing left to hand out. Running into the JVM's own limit would cost more than a
 * refusal: before it fails an allocation, the JVM collects garbage and sleeps, half a second in all, on the event loop.
 *
 * <p>Thread: any.
 */
final class ChunkMemory {

    /** An eighth is for read buffers, Netty and whatever else is in the JVM. */
    static final ChunkMemory OF_JVM = new ChunkMemory(limitOfJvm() / 8 * 7);

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    ChunkMemory(long most) {
        this.most = most;
    }

    /** Netty's property can say more than the JVM has. */
    private static long limitOfJvm() {
        long limit = PlatformDependent.maxDirectMemory();
        return System.getProperty("io.netty.maxDirectMemory") == null
                ? limit
                : Math.min(limit, PlatformDependent.estimateMaxDirectMemory());
    }

    /** Sets bytes aside for a chunk; false when there are none. */
    boolean reserve(int bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        release(bytes);
        return false;
    }

    /** So much is taken that whoever fills chunks should let them empty first. */
    boolean scarce() {
        return taken.get() > most / 2;
    }

    long most() {
        return most;
    }

    /** Bytes set aside now. */
    long taken() {
        return taken.get();
    }

    void release(int bytes) {
        taken.addAndGet(-bytes);
    }
}
