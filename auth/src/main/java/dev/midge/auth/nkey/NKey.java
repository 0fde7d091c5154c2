package dev.midge.auth.nkey;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A public key. Verifying is cheap from the second time on: the decoded curve point is kept.
 *
 * <p>Immutable to its users and safe on any thread. {@link #parse} accepts a text only if kind, length and checksum are
 * right; a key whose bytes are no point of the curve (or one of small order) is accepted as text, as in nats-server, and
 * verifies nothing.
 */
public final class NKey {

    private final KeyType type;
    private final byte[] raw;
    private final String text;

    // Written by whichever thread verifies first; decoding twice gives the same value.
    private volatile @Nullable Ed25519Key decoded;

    private NKey(KeyType type, byte[] raw, String text) {
        this.type = type;
        this.raw = raw;
        this.text = text;
    }

    /** Takes the array over. */
    static NKey of(KeyType type, byte[] raw) {
        return new NKey(type, raw, new String(KeyText.encodePublic(type, raw)));
    }

    /**
     * Takes the array over; the text is the one that it was decoded from. There is one spelling, but for a 57th letter, which
     * fills no byte: nkeys ignores it, and nats-server then knows the user by the longer text.
     */
    static NKey of(KeyType type, byte[] raw, String text) {
        return new NKey(type, raw, text);
    }

    /** Reads a public key of any type. */
    public static NKey parse(CharSequence text) throws NKeyException {
        return KeyText.decodePublic(text);
    }

    /** Reads a public key of one type; another type is {@code nkeys: incompatible key}. */
    public static NKey parse(CharSequence text, KeyType expected) throws NKeyException {
        NKey key = parse(text);
        if (key.type != expected) {
            throw NKeyException.incompatibleKey();
        }
        return key;
    }

    /** Whether the text is a valid public key of this type. */
    public static boolean isValid(CharSequence text, KeyType expected) {
        try {
            return parse(text).type == expected;
        } catch (NKeyException e) {
            return false; // the question was whether; the reason is of no interest
        }
    }

    public KeyType type() {
        return type;
    }

    /** The 32 bytes of the key. */
    public byte[] raw() {
        return raw.clone();
    }

    /** Whether the signature was made over the message with the seed of this key. Always false for a curve key. */
    public boolean verify(byte[] message, byte[] signature) {
        return type != KeyType.CURVE && decoded().verify(message, signature);
    }

    private Ed25519Key decoded() {
        Ed25519Key key = decoded;
        if (key == null) {
            key = Ed25519Key.decode(raw);
            decoded = key;
        }
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NKey key && type == key.type && Arrays.equals(raw, key.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw);
    }

    /** The text form. */
    @Override
    public String toString() {
        return text;
    }
}
