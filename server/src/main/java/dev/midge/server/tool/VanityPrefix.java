package dev.midge.server.tool;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.NKey;

/**
 * Letters that a public key shall have behind the one of its type, as bits: comparing two bytes of a candidate rejects
 * nearly all of them, without writing any as text.
 */
final class VanityPrefix {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int KEY_LENGTH = 32;
    private static final int LETTER_BITS = 5;

    /** In front of the key the last three bits of the first byte, which are zero. */
    private static final int PREFIX_BITS = 3;

    private final String letters;
    private final byte[] wanted = new byte[KEY_LENGTH];
    private final byte[] mask = new byte[KEY_LENGTH];
    private boolean possible = true;

    private VanityPrefix(String letters) {
        this.letters = letters;
    }

    static VanityPrefix of(String text) throws ToolException {
        String letters = upperCase(text);
        VanityPrefix prefix = new VanityPrefix(letters);
        for (int i = 0; i < letters.length(); i++) {
            int value = ALPHABET.indexOf(letters.charAt(i));
            if (value < 0) {
                throw new ToolException("Can not generate base32 encoded strings to match '" + letters + "'");
            }
            prefix.want(i, value);
        }
        return prefix;
    }

    /** Letter by letter, as Go does it: none becomes two. */
    private static String upperCase(String text) {
        char[] letters = text.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = Character.toUpperCase(letters[i]);
        }
        return new String(letters);
    }

    private void want(int index, int value) {
        for (int i = 0; i < LETTER_BITS; i++) {
            boolean set = (value >> (LETTER_BITS - 1 - i) & 1) != 0;
            int bit = index * LETTER_BITS + i - PREFIX_BITS;
            if (bit < 0) {
                possible &= !set;
            } else if (bit < KEY_LENGTH * 8) {
                int one = 0x80 >> (bit & 7);
                mask[bit >> 3] |= (byte) one;
                wanted[bit >> 3] |= (byte) (set ? one : 0);
            }
        }
    }

    /** Whether any key begins so: behind the letter of the type comes one of A to D. */
    boolean isPossible() {
        return possible;
    }

    boolean matches(KeyPair pair) {
        NKey key = pair.publicKey();
        byte[] raw = key.raw();
        for (int i = 0; i < raw.length && mask[i] != 0; i++) {
            if ((raw[i] & mask[i]) != wanted[i]) {
                return false;
            }
        }
        // The last letters of a key are those of its checksum.
        return key.text().startsWith(letters, 1);
    }
}
