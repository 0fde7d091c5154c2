package dev.midge.auth.nkey;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.Salsa20Engine;

/** HSalsa20 of a key and 16 zero bytes: it turns the result of X25519 into the key of a box. */
final class HSalsa20 {

    private static final int WORDS = 16;
    private static final int ROUNDS = 20;

    /** "expand 32-byte k" as four little-endian words; they lie on the diagonal of the state. */
    private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

    private static final int[] DIAGONAL = {0, 5, 10, 15};

    private static final int[] KEY = {1, 2, 3, 4, 11, 12, 13, 14};
    private static final int[] RESULT = {0, 5, 10, 15, 6, 7, 8, 9};

    private HSalsa20() {}

    static byte[] of(byte[] key) {
        int[] state = state(key);
        int[] mixed = new int[WORDS];
        Salsa20Engine.salsaCore(ROUNDS, state, mixed);
        ByteBuffer out = ByteBuffer.allocate(RESULT.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : RESULT) {
            // The last step of Salsa20 adds the state to the result; HSalsa20 is without it.
            out.putInt(mixed[word] - state[word]);
        }
        Arrays.fill(state, 0);
        Arrays.fill(mixed, 0);
        return out.array();
    }

    private static int[] state(byte[] key) {
        int[] state = new int[WORDS];
        for (int i = 0; i < DIAGONAL.length; i++) {
            state[DIAGONAL[i]] = CONSTANTS[i];
        }
        ByteBuffer in = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : KEY) {
            state[word] = in.getInt();
        }
        return state;
    }
}
