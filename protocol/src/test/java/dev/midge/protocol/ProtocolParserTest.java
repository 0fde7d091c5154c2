package dev.midge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the parser makes of conversations, each of which is fed whole, byte by byte, and cut at every position; short ones
 * also at every two positions.
 */
class ProtocolParserTest {

    private static final int CUT_TWICE_UP_TO = 30;
    private static final String UNKNOWN = "ERROR UNKNOWN_OPERATION";
    private static final String ARGUMENTS = "ERROR BAD_ARGUMENTS";
    private static final String PAYLOAD = "ERROR MAXIMUM_PAYLOAD";
    private static final String LINE = "ERROR MAXIMUM_CONTROL_LINE";

    static void plain(Conversation conversation) {
        assertThat(conversation.calls()).isEmpty();
    }

    private static void withoutHeaders(Conversation conversation) {
        conversation.parser.headers(false);
    }

    private static void pedantic(Conversation conversation) {
        conversation.parser.pedantic(true);
    }

    private static void smallLimits(Conversation conversation) {
        conversation.parser.maxControlLine(12);
        conversation.parser.maxPayload(5);
    }

    static void assertCalls(String conversation, Consumer<Conversation> setUp, List<String> expected) {
        byte[] bytes = Conversation.bytes(conversation);
        assertThat(Conversation.whole(bytes, setUp)).as("whole").isEqualTo(expected);
        assertThat(Conversation.byteByByte(bytes, setUp)).as("byte by byte").isEqualTo(expected);
        for (int cut = 0; cut <= bytes.length; cut++) {
            assertThat(Conversation.cut(bytes, setUp, cut)).as("cut at " + cut).isEqualTo(expected);
        }
        if (bytes.length <= CUT_TWICE_UP_TO) {
            assertCallsCutTwice(bytes, setUp, expected);
        }
    }

    private static void assertCallsCutTwice(byte[] bytes, Consumer<Conversation> setUp, List<String> expected) {
        for (int first = 1; first < bytes.length; first++) {
            for (int second = first + 1; second < bytes.length; second++) {
                assertThat(Conversation.cut(bytes, setUp, first, second))
                        .as("cut at " + first + " and " + second)
                        .isEqualTo(expected);
            }
        }
    }

    private static Arguments says(String conversation, String... calls) {
        return Arguments.of(conversation, List.of(calls));
    }

    // ---- what a client may send

    static Stream<Arguments> operations() {
        return Stream.of(
                says("SUB foo 1\r\nPUB foo 2\r\nhi\r\n", "SUB foo 1", "PUB foo [2]=2 ||hi"),
                says("CONNECT {}\r\nPUB foo.* 2\r\nhi\r\n", "CONNECT {}", "PUB foo.* [2]=2 ||hi"),
                says("CONNECT{}\r\n", "CONNECT {}"),
                says("CONNECT\r\n", "CONNECT "),
                says("CONNECT \t {bad \r\n", "CONNECT {bad "),
                says("cOnNeCt null\n", "CONNECT null"),
                says("pInGxyz\r\nPING\npong\r\r\n", "PING", "PING", "PONG"),
                says("PUB\t foo \t 2 \nhi\r\n", "PUB foo [2]=2 odd ||hi"),
                says("PUB foo 2 \r\nhi\r\n", "PUB foo [2]=2 odd ||hi"),
                says("PUB foo  2\r\nhi\r\n", "PUB foo [2]=2 odd ||hi"),
                says("PUB foo\t2\r\nhi\r\n", "PUB foo [2]=2 odd ||hi"),
                says("PUB foo 2\nhi\r\n", "PUB foo [2]=2 odd ||hi"),
                says("PUB foo\r r\rp 2\r\nhi\r\n", "PUB foo\r r\rp [2]=2 ||hi"),
                says("PUB  foo 2\r\nhi\r\n", "PUB foo [2]=2 ||hi"),
                says("pub foo re.ply 002\r\nhi\r\n", "PUB foo re.ply [002]=2 ||hi"),
                says("PUB foo 0\r\n\r\nPUB foo 00\r\n\r\n", "PUB foo [0]=0 ||", "PUB foo [00]=0 ||"),
                says("PUB a 6\r\n\r\n\u0000PU\n\r\nPING\r\n", "PUB a [6]=6 ||\r\n\u0000PU\n", "PING"),
                says("PUB \u0001\u00ff 1\r\n\u00ff\r\n", "PUB \u0001\u00ff [1]=1 ||\u00ff"),
                says("PUB a 000000001\r\nx\r\n", "PUB a [000000001]=1 ||x"),
                says("INFO {}\r\n+OK\r\nPONG\r\nPING\r\n", "PONG", "PING"),
                says("+OK whatever\r\ninfo{\"a\":[1,{}]} \r\n+ok\nPING\r\n", "PING"),
                says("sub a b c\r\nSub\t* \t > \n", "SUB a b c", "SUB * >"),
                says("SUB foo..bar 1\r\nSUB . x \r\n", "SUB foo..bar 1", "SUB . x"),
                says("SUB foo\r1\r\nSUB foo \r q 2 \r\r\n", "SUB foo 1", "SUB foo q 2"),
                says("UNSUB 1\r5\r\nUNSUB \r2\r\r\n", "UNSUB 1 5", "UNSUB 2 0"),
                // The first byte behind the blanks never ends the line.
                says("SUB \nfoo 1\r\nUNSUB \t\n1\n", "SUB foo 1", "UNSUB 1 0"),
                says("CONNECT\n{}\r\nINFO \n{}\nPING\n", "CONNECT \n{}", "PING"),
                says("SUB \n"),
                says("UNSUB 1\r\nUNSUB 1 5\r\nunsub sid 0\n", "UNSUB 1 0", "UNSUB 1 5", "UNSUB sid 0"),
                says("UNSUB 1 x\r\nUNSUB 1 -5\r\nUNSUB 1 1234567890\r\n", "UNSUB 1 0", "UNSUB 1 0", "UNSUB 1 0"),
                says("UNSUB 1 999999999\r\n", "UNSUB 1 999999999"),
                says("SUB foo 1"),
                says("PUB foo 2\r\nhi\r"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operationsAreFoundHoweverTheyAreCut(String conversation, List<String> calls) {
        assertCalls(conversation, ProtocolParserTest::plain, calls);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                says("HPUB foo 0 2\r\nhi\r\n", "HPUB foo [0 2]=0/2 ||hi"),
                says("HPUB foo 3 5\r\nabcde\r\n", "HPUB foo [3 5]=3/5 |abc|de"),
                says(
                        "HPUB foo rep 012 0014\r\nNATS/1.0\r\n\r\nhi\r\n",
                        "HPUB foo rep [012 0014]=12/14 |NATS/1.0\r\n\r\n|hi"),
                says("hpub foo 2 2\r\nhi\r\nPING\r\n", "HPUB foo [2 2]=2/2 |hi|", "PING"),
                says("HPUB foo 2\t2\r\nhi\r\n", "HPUB foo [2\t2]=2/2 odd |hi|"),
                says("HPUB foo re  2 2\r\nhi\r\n", "HPUB foo re [2 2]=2/2 odd |hi|"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void headersAreCutFromThePayloadByTheirSize(String conversation, List<String> calls) {
        assertCalls(conversation, ProtocolParserTest::plain, calls);
    }

    // ---- the failure matrix

    static Stream<Arguments> violations() {
        return Stream.of(
                says("\r\n", UNKNOWN),
                says("\n", UNKNOWN),
                says(" PING\r\n", UNKNOWN),
                says("\tPING\r\n", UNKNOWN),
                says("ZZZ", UNKNOWN),
                says("GET / HTTP/1.1\r\n", UNKNOWN),
                says("PING\r\nX", "PING", UNKNOWN),
                says("PA", UNKNOWN),
                says("PIM", UNKNOWN),
                says("PUB\r\n", UNKNOWN),
                says("PUBLISH foo 1\r\n", UNKNOWN),
                says("SUBZ", UNKNOWN),
                says("SUB\r\n", UNKNOWN),
                says("UNSUB\n", UNKNOWN),
                says("HPUB\r\n", UNKNOWN),
                says("-ERR\r\n", UNKNOWN),
                says("+OL", UNKNOWN),
                says("COMMENT", UNKNOWN),
                says("INFINITE", UNKNOWN),
                says("\u00d0UB foo 1\r\n", UNKNOWN),
                says("P\u00d5B foo 1\r\n", UNKNOWN),
                says("\u0000", UNKNOWN),
                says("\u000bOK\r\n", UNKNOWN),
                says("\rERR x\r\n", UNKNOWN),
                says("MSG foo 1 2\r\nhi\r\n", UNKNOWN),
                says("RMSG a b 1\r\n", UNKNOWN),
                says("LMSG a b 1\r\n", UNKNOWN),
                says("HMSG x\r\n\r\n", UNKNOWN),
                says("A+ x\r\n", UNKNOWN),
                says("RS+ x\r\n", UNKNOWN),
                says("PUB foo 2\r\nhello\r\n", UNKNOWN),
                says("PUB foo 2\r\nhi\n", UNKNOWN),
                says("PUB foo 2\r\nhi\rx", UNKNOWN),
                says("PUB foo 2\r\nhi\r\r\n", UNKNOWN),
                says("PUB foo 1\r\nPING\r\n", UNKNOWN),
                says("PUB foo 0\r\nPING\r\n", UNKNOWN),
                says("SUB a 1\r\nPUB a 1\r\nx\r\n PING\r\n", "SUB a 1", "PUB a [1]=1 ||x", UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void anImpossibleByteIsUnknownAtOnce(String conversation, List<String> calls) {
        assertCalls(conversation, ProtocolParserTest::plain, calls);
    }

    static Stream<Arguments> badArguments() {
        return Stream.of(
                        "PUB foo\r\n",
                        "PUB \r\n",
                        "PUB \n",
                        "HPUB  \n",
                        "PUB foo a b 1\r\n",
                        "PUB foo a b c d e 1\r\n",
                        "PUB foo -1\r\n",
                        "PUB foo +5\r\n",
                        "PUB foo 0x5\r\n",
                        "PUB foo 5.0\r\n",
                        "PUB foo 1a\r\n",
                        "PUB foo \u0000\r\n",
                        "PUB foo \u00b2\r\n",
                        "PUB foo bar\r\n",
                        "PUB foo 9999999999\r\n",
                        "PUB foo 0000000005\r\n",
                        "HPUB foo\r\n",
                        "HPUB foo 2\r\n",
                        "HPUB foo a b 1 2\r\n",
                        "HPUB foo a b c d 1 2\r\n",
                        "HPUB foo 3 2\r\n",
                        "HPUB foo x 2\r\n",
                        "HPUB foo -1 2\r\n",
                        "HPUB foo 2 x\r\n",
                        "HPUB foo 2 0000000002\r\n",
                        "HPUB foo 0000000002 2\r\n",
                        "SUB foo\r\n",
                        "SUB \r\n",
                        "SUB a b c d\r\n",
                        "SUB a b c d e f g\r\n",
                        "UNSUB \r\n",
                        "UNSUB 1 2 3\r\n",
                        "INFO \r\n",
                        "INFO\r\n",
                        "INFO {bad\r\n",
                        "INFO []\r\n",
                        "INFO {\"port\":\"4222\"}\r\n",
                        "INFO {} x\r\n")
                .map(line -> says(line, ARGUMENTS));
    }

    @ParameterizedTest
    @MethodSource("badArguments")
    void badArgumentsAreToldApartFromUnknownOperations(String conversation, List<String> calls) {
        assertCalls(conversation, ProtocolParserTest::plain, calls);
    }

    static Stream<Arguments> details() {
        return Stream.of(
                says("PUB foo\u001b\r\n", "processPub Parse Error: \"foo\\x1b\""),
                says("PUB foo x\r\n", "processPub Bad or Missing Size: \"foo x\""),
                says("HPUB foo x 2\r\n", "processHeaderPub Bad or Missing Header Size: \"foo x 2\""),
                says("HPUB foo 2 x\r\n", "processHeaderPub Bad or Missing Total Size: \"foo 2 x\""),
                says("HPUB foo 3 2\r\n", "processHeaderPub Header Size larger then TotalSize: \"foo 3 2\""),
                says("SUB foo\r\n", "processSub Parse Error: \"foo\""),
                says("-ERR what now\r\n", "Client Error what now"),
                says("XY\r\n", parserError(0, 0, "XY\\r")),
                says("PING\r\n PING\r\n", parserError(0, 6, " PING\\r")),
                says("PXY\r\n", parserError(29, 1, "XY\\r")),
                says("PUX", parserError(30, 2, "")),
                says("PUBX", parserError(31, 3, "")),
                says("PIX", parserError(34, 2, "")),
                says("POX", parserError(37, 2, "")),
                says("PONX", parserError(38, 3, "")),
                says("HX", parserError(18, 1, "")),
                says("SUBX", parserError(45, 3, "")),
                says("UNSUBX", parserError(63, 5, "")),
                says("CONNECX", parserError(15, 6, "")),
                says("INX", parserError(72, 2, "")),
                says("+X", parserError(1, 1, "")),
                says("-ERRX", parserError(7, 4, "")),
                says("PUB foo 2\r\nhello\r\n", parserError(41, 13, "llo\\r")),
                says("PUB foo 2\r\nhi\rX", parserError(42, 14, "")),
                says("Z".repeat(40), parserError(0, 0, "Z".repeat(32))));
    }

    private static String parserError(int state, int at, String snippet) {
        return "Client parser ERROR, state=" + state + ", i=" + at + ": proto='\"" + snippet + "\"...'";
    }

    @ParameterizedTest
    @MethodSource("details")
    void theLogSaysWhatWasWrong(String conversation, List<String> details) {
        assertThat(Conversation.start().say(conversation).details()).isEqualTo(details);
    }

    @Test
    void aTracedLineIsToldOnceAndBeforeWhatIsMadeOfIt() {
        Conversation conversation = Conversation.start();
        conversation.parser.tracing(true);
        conversation.say("SUB a  1 \r\nPUB foo 2\r\nh");
        conversation.say("i\r\nPUB foo 2\r\nho\r\nUNSUB 1 x\r\nPUB foo y\r\n");

        assertThat(conversation.lines())
                .containsExactly("SUB a  1 ", "PUB foo 2", "PUB foo 2", "UNSUB 1 x", "PUB foo y");
        assertThat(conversation.calls())
                .containsExactly("SUB a 1", "PUB foo [2]=2 ||hi", "PUB foo [2]=2 ||ho", "UNSUB 1 0", ARGUMENTS);
    }

    @Test
    void anErrorOfTheClientEndsTheConversation() {
        assertCalls("PING\r\n-ERR x\r\nPING\r\n", ProtocolParserTest::plain, List.of("PING", "ERROR CLIENT_ERROR"));
        assertCalls("-err \r\n", ProtocolParserTest::plain, List.of("ERROR CLIENT_ERROR"));
    }

    @Test
    void messagesWithHeadersAreRefusedUnlessAgreed() {
        assertCalls(
                "PUB a 0\r\n\r\nHPUB a 2 2\r\nhi\r\n",
                ProtocolParserTest::withoutHeaders,
                List.of("PUB a [0]=0 ||", ARGUMENTS));
    }

    @Test
    void nothingIsTakenBehindAViolation() {
        Conversation conversation = Conversation.start().say("ZPING\r\n").say("PING\r\nSUB foo 1\r\n");

        assertThat(conversation.calls()).containsExactly(UNKNOWN);
        assertThat(conversation.parser.failed()).isTrue();
    }

    // ---- limits

    static Stream<Arguments> limited() {
        return Stream.of(
                // Arguments of 12 bytes and of 13; blanks in front do not count, those behind do.
                says("SUB 2345678901 1\r\n", "SUB 2345678901 1"),
                says("SUB 23456789012 1\r\n", LINE),
                says("SUB 23456789012 1", LINE),
                says("SUB    \t     2345678901 1\r\n", "SUB 2345678901 1"),
                says("SUB 234567890 1 \r\n", "SUB 234567890 1"),
                says("SUB 2345678901 1 \r\n", LINE),
                says("UNSUB 234567890123\nUNSUB 2345678901234", "UNSUB 234567890123 0", LINE),
                says("CONNECT {\"a\":1234567}\r\n", LINE),
                says("CONNECT {\"a\":12345 }\r\n", "CONNECT {\"a\":12345 }"),
                says("INFO {\"a\":1234567}\r\n", LINE),
                says("-ERR 3456789012345\r\n", LINE),
                says("PUB aaaaaaaaaaaa 1\r\n", LINE),
                says("HPUB aaaaaaaaaaa 1 1\r\n", LINE),
                says("PING 234567890123456789\r\n", "PING"),
                // Payloads of five bytes and of six.
                says("PUB a 5\r\nhello\r\n", "PUB a [5]=5 ||hello"),
                says("PUB a 6\r\n", PAYLOAD),
                says("PUB a 000000006\r\n", PAYLOAD),
                says("PUB a 999999999\r\n", PAYLOAD),
                says("HPUB a 2 5\r\nhello\r\n", "HPUB a [2 5]=2/5 |he|llo"),
                says("HPUB a 2 6\r\n", PAYLOAD),
                says("HPUB a 7 6\r\n", ARGUMENTS),
                says("PUB a 5\r\nhello\r\nPUB a 6\r\n", "PUB a [5]=5 ||hello", PAYLOAD));
    }

    @ParameterizedTest
    @MethodSource("limited")
    void linesAndPayloadsAreLimited(String conversation, List<String> calls) {
        assertCalls(conversation, ProtocolParserTest::smallLimits, calls);
    }

    @Test
    void theDefaultLineLimitIsExact() {
        String longest = "PUB " + "a".repeat(4094) + " 0\r\n\r\n";
        String tooLong = "PUB " + "a".repeat(4095) + " 0\r\n\r\n";

        assertThat(Conversation.start().say(longest).calls())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("PUB aaa");
        assertThat(Conversation.start().say(tooLong).calls()).containsExactly(LINE);
        assertThat(Conversation.start().say("SUB " + "a".repeat(4097)).calls()).containsExactly(LINE);
        assertThat(Conversation.start().say("SUB " + "a".repeat(4096)).calls()).isEmpty();
        assertThat(Conversation.start().say("SUB " + "a".repeat(4096) + "\r").calls())
                .isEmpty();
    }

    @Test
    void withoutAPayloadLimitTheDigitsAreTheLimit() {
        Conversation conversation = Conversation.start();
        conversation.parser.maxPayload(-1);

        conversation.say("PUB a 999999999\r\n");

        assertThat(conversation.calls()).isEmpty();
        assertThat(conversation.parser.needed()).isEqualTo("PUB a 999999999\r\n".length() + 999_999_999 + 2);
    }

    @Test
    void aLowerPayloadLimitHoldsForALineSeenBefore() {
        Conversation conversation = Conversation.start().say("PUB a 5\r\nhello\r\n");

        conversation.parser.maxPayload(4);
        conversation.say("PUB a 5\r\nhello\r\n");

        assertThat(conversation.calls()).containsExactly("PUB a [5]=5 ||hello", PAYLOAD);
    }

    @Test
    void headersSwitchedOffHoldForALineSeenBefore() {
        Conversation conversation = Conversation.start().say("HPUB a 1 2\r\nxy\r\n");

        conversation.parser.headers(false);
        conversation.say("HPUB a 1 2\r\nxy\r\n");

        assertThat(conversation.calls()).containsExactly("HPUB a [1 2]=1/2 |x|y", ARGUMENTS);
    }

    // ---- pedantic

    @Test
    void aPedanticLineIsAnnouncedOnceBeforeItsPayload() {
        assertCalls(
                "PUB a.* 2\r\nhi\r\nPUB a.* 2\r\nho\r\nPUB b 0\r\n\r\n",
                ProtocolParserTest::pedantic,
                List.of(
                        "LINE PUB a.* [2]=2",
                        "PUB a.* [2]=2 ||hi",
                        "LINE PUB a.* [2]=2",
                        "PUB a.* [2]=2 ||ho",
                        "LINE PUB b [0]=0",
                        "PUB b [0]=0 ||"));
    }

    @Test
    void aPedanticLineIsAnnouncedWithoutItsPayload() {
        Conversation conversation = Conversation.start();
        pedantic(conversation);

        conversation.say("PUB a. 5\r\nhe");

        assertThat(conversation.calls()).containsExactly("LINE PUB a. [5]=5");
    }

    // ---- before CONNECT

    @Test
    void anythingButConnectIsMissingItsConnect() {
        Consumer<Conversation> refused = c -> {
            c.parser.expectConnect(true);
            c.handler.onConnectMissingDo(c.parser::pause);
        };
        for (String line : List.of("PING\r\n", "Z", "\r\n", "-ERR x\r\n", "PUB a 1\r\n", " CONNECT {}\r\n", "\u00e3")) {
            assertCalls(line, refused, List.of("CONNECT MISSING"));
        }
    }

    @Test
    void connectIsNotMissingFromItsFirstByteOn() {
        Consumer<Conversation> connects = c -> {
            c.parser.expectConnect(true);
            c.handler.pauseAt("CONNECT", c.parser);
        };

        assertCalls("c", connects, List.of());
        assertCalls("C", connects, List.of());
        assertCalls("CONNECT {}\r\nPING\r\n", connects, List.of("CONNECT {}"));
        assertCalls("CZ", connects, List.of(UNKNOWN));
    }

    @Test
    void theFirstCommandIsProcessedWhenItMayGoWithoutConnect() {
        Consumer<Conversation> admitted = c -> {
            c.parser.expectConnect(true);
            c.handler.onConnectMissingDo(() -> c.parser.expectConnect(false));
        };

        assertCalls("PUB a 1\r\nx\r\nPING\r\n", admitted, List.of("CONNECT MISSING", "PUB a [1]=1 ||x", "PING"));
    }

    @Test
    void theFirstCommandIsProcessedAfterAPauseToAskWhetherItMay() {
        Conversation conversation = Conversation.start();
        conversation.parser.expectConnect(true);
        conversation.handler.onConnectMissingDo(() -> {
            conversation.parser.expectConnect(false);
            conversation.parser.pause();
        });

        conversation.say("PUB a 1\r\n").say("x\r\n");
        assertThat(conversation.calls()).containsExactly("CONNECT MISSING");
        assertThat(conversation.keptBytes()).isEqualTo("PUB a 1\r\nx\r\n".length());

        conversation.resume();
        assertThat(conversation.calls()).containsExactly("CONNECT MISSING", "PUB a [1]=1 ||x");
    }
}
