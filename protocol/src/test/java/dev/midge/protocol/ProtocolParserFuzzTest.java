package dev.midge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random conversations, valid and broken, cut at random: the calls are those of the conversation in one piece, and no
 * exception leaves the parser.
 */
class ProtocolParserFuzzTest {

    private static final int CONVERSATIONS = 600;
    private static final String[] SUBJECTS = {"a", "b", "foo.bar", "*", "a..b", "x\u00ff", ">"};
    private static final String[] BLANKS = {" ", " ", " ", " ", "  ", "\t", " \t \t"};
    private static final String[] ENDS = {"\r\n", "\r\n", "\r\n", "\n", " \r\n", "\r\r\n"};
    private static final String[] LINES = {
        "PING",
        "PONG",
        "+OK",
        "ping xyz",
        "INFO {}",
        "CONNECT {\"verbose\":false}",
        "CONNECT{}",
        "CONNECT null",
        "UNSUB 1",
        "UNSUB 1 5",
        "INFO []",
        "-ERR x"
    };

    private static void limited(Conversation conversation) {
        conversation.parser.maxControlLine(40);
        conversation.parser.maxPayload(30);
        conversation.parser.pedantic(true);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void validConversationsMeanTheSameHoweverTheyAreCut(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CONVERSATIONS; i++) {
            compare(random, Conversation.bytes(conversation(random)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void brokenConversationsMeanTheSameHoweverTheyAreCut(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CONVERSATIONS; i++) {
            byte[] bytes = Conversation.bytes(conversation(random));
            for (int k = random.nextInt(3); k >= 0; k--) {
                bytes = mutate(random, bytes);
            }
            compare(random, bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void noiseMeansTheSameHoweverItIsCut(long seed) {
        Random random = new Random(seed);
        String letters = "PUBHSNIGOCET+-KR \t\r\n{}0129a.\u00ff\u0000";
        for (int i = 0; i < CONVERSATIONS; i++) {
            StringBuilder noise = new StringBuilder(random.nextBoolean() ? "" : "PUB a ");
            for (int k = random.nextInt(12); k >= 0; k--) {
                noise.append(letters.charAt(random.nextInt(letters.length())));
            }
            compare(random, Conversation.bytes(noise.toString()));
        }
    }

    private static void compare(Random random, byte[] bytes) {
        Consumer<Conversation> setUp =
                random.nextInt(4) == 0 ? ProtocolParserFuzzTest::limited : ProtocolParserTest::plain;
        List<String> whole = Conversation.whole(bytes, setUp);
        for (int i = 0; i < 3; i++) {
            int[] cuts = random.ints(1 + random.nextInt(6), 0, bytes.length + 1)
                    .sorted()
                    .toArray();
            assertThat(Conversation.cut(bytes, setUp, cuts))
                    .as(() -> GoQuote.text(bytes) + " cut at " + Arrays.toString(cuts))
                    .isEqualTo(whole);
        }
    }

    private static String conversation(Random random) {
        StringBuilder text = new StringBuilder();
        for (int k = 1 + random.nextInt(8); k > 0; k--) {
            text.append(operation(random));
        }
        return text.toString();
    }

    private static String operation(Random random) {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> publish(random);
            case 3 -> publishWithHeaders(random);
            case 4 -> one(random, "SUB", "sub") + blank(random) + subject(random) + blank(random) + "1" + end(random);
            case 5 -> "SUB" + blank(random) + subject(random) + blank(random) + "q" + blank(random) + "2" + end(random);
            default -> LINES[random.nextInt(LINES.length)] + end(random);
        };
    }

    private static String publish(Random random) {
        String payload = payload(random);
        String reply = random.nextInt(3) == 0 ? "r" + blank(random) : "";
        String zeros = random.nextInt(5) == 0 ? "00" : "";
        return one(random, "PUB", "pUb") + blank(random) + subject(random) + blank(random) + reply + zeros
                + payload.length() + end(random) + payload + "\r\n";
    }

    private static String publishWithHeaders(Random random) {
        String payload = payload(random);
        int headers = random.nextInt(payload.length() + 1);
        return "HPUB" + blank(random) + subject(random) + blank(random) + headers + blank(random) + payload.length()
                + end(random) + payload + "\r\n";
    }

    private static String payload(Random random) {
        StringBuilder payload = new StringBuilder();
        // A few sizes only: lines repeat.
        for (int k = 3 * random.nextInt(3); k > 0; k--) {
            payload.append("x\r\nP \u0000".charAt(random.nextInt(6)));
        }
        return payload.toString();
    }

    private static String one(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String subject(Random random) {
        return random.nextBoolean() ? "a" : one(random, SUBJECTS);
    }

    private static String blank(Random random) {
        return one(random, BLANKS);
    }

    private static String end(Random random) {
        return one(random, ENDS);
    }

    private static byte[] mutate(Random random, byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int at = random.nextInt(bytes.length);
        byte[] changed = bytes.clone();
        return switch (random.nextInt(4)) {
            case 0 -> {
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 1 -> {
                changed[at] = (byte) " \t\r\n0PSx".charAt(random.nextInt(8));
                yield changed;
            }
            case 2 -> Arrays.copyOf(bytes, at);
            default -> {
                changed = Arrays.copyOf(bytes, bytes.length - 1);
                System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
                yield changed;
            }
        };
    }
}
