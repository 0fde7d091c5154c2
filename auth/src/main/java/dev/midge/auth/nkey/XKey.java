package dev.midge.auth.nkey;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A curve key pair: seals messages for the owner of another curve key, and opens what that one sealed.
 *
 * <p>A sealed message is {@code xkv1}, 24 random bytes and a NaCl box: X25519, XSalsa20 and Poly1305. It proves to the
 * receiver, who must know the sender's public key, that it comes from there unchanged. It is 44 bytes longer than the
 * message.
 *
 * <p>{@link #wipe} overwrites the seed. Never printed. Safe on any thread.
 *
 * <p>nkeys: xkeys.go.
 */
public final class XKey {

    private static final byte[] VERSION = {'x', 'k', 'v', '1'};
    private static final int HEADER_LENGTH = VERSION.length + Box.NONCE_LENGTH;

    private final KeyPair pair;
    private final SecureRandom random;

    private XKey(KeyPair pair, SecureRandom random) {
        this.pair = pair;
        this.random = random;
    }

    /** A new pair, of 32 bytes from the system's source of randomness. */
    public static XKey create() {
        return create(new SecureRandom());
    }

    /** A new pair of 32 random bytes; every message that it seals takes 24 more. */
    public static XKey create(SecureRandom random) {
        return new XKey(KeyPair.create(KeyType.CURVE, random), random);
    }

    /**
     * Reads a seed {@code SX...}; the caller may overwrite the text afterwards.
     *
     * @throws NKeyException {@code nkeys: not a valid curve seed} for a seed of another type, and as
     *     {@link KeyPair#fromSeed(CharSequence)}
     */
    public static XKey fromSeed(CharSequence seed) throws NKeyException {
        KeyPair pair = KeyPair.fromSeed(seed);
        if (pair.type() != KeyType.CURVE) {
            pair.wipe();
            throw NKeyException.noCurveSeed();
        }
        return new XKey(pair, new SecureRandom());
    }

    /** As {@link #fromSeed(CharSequence)}, for the bytes of a file. */
    public static XKey fromSeed(byte[] seed) throws NKeyException {
        return fromSeed(new AsciiText(seed));
    }

    /**
     * A curve pair that exists already, and that is wiped together with this one.
     *
     * @throws NKeyException {@code nkeys: only curve key can seal/open} for a pair of another type
     */
    public static XKey of(KeyPair pair) throws NKeyException {
        if (pair.type() != KeyType.CURVE) {
            throw NKeyException.onlyCurveKeysSeal();
        }
        return new XKey(pair, new SecureRandom());
    }

    public NKey publicKey() {
        return pair.publicKey();
    }

    /** The seed as text, in an array that the caller can overwrite; as {@link KeyPair#seed}. */
    public char[] seed() throws NKeyException {
        return pair.seed();
    }

    /**
     * The message in a form that only the recipient can read.
     *
     * @throws NKeyException {@code nkeys: not a valid recipient public curve key}, also for a point that would make the
     *     secret of the two known to everybody; after {@link #wipe} {@code nkeys: no seed or private key available}
     */
    public byte[] seal(NKey recipient, byte[] message) throws NKeyException {
        byte[] nonce = new byte[Box.NONCE_LENGTH];
        random.nextBytes(nonce);
        return seal(recipient, message, nonce);
    }

    /** With a nonce of the caller's: no two messages may have the same. */
    byte[] seal(NKey recipient, byte[] message, byte[] nonce) throws NKeyException {
        byte[] key = sharedKey(recipient);
        if (key == null) {
            throw NKeyException.invalidRecipient();
        }
        byte[] sealed = Arrays.copyOf(VERSION, HEADER_LENGTH + Box.TAG_LENGTH + message.length);
        System.arraycopy(nonce, 0, sealed, VERSION.length, nonce.length);
        Box.seal(key, nonce, message, sealed, HEADER_LENGTH);
        Arrays.fill(key, (byte) 0);
        return sealed;
    }

    /**
     * The message that the sender sealed for this key.
     *
     * @throws NKeyException {@code nkeys: encrypted input is not valid} for one of 28 bytes or less,
     *     {@code nkeys: encrypted input wrong version}, {@code nkeys: not a valid sender public curve key}, and
     *     {@code nkeys: could not decrypt input} when it was changed or is not from this sender for this key; after
     *     {@link #wipe} {@code nkeys: no seed or private key available}
     */
    public byte[] open(NKey sender, byte[] sealed) throws NKeyException {
        if (sealed.length <= HEADER_LENGTH) {
            throw NKeyException.invalidEncrypted();
        }
        if (!Arrays.equals(VERSION, Arrays.copyOf(sealed, VERSION.length))) {
            throw NKeyException.wrongVersion();
        }
        byte[] key = sharedKey(sender);
        if (key == null) {
            throw NKeyException.invalidSender();
        }
        byte[] nonce = Arrays.copyOfRange(sealed, VERSION.length, HEADER_LENGTH);
        byte[] message = Box.open(key, nonce, sealed, HEADER_LENGTH);
        Arrays.fill(key, (byte) 0);
        if (message == null) {
            throw NKeyException.couldNotDecrypt();
        }
        return message;
    }

    private byte @Nullable [] sharedKey(NKey peer) throws NKeyException {
        byte[] seed = pair.rawSeed();
        try {
            return peer.type() == KeyType.CURVE ? Box.key(seed, peer.raw()) : null;
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** Overwrites the seed; from now on it can neither be shown nor used. */
    public void wipe() {
        pair.wipe();
    }

    /** The public key; never the seed. */
    @Override
    public String toString() {
        return pair.toString();
    }
}
