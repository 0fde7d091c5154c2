package dev.midge.auth.nkey;

import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A seed and its public key; it signs, and it verifies. Of a curve pair it has the texts only: what seals and opens is
 * {@link XKey}.
 *
 * <p>The seed leaves this object only through {@link #seed} and {@link #privateKey}, in arrays that the caller can
 * overwrite; {@link #wipe} overwrites the one in here. Never printed. Safe on any thread.
 *
 * <p>nkeys: keypair.go, strkey.go.
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

    /**
     * Reads a seed such as {@code SU...}; the caller may overwrite the text afterwards, for instance a {@link CharBuffer}.
     *
     * @throws NKeyException {@code nkeys: invalid seed} for what is no seed, a text for the alphabet, the length and the
     *     checksum
     */
    public static KeyPair fromSeed(CharSequence seed) throws NKeyException {
        return KeyText.decodeSeed(seed);
    }

    /** As {@link #fromSeed(CharSequence)}, for the bytes of a file; line ends are ignored. */
    public static KeyPair fromSeed(byte[] seed) throws NKeyException {
        return fromSeed(new AsciiText(seed));
    }

    /**
     * Makes a pair of a seed without its text form: the private key of Ed25519, or the scalar of X25519. The array is
     * copied.
     *
     * @throws NKeyException {@code nkeys: invalid seed length} unless there are 32 bytes
     */
    public static KeyPair fromRawSeed(KeyType type, byte[] rawSeed) throws NKeyException {
        if (rawSeed.length != KeyText.RAW_LENGTH) {
            throw NKeyException.invalidSeedLength();
        }
        return new KeyPair(type, rawSeed.clone());
    }

    /**
     * Reads a private key {@code P...} as {@link #privateKey} writes it. Its text does not tell what it is for.
     *
     * @throws NKeyException {@code nkeys: invalid prefix byte} for any other key, {@code nkeys: invalid private key} when
     *     its halves do not belong together or it is not of this type
     */
    public static KeyPair fromPrivateKey(KeyType type, CharSequence privateKey) throws NKeyException {
        byte[] raw = KeyText.decodePrivate(privateKey);
        try {
            if (raw.length != rawPrivateLength(type)) {
                throw NKeyException.invalidPrivateKey();
            }
            KeyPair pair = new KeyPair(type, Arrays.copyOf(raw, KeyText.RAW_LENGTH));
            byte[] again = pair.rawPrivateKey();
            boolean same = MessageDigest.isEqual(raw, again);
            Arrays.fill(again, (byte) 0);
            if (!same) {
                pair.wipe();
                throw NKeyException.invalidPrivateKey();
            }
            return pair;
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    /** Takes over the 32 bytes. */
    static KeyPair of(KeyType type, byte[] rawSeed) {
        return new KeyPair(type, rawSeed);
    }

    public KeyType type() {
        return publicKey.type();
    }

    public NKey publicKey() {
        return publicKey;
    }

    /**
     * The seed as text, in an array that the caller can overwrite.
     *
     * @throws NKeyException {@code nkeys: no seed or private key available} after {@link #wipe}
     */
    public synchronized char[] seed() throws NKeyException {
        requireSeed();
        return KeyText.encodeSeed(type(), rawSeed);
    }

    /**
     * The private key {@code P...}, in an array that the caller can overwrite. Few tools read it; the seed says the same.
     *
     * @throws NKeyException {@code nkeys: no seed or private key available} after {@link #wipe}
     */
    public synchronized char[] privateKey() throws NKeyException {
        requireSeed();
        byte[] raw = rawPrivateKey();
        char[] text = KeyText.encodePrivate(raw);
        Arrays.fill(raw, (byte) 0);
        return text;
    }

    /** A copy of the 32 bytes. */
    synchronized byte[] rawSeed() throws NKeyException {
        requireSeed();
        return rawSeed.clone();
    }

    private void requireSeed() throws NKeyException {
        if (wiped) {
            throw NKeyException.noSeed();
        }
    }

    private static int rawPrivateLength(KeyType type) {
        return type == KeyType.CURVE ? KeyText.RAW_LENGTH : 2 * KeyText.RAW_LENGTH;
    }

    private byte[] rawPrivateKey() {
        byte[] raw = Arrays.copyOf(rawSeed, rawPrivateLength(type()));
        System.arraycopy(rawPublic, 0, raw, KeyText.RAW_LENGTH, raw.length - KeyText.RAW_LENGTH);
        return raw;
    }

    /**
     * The 64 bytes of the Ed25519 signature over the message.
     *
     * @throws NKeyException {@code nkeys: curve key is not valid for sign/verify}, or after {@link #wipe}
     *     {@code nkeys: can not sign, no private key available}
     */
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

    /**
     * As {@link NKey#requireSignature}; works after {@link #wipe} too.
     *
     * @throws NKeyException {@code nkeys: signature verification failed}, or for a curve pair
     *     {@code nkeys: curve key is not valid for sign/verify}
     */
    public void requireSignature(byte[] message, byte[] signature) throws NKeyException {
        if (type() == KeyType.CURVE) {
            throw NKeyException.curveKeyCannotSign();
        }
        publicKey.requireSignature(message, signature);
    }

    /** Overwrites the seed; from now on it can neither be shown nor used. */
    public synchronized void wipe() {
        Arrays.fill(rawSeed, (byte) 0);
        wiped = true;
    }

    /** The public key; never the seed. */
    @Override
    public String toString() {
        return publicKey + " [REDACTED]";
    }
}
