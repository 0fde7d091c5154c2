package dev.midge.auth.nkey;

import java.util.Arrays;

/**
 * The text form of keys: {@code prefix | key | checksum} in base32, and for seeds two leading bytes that make two
 * letters readable.
 *
 * <p>Every length is checked exactly: a key cut short but with a good checksum once crashed servers when they verified a
 * signature with it.
 */
final class KeyText {

    static final int RAW_LENGTH = 32;

    private static final int SEED_PREFIX = 18 << 3;
    private static final int CHECKSUM_LENGTH = 2;
    private static final int LEAST_LENGTH = 4;

    private KeyText() {}

    static char[] encodePublic(KeyType type, byte[] raw) {
        byte[] bytes = new byte[1 + RAW_LENGTH + CHECKSUM_LENGTH];
        bytes[0] = (byte) type.prefix();
        return encode(bytes, 1, raw);
    }

    static char[] encodeSeed(KeyType type, byte[] raw) {
        byte[] bytes = new byte[2 + RAW_LENGTH + CHECKSUM_LENGTH];
        bytes[0] = (byte) (SEED_PREFIX | type.prefix() >> 5);
        bytes[1] = (byte) ((type.prefix() & 31) << 3);
        char[] text = encode(bytes, 2, raw);
        Arrays.fill(bytes, (byte) 0);
        return text;
    }

    private static char[] encode(byte[] bytes, int prefixLength, byte[] raw) {
        System.arraycopy(raw, 0, bytes, prefixLength, RAW_LENGTH);
        int end = prefixLength + RAW_LENGTH;
        int checksum = Crc16.of(bytes, end);
        bytes[end] = (byte) checksum;
        bytes[end + 1] = (byte) (checksum >> 8);
        return Base32.encode(bytes);
    }

    /** The bytes of any kind of key without the checksum, which is right; what they mean is not checked. */
    private static byte[] decode(CharSequence text) throws NKeyException {
        byte[] bytes = Base32.decode(text);
        if (bytes.length < LEAST_LENGTH) {
            throw NKeyException.invalidEncoding();
        }
        int end = bytes.length - CHECKSUM_LENGTH;
        int checksum = (bytes[end] & 0xFF) | (bytes[end + 1] & 0xFF) << 8;
        if (Crc16.of(bytes, end) != checksum) {
            throw NKeyException.invalidChecksum();
        }
        return Arrays.copyOf(bytes, end);
    }

    static NKey decodePublic(CharSequence text) throws NKeyException {
        byte[] bytes = decode(text);
        KeyType type = KeyType.ofPrefix(bytes[0] & 0xFF);
        if (type == null || bytes.length != 1 + RAW_LENGTH) {
            throw NKeyException.invalidPublicKey();
        }
        return NKey.of(type, Arrays.copyOfRange(bytes, 1, bytes.length), text.toString());
    }

    static KeyPair decodeSeed(CharSequence text) throws NKeyException {
        byte[] bytes = decode(text);
        try {
            KeyType type = KeyType.ofPrefix((bytes[0] & 7) << 5 | (bytes[1] & 0xF8) >> 3);
            if ((bytes[0] & 0xF8) != SEED_PREFIX || type == null || bytes.length != 2 + RAW_LENGTH) {
                throw NKeyException.invalidSeed();
            }
            return KeyPair.fromRawSeed(type, Arrays.copyOfRange(bytes, 2, bytes.length));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
