package dev.midge.auth.nkey;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Any text as a key: a key that is written as it was read, or an {@link NKeyException}.
 *
 * <p>Input: {@code t} and a text; {@code b} and bytes, which get their checksum and base32 here, since no fuzzer guesses
 * one; {@code v} with 32 bytes of a key and what follows as a signature.
 */
public final class NKeyFuzz {

    private static final int KEY = KeyText.RAW_LENGTH;

    private NKeyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        switch (input[0]) {
            case 'b' -> text(withChecksum(rest));
            case 'v' -> verify(rest);
            default -> text(new String(rest, StandardCharsets.UTF_8));
        }
    }

    private static String withChecksum(byte[] bytes) {
        int checksum = Crc16.of(bytes, bytes.length);
        byte[] all = Arrays.copyOf(bytes, bytes.length + 2);
        all[bytes.length] = (byte) checksum;
        all[bytes.length + 1] = (byte) (checksum >> 8);
        return new String(Base32.encode(all));
    }

    private static void text(String text) {
        try {
            NKey key = NKey.parse(text);
            check(key.toString(), text);
            String spelling = new String(KeyText.encodePublic(key.type(), key.raw()));
            // As in nats-server more letters that fill no byte mean nothing: one, three or six.
            int more = text.length() - spelling.length();
            check(spelling, more == 1 || more == 3 || more == 6 ? text.substring(0, spelling.length()) : text);
            check(Character.toString(key.type().letter()), text.substring(0, 1));
        } catch (NKeyException refused) {
            check(refused.getMessage().isEmpty() ? "no reason" : "", "");
        }
        try {
            KeyPair pair = KeyPair.fromSeed(text);
            // As in nats-server three bits of a seed mean nothing: what counts is that it is the same key.
            check(KeyPair.fromSeed(new String(pair.seed())).toString(), pair.toString());
            check(
                    NKey.parse(pair.publicKey().toString()).toString(),
                    pair.publicKey().toString());
        } catch (NKeyException refused) {
            check(refused.getMessage().isEmpty() ? "no reason" : "", "");
        }
    }

    private static void verify(byte[] bytes) {
        if (bytes.length < KEY) {
            return;
        }
        NKey key = NKey.of(KeyType.USER, Arrays.copyOf(bytes, KEY));
        byte[] signature = Arrays.copyOfRange(bytes, KEY, bytes.length);
        byte[] message = "nonce".getBytes(StandardCharsets.US_ASCII);
        if (key.verify(message, signature)) {
            throw new AssertionError("a signature made without the seed: " + Arrays.toString(bytes));
        }
    }

    private static void check(String got, String expected) {
        if (!got.equals(expected)) {
            throw new AssertionError("expected: " + expected + "\n but got: " + got);
        }
    }
}
