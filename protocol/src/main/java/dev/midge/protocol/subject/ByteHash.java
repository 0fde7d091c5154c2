package dev.midge.protocol.subject;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * The hash of short byte strings: eight bytes per step, each folded in by a 64 by 64 bit multiplication.
 *
 * <p>Seed and multiplier are random per process: clients choose subjects, and must not be able to choose collisions.
 */
final class ByteHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long SEED;
    private static final long MULTIPLIER;

    static {
        ByteBuffer random = ByteBuffer.wrap(randomBytes(16));
        SEED = random.getLong();
        // Odd, so that no input bit is lost; the upper bits set, so that the product always reaches the upper half; and
        // positive, see fold.
        MULTIPLIER = (random.getLong() & Long.MAX_VALUE) | 0x6000_0000_0000_0001L;
    }

    private ByteHash() {}

    /** The hash of {@code length} bytes from {@code offset}, reduced to 32 bits that are all good. */
    static int of(byte[] array, int offset, int length) {
        long hash = of64(array, offset, length);
        return (int) (hash ^ hash >>> 32);
    }

    private static long of64(byte[] array, int offset, int length) {
        // Spread, so that no choice of bytes makes up for another length.
        long hash = SEED + length * MULTIPLIER;
        int end = offset + length;
        for (int i = offset; i < end - 8; i += 8) {
            hash = fold(hash ^ (long) LONGS.get(array, i));
        }
        return fold(fold(hash ^ lastBytes(array, offset, length)) + SEED);
    }

    // The last eight bytes, some of them for the second time, or all bytes of something shorter.
    private static long lastBytes(byte[] array, int offset, int length) {
        int end = offset + length;
        if (length >= 8) {
            return (long) LONGS.get(array, end - 8);
        }
        if (length >= 4) {
            return (long) (int) INTS.get(array, offset) << 32 ^ (int) INTS.get(array, end - 4);
        }
        return length == 0 ? 0 : array[offset] << 16 ^ array[offset + length / 2] << 8 ^ array[end - 1];
    }

    /**
     * The two halves of the unsigned product. Of the signed one, the halves of x and -x differ in a way that does not
     * depend on the multiplier: blocks that are chosen as each other's complement would collide whatever the seed.
     */
    private static long fold(long value) {
        long upper = Math.multiplyHigh(value, MULTIPLIER) + ((value >> 63) & MULTIPLIER);
        return upper ^ value * MULTIPLIER;
    }

    // Loading SecureRandom takes 20 ms, more than all else that happens before the first subscription.
    private static byte[] randomBytes(int count) {
        try (InputStream random = new FileInputStream("/dev/urandom")) {
            byte[] bytes = random.readNBytes(count);
            if (bytes.length == count) {
                return bytes;
            }
        } catch (IOException e) {
            // There is no such device on this system; the slow way works everywhere.
        }
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
