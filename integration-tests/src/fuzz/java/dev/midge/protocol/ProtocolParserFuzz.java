package dev.midge.protocol;

import dev.midge.protocol.JsonModel.StricterThanGo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Any bytes in any pieces: the parser calls what {@link ProtocolModel} says, whatever the cuts, throws nothing and keeps no
 * more than it may.
 *
 * <p>Input: a letter for {@link ClientSettings}, a byte that chooses the cuts, the conversation.
 */
public final class ProtocolParserFuzz {

    private static final int FIRST = 2;

    private ProtocolParserFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length <= FIRST) {
            return;
        }
        ClientSettings settings = ClientSettings.of(input[0]);
        String conversation = new String(input, FIRST, input.length - FIRST, StandardCharsets.ISO_8859_1);
        List<String> expected;
        try {
            expected = ProtocolModel.calls(settings, conversation);
        } catch (StricterThanGo nothingToCompare) {
            return;
        }
        Random random = new Random(input[1]);
        compare(expected, settings, input, 1, random);
        compare(expected, settings, input, 2 + random.nextInt(14), random);
        compare(expected, settings, input, input.length, random);
    }

    private static void compare(
            List<String> expected, ClientSettings settings, byte[] input, int longestPiece, Random random) {
        FuzzedClient client = new FuzzedClient(settings, random);
        for (int from = FIRST; from < input.length; ) {
            int to = Math.min(input.length, from + longestPiece - random.nextInt(longestPiece));
            client.say(input, from, to);
            from = to;
        }
        if (!client.calls().equals(expected)) {
            throw new AssertionError("expected: " + expected + "\n but got: " + client.calls() + "\nof: "
                    + GoQuote.text(Arrays.copyOfRange(input, FIRST, input.length)) + " in pieces of at most "
                    + longestPiece);
        }
    }
}
