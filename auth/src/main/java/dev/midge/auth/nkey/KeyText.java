package dev.midge.auth.nkey;

import java.util.Arrays;

/**
 * The text form of keys: {@code prefix | key | checksum} in base32, and for seeds two leading bytes that make two
 * letters readable.
 *
 * <p>Every length is checked exactly: a key cut short but with a good checksum once crashed servers when they verified a
 * signature with it. What may be secret does not stay behind in arrays of ours.
 */
final class KeyText {

    static final int RAW_LENGTH = 32;

    private static final int SEED_PREFIX = 18 << 3;
    private static final int PRIVATE_PREFIX = 15 << 3;
    private static final int CHECKSUM_LENGTH = 2;
    private static final int LEAST_LENGTH = 4;

    private KeyText() {}

    static char[] encodePublic(KeyType type, byte[] raw) {
        return encode(new byte[] {(byte) type.prefix()}, raw);
    }

    static char[] encodeSeed(KeyType type, byte[] raw) {
        byte[] prefix = {(byte) (SEED_PREFIX | type.prefix() >> 5), (byte) ((type.prefix() & 31) << 3)};
        return encode(prefix, raw);
    }

    /** The seed, followed by the public key where the seed is one of Ed25519. */
    static char[] encodePrivate(byte[] raw) {
        return encode(new byte[] {(byte) PRIVATE_PREFIX}, raw);
    }

    private static char[] encode(byte[] prefix, byte[] raw) {
        int end = prefix.length + raw.length;
        byte[] bytes = Arrays.copyOf(prefix, end + CHECKSUM_LENGTH);
        System.arraycopy(raw, 0, bytes, prefix.length, raw.length);
        int checksum = Crc16.of(bytes, end);
        bytes[end] = (byte) checksum;
        bytes[end + 1] = (byte) (checksum >> 8);
        char[] text = Base32.encode(bytes);
        wipe(bytes);
        return text;
    }

    /** The bytes of any kind of key without the checksum, which is right; what they mean is not checked. */
    private static byte[] decode(CharSequence text) throws NKeyException {
        byte[] bytes = Base32.decode(text);
        try {
            if (bytes.length < LEAST_LENGTH) {
                throw NKeyException.invalidEncoding();
            }
            int end = bytes.length - CHECKSUM_LENGTH;
            int checksum = (bytes[end] & 0xFF) | (bytes[end + 1] & 0xFF) << 8;
            if (Crc16.of(bytes, end) != checksum) {
                throw NKeyException.invalidChecksum();
            }
            return Arrays.copyOf(bytes, end);
        } finally {
            wipe(bytes);
        }
    }

    /** Whether alphabet, length and checksum are those of some key or seed. */
    static boolean isEncoded(CharSequence text) {
        try {
            wipe(decode(text));
            return true;
        } catch (NKeyException e) {
            return false; // the question was whether; the reason is of no interest
        }
    }

    static NKey decodePublic(CharSequence text) throws NKeyException {
        byte[] bytes = decode(text);
        KeyType type = KeyType.ofPrefix(bytes[0] & 0xFF);
        if (type == null || bytes.length != 1 + RAW_LENGTH) {
            wipe(bytes);
            throw NKeyException.invalidPublicKey();
        }
        byte[] raw = Arrays.copyOfRange(bytes, 1, bytes.length);
        return Base32.lineEnds(text) > 0 ? NKey.of(type, raw) : NKey.of(type, raw, text.toString());
    }

    static KeyPair decodeSeed(CharSequence text) throws NKeyException {
        byte[] bytes = decode(text);
        try {
            KeyType type = KeyType.ofPrefix((bytes[0] & 7) << 5 | (bytes[1] & 0xF8) >> 3);
            if ((bytes[0] & 0xF8) != SEED_PREFIX || type == null || bytes.length != 2 + RAW_LENGTH) {
                throw NKeyException.invalidSeed();
            }
            return KeyPair.of(type, Arrays.copyOfRange(bytes, 2, bytes.length));
        } finally {
            wipe(bytes);
        }
    }

    /** The bytes between the prefix of a private key and the checksum. */
    static byte[] decodePrivate(CharSequence text) throws NKeyException {
        byte[] bytes = decode(text);
        try {
            if ((bytes[0] & 0xFF) != PRIVATE_PREFIX) {
                throw NKeyException.invalidPrefix();
            }
            return Arrays.copyOfRange(bytes, 1, bytes.length);
        } finally {
            wipe(bytes);
        }
    }

    private static void wipe(byte[] bytes) {
        Arrays.fill(bytes, (byte) 0);
    }
}
