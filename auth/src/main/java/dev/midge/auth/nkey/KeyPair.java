package dev.midge.auth.nkey;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A seed and its public key. The seed leaves this object only through {@link #seed}; {@link #wipe} overwrites it.
 *
 * <p>Safe on any thread. Never printed.
 */
public final class KeyPair {

    private final NKey publicKey;
    private final byte[] rawPublic;
    private final byte[] rawSeed;
    private boolean wiped;

    private KeyPair(KeyType type, byte[] rawSeed) {
        this.rawSeed = rawSeed;
        this.rawPublic = new byte[KeyText.RAW_LENGTH];
        if (type == KeyType.CURVE) {
            X25519.generatePublicKey(rawSeed, 0, rawPublic, 0);
        } else {
            Ed25519.generatePublicKey(rawSeed, 0, rawPublic, 0);
        }
        this.publicKey = NKey.of(type, rawPublic.clone());
    }

    /** A new key pair of 32 bytes from the system's source of randomness. */
    public static KeyPair create(KeyType type) {
        return create(type, new SecureRandom());
    }

    /** A new key pair of 32 random bytes. */
    public static KeyPair create(KeyType type, SecureRandom random) {
        byte[] seed = new byte[KeyText.RAW_LENGTH];
        random.nextBytes(seed);
        return new KeyPair(type, seed);
    }

    /** Reads a seed such as {@code SU...}; the caller may overwrite the text afterwards. */
    public static KeyPair fromSeed(CharSequence seed) throws NKeyException {
        return KeyText.decodeSeed(seed);
    }

    /** Takes the array over. */
    static KeyPair fromRawSeed(KeyType type, byte[] rawSeed) throws NKeyException {
        if (rawSeed.length != KeyText.RAW_LENGTH) {
            throw NKeyException.invalidSeedLength();
        }
        return new KeyPair(type, rawSeed);
    }

    public KeyType type() {
        return publicKey.type();
    }

    public NKey publicKey() {
        return publicKey;
    }

    /** The seed as text, in an array that the caller can overwrite. */
    public synchronized char[] seed() throws NKeyException {
        if (wiped) {
            throw NKeyException.noSeed();
        }
        return KeyText.encodeSeed(type(), rawSeed);
    }

    /** The 64 bytes of the Ed25519 signature over the message. */
    public synchronized byte[] sign(byte[] message) throws NKeyException {
        if (type() == KeyType.CURVE) {
            throw NKeyException.curveKeyCannotSign();
        }
        if (wiped) {
            throw NKeyException.noPrivateKey();
        }
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(rawSeed, 0, rawPublic, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** As {@link NKey#verify}; works after {@link #wipe} too. */
    public boolean verify(byte[] message, byte[] signature) {
        return publicKey.verify(message, signature);
    }

    /** Overwrites the seed; from now on it can neither be shown nor used. */
    public synchronized void wipe() {
        Arrays.fill(rawSeed, (byte) 0);
        wiped = true;
    }

    @Override
    public String toString() {
        return publicKey + " [REDACTED]";
    }
}
