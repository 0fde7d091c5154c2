package dev.midge.auth.nkey;

import org.jspecify.annotations.Nullable;

/** What a key is for; the first letter of its text says it. */
public enum KeyType {
    OPERATOR(14),
    ACCOUNT(0),
    USER(20),
    SERVER(13),
    CLUSTER(2),
    /** X25519: seals and opens, never signs. */
    CURVE(23);

    // Indexing instead of values(): no copy per parsed key.
    private static final KeyType[] TYPES = values();

    private final int prefix;

    /** The position of the letter in the base32 alphabet: the upper five bits of the first byte are that letter. */
    KeyType(int letter) {
        prefix = letter << 3;
    }

    /** The first letter of public keys of this type. */
    public char letter() {
        return Base32.letter(prefix >> 3);
    }

    /** The first byte of a public key of this type, before base32. */
    int prefix() {
        return prefix;
    }

    static @Nullable KeyType ofPrefix(int prefix) {
        for (KeyType type : TYPES) {
            if (type.prefix == prefix) {
                return type;
            }
        }
        return null;
    }
}
