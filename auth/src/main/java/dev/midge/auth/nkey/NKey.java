package dev.midge.auth.nkey;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A public key. Verifying is cheap from the second time on: the decoded curve point is kept.
 *
 * <p>Immutable to its users and safe on any thread. {@link #parse} accepts a text only if kind, length and checksum are
 * right; a key whose bytes are no point of the curve (or one of small order) is accepted as text, as in nats-server, and
 * verifies nothing.
 *
 * <p>nkeys: public.go, strkey.go.
 */
public final class NKey {

    private final KeyType type;
    private final byte[] raw;

    // Made when somebody asks: who searches for a key looks at the bytes of millions. Made twice it is the same text.
    private @Nullable String text;

    // Written by whichever thread verifies first; decoding twice gives the same value.
    private volatile @Nullable Ed25519Key decoded;

    private NKey(KeyType type, byte[] raw, @Nullable String text) {
        this.type = type;
        this.raw = raw;
        this.text = text;
    }

    /** Takes the array over. */
    static NKey of(KeyType type, byte[] raw) {
        return new NKey(type, raw, null);
    }

    /**
     * Takes the array over; the text is the one that it was decoded from. There is one spelling, but for one, three or six
     * letters more, which fill no byte: nkeys ignores them, and nats-server then knows the user by the longer text.
     */
    static NKey of(KeyType type, byte[] raw, String text) {
        return new NKey(type, raw, text);
    }

    /**
     * Reads a public key of any type.
     *
     * @throws NKeyException {@code nkeys: invalid public key} for a seed or anything else that is none, a text for the
     *     alphabet, the length and the checksum
     */
    public static NKey parse(CharSequence text) throws NKeyException {
        return KeyText.decodePublic(text);
    }

    /** As {@link #parse(CharSequence)}, for the bytes of a file; line ends are ignored. */
    public static NKey parse(byte[] text) throws NKeyException {
        return parse(new AsciiText(text));
    }

    /** Reads a public key of one type; another type is {@code nkeys: incompatible key}. */
    public static NKey parse(CharSequence text, KeyType expected) throws NKeyException {
        NKey key = parse(text);
        if (key.type != expected) {
            throw NKeyException.incompatibleKey();
        }
        return key;
    }

    /**
     * Whether a text is some key or seed, of any type: its alphabet, its length and its checksum are right. For finding
     * the key in a file; it is not said that it can be used.
     */
    public static boolean isEncoded(CharSequence text) {
        return KeyText.isEncoded(text);
    }

    /** As {@link #isEncoded(CharSequence)}, for the bytes of a file. */
    public static boolean isEncoded(byte[] text) {
        return isEncoded(new AsciiText(text));
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

    /** Such as {@code U...}, 56 letters. */
    public String text() {
        String known = text;
        if (known == null) {
            known = new String(KeyText.encodePublic(type, raw));
            text = known;
        }
        return known;
    }

    /** The 32 bytes of the key. */
    public byte[] raw() {
        return raw.clone();
    }

    /** Whether the signature was made over the message with the seed of this key. Always false for a curve key. */
    public boolean verify(byte[] message, byte[] signature) {
        return type != KeyType.CURVE && decoded().verify(message, signature);
    }

    /**
     * Does nothing when {@link #verify} says yes.
     *
     * @throws NKeyException {@code nkeys: signature verification failed}
     */
    public void requireSignature(byte[] message, byte[] signature) throws NKeyException {
        if (!verify(message, signature)) {
            throw NKeyException.invalidSignature();
        }
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
        return text();
    }
}
