package dev.midge.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Remembers which passwords matched which hashes, so that a reconnect does not cost 150 ms again.
 *
 * <p>A trade: whoever reads the memory of the process can try passwords faster than against bcrypt. Therefore only a MAC
 * under a key that lives as long as this cache is kept, of a bounded number of successes, for a few minutes, and never a
 * failure. Safe on any thread.
 */
final class SuccessCache {

    private static final int KEY_LENGTH = 32;

    private final HMac keyedMac = new HMac(new SHA256Digest());
    private final LongSupplier nanoTime;
    private final long lifeNanos;
    private final int maxEntries;

    /** The MAC of each success, oldest first, with the time at which it is forgotten. */
    @GuardedBy("this")
    private final Map<ByteBuffer, Long> forgetAt = new LinkedHashMap<>();

    SuccessCache(SecureRandom random, LongSupplier nanoTime, int maxEntries, Duration life) {
        byte[] key = new byte[KEY_LENGTH];
        random.nextBytes(key);
        keyedMac.init(new KeyParameter(key));
        this.nanoTime = nanoTime;
        this.lifeNanos = life.toNanos();
        this.maxEntries = maxEntries;
    }

    synchronized boolean contains(Password hash, byte[] password) {
        ByteBuffer mac = mac(hash, password);
        Long time = forgetAt.get(mac);
        if (time == null) {
            return false;
        }
        if (nanoTime.getAsLong() - time < 0) {
            return true;
        }
        forgetAt.remove(mac);
        return false;
    }

    synchronized void add(Password hash, byte[] password) {
        ByteBuffer mac = mac(hash, password);
        // Taken out first: a success that is found anew becomes the youngest.
        forgetAt.remove(mac);
        forgetAt.put(mac, nanoTime.getAsLong() + lifeNanos);
        if (forgetAt.size() > maxEntries) {
            forgetAt.remove(forgetAt.keySet().iterator().next());
        }
    }

    // A whole hash has a fixed length: nothing can be moved between it and the password.
    @GuardedBy("this")
    private ByteBuffer mac(Password hash, byte[] password) {
        byte[] hashBytes = hash.text().getBytes(StandardCharsets.US_ASCII);
        keyedMac.update(hashBytes, 0, hashBytes.length);
        keyedMac.update(password, 0, password.length);
        byte[] mac = new byte[keyedMac.getMacSize()];
        keyedMac.doFinal(mac, 0);
        return ByteBuffer.wrap(mac);
    }
}
