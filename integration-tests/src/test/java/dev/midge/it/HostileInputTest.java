package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a client may send that means harm: the server answers as the protocol says, and a client beside it keeps being
 * served. Floods that take thousands of connections or minutes are load programs.
 */
class HostileInputTest {

    private static final int DEEP = 2_000;

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("max_payload: 1MB");

    private final WireClient witness = WireClient.connect(SERVER);

    @AfterEach
    void theOthersAreServed() {
        witness.send("SUB witness 1", "PUB witness 2", "ok");
        witness.expect("MSG witness 1 2", "ok");
        witness.close();
        WireClient.expectAdmitted(SERVER, Connect.standard());
    }

    @Test
    void subjectsOfThousandsOfTokensWork() {
        String literal = "a" + ".a".repeat(DEEP);
        String stars = "*" + ".*".repeat(DEEP);
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB " + literal + " 1", "SUB " + stars + " 2", "SUB " + stars + ".> 3");
            client.send("PUB " + literal + " 1", "x");
            client.expectMessagesInAnyOrder("MSG " + literal + " 1 1\nx", "MSG " + literal + " 2 1\nx");
            client.send("UNSUB 1", "UNSUB 2", "PUB " + literal + ".a 1", "y");
            client.expect("MSG " + literal + ".a 3 1", "y");
            client.expectNothing();
        }
    }

    @Test
    void subjectsOfNothingButDotsReachNobody() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB > 1", "PUB " + ".".repeat(4_000) + " 1", "x");
            client.expectNothing();
            client.send("SUB " + ".".repeat(4_000) + " 2");
            client.expect("-ERR 'Invalid Subject'");
        }
    }

    @Test
    void aThousandPatternsThatMatchOneSubjectAllGetTheMessage() {
        StringBuilder patterns = new StringBuilder();
        for (int bits = 0; bits < 1_024; bits++) {
            patterns.append("SUB w");
            for (int token = 0; token < 10; token++) {
                patterns.append((bits >>> token & 1) == 0 ? ".a" : ".*");
            }
            patterns.append(' ').append(bits).append("\r\n");
        }
        String subject = "w" + ".a".repeat(10);
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw(patterns.toString());
            client.send("PUB " + subject + " 0", "");
            List<String> received = client.readUntilPong();
            assertThat(received.stream().filter(line -> line.startsWith("MSG " + subject)))
                    .hasSize(1_024)
                    .doesNotHaveDuplicates();
            client.send("PUB " + subject.replace('a', 'b') + " 0", "");
            client.expect("MSG " + subject.replace('a', 'b') + " 1023 0", "");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u0000\u0000\u0000\u0000",
                "\u00ff\u00fe\u00fd",
                "\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            })
    void otherProtocolsAreAnsweredAndClosed(String hello) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(hello);
            client.expect("-ERR 'Unknown Protocol Operation'");
            client.expectClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HPUB a 1 0",
                "HPUB a 999999999 0",
                "HPUB a 0000000001 2",
                "HPUB a 1 0000000002",
                "HPUB a b c 1",
                "HPUB a r 2 1",
                "HPUB 1 1",
                "HPUB a 1e1 20",
                "PUB a 2147483648",
                "PUB a 99999999999999999999",
                "UNSUB",
                "UNSUB 1 2 3 4 5 6 7"
            })
    void wrongSizesAndCountsCloseWithoutAWord(String line) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send(line.equals("UNSUB") ? "UNSUB  " : line);
            client.expectClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUB a 999999999", "HPUB a 1 999999999", "HPUB a 999999999 999999999"})
    void aGigabyteIsRefusedWhenItIsAnnounced(String line) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send(line);
            client.expect("-ERR 'Maximum Payload Violation'");
            client.expectClosed();
        }
    }

    @Test
    void aMegabyteOfConnectIsRefused() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw("CONNECT {\"name\":\"" + "x".repeat(1 << 20));
            assertThat(client.readLine()).isIn("-ERR 'maximum control line exceeded'", WireClient.CLOSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUB ", "PUB ", "UNSUB ", "CONNECT ", "PING"})
    void blanksWithoutEndAreNotAnError(String verb) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw(verb + " \t".repeat(500_000));
            witness.expectNothing();
        }
    }

    @Test
    void deeplyNestedJsonOverflowsNothing() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT {\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + ",\"verbose\":false}", "PING");
            client.expect("PONG");
            client.send("CONNECT {\"x\":" + "{\"a\":".repeat(800));
            client.expectClosed();
        }
    }

    @Test
    void aClientThatStopsSendingInsideAPayloadIsForgotten() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw("PUB a 100000\r\n" + "x".repeat(50_000));
            client.finishSending();
            client.expectClosed();
        }
    }

    @Test
    void aClientThatSendsNothingAndStopsIsForgotten() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.finishSending();
            client.expectClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CONNECT {\"verb", "SUB a 1\r\nPUB a 100000\r\nxxxx", "PING\r\n"})
    void aResetAnywhereHurtsNobody(String before) {
        for (int i = 0; i < 20; i++) {
            WireClient client = WireClient.open(SERVER);
            client.sendRaw(before);
            client.reset();
        }
    }

    @Test
    void endingUnknownSubscriptionsIsAcknowledgedAsOftenAsItIsAsked() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                lines.append("UNSUB ").append(i % 3 == 0 ? "x" + i : i).append("\r\n");
            }
            client.sendRaw(lines.toString());
            assertThat(client.readUntilPong()).hasSize(10_000).containsOnly("+OK");
        }
    }

    @Test
    void verboseFloodsAreAnsweredOneByOne() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            client.sendRaw("PUB a 0\r\n\r\n".repeat(10_000));
            assertThat(client.readUntilPong()).hasSize(10_000).containsOnly("+OK");
        }
    }

    @Test
    void pingsInARowAreAnsweredOneByOne() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw("PING\r\n".repeat(9_999));
            client.send("PING");
            assertThat(client.readLines(10_000)).containsOnly("PONG");
        }
    }

    @Test
    void connectAgainAndAgainIsAnswered() {
        try (WireClient client = WireClient.connect(SERVER)) {
            for (int i = 0; i < 300; i++) {
                client.send("SUB a." + i + " " + i, "CONNECT {\"name\":\"" + "n".repeat(i * 10) + "\"}");
            }
            client.send("PUB a.299 0", "");
            client.expectNothing();
        }
    }

    @Test
    void subscriptionsOverTheLimitAreRefusedOneByOne() {
        try (ServerUnderTest server = ServerUnderTest.start("max_subscriptions: 100");
                WireClient client = WireClient.connect(server)) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 5_000; i++) {
                lines.append("SUB a.").append(i).append(' ').append(i).append("\r\n");
            }
            client.sendRaw(lines.toString());
            assertThat(client.readUntilPong()).hasSize(4_900).containsOnly("-ERR 'maximum subscriptions exceeded'");
            client.send("PUB a.99 0", "", "PUB a.100 0", "");
            client.expect("MSG a.99 99 0", "");
            client.expectNothing();
        }
    }

    @Test
    void thousandsOfRefusedPublishesAreAllAnswered() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "authorization { users: [{user: a, password: a, permissions: {publish: \"ok.>\"}}] }");
                WireClient client = WireClient.connect(server, Connect.user("a", "a"));
                WireClient other = WireClient.connect(server, Connect.user("a", "a"))) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 5_000; i++) {
                lines.append("PUB no.").append(i).append(" 0\r\n\r\n");
            }
            client.sendRaw(lines.toString());
            List<String> answers = client.readUntilPong();
            assertThat(answers).hasSize(5_000);
            assertThat(answers.get(4_999)).isEqualTo("-ERR 'Permissions Violation for Publish to \"no.4999\"'");
            other.send("SUB ok.a 1", "PUB ok.a 0", "");
            other.expect("MSG ok.a 1 0", "");
        }
    }

    @Test
    void thousandsOfOpenRepliesLeaveEachToBeAnswered() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { users: ["
                        + "{user: s, password: s, permissions: {subscribe: \">\", allow_responses: true}},"
                        + "{user: r, password: r}] }");
                WireClient service = WireClient.connect(server, Connect.user("s", "s"));
                WireClient requester = WireClient.connect(server, Connect.user("r", "r"))) {
            service.send("SUB ask 1");
            service.fence();
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 10_000; i++) {
                requests.append("PUB ask reply.").append(i).append(" 0\r\n\r\n");
            }
            requester.send("SUB reply.> 1");
            requester.sendRaw(requests.toString());
            requester.fence();
            assertThat(service.readUntilPong()).hasSize(20_000);
            service.send("PUB reply.0 0", "", "PUB reply.9999 0", "", "PUB reply.0 0", "");
            service.expect("-ERR 'Permissions Violation for Publish to \"reply.0\"'");
            requester.expect("MSG reply.0 1 0", "", "MSG reply.9999 1 0", "");
        }
    }

    /** What a peer calls itself stands in the log as Go quotes it. */
    @Test
    void namesCannotForgeLinesOfTheLog() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient client = WireClient.connect(
                        server, Connect.standard().with("name", "x\n[1] [INF] forged \u001b[31m\"quoted\""))) {
            client.send("SUB \u001b[31m b c d");
            client.expectClosed();
            Eventually.isTrue(
                    "both are quoted",
                    () -> server.log().contains("\"x\\n[1] [INF] forged \\x1b[31m\\\"quoted\\\"\"")
                            && server.log().contains("processSub Parse Error: \"\\x1b[31m b c d\""));
        }
    }

    @Test
    void aTraceOfAnyBytesHurtsNobody() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        try (ServerUnderTest server = ServerUnderTest.start("trace: true");
                WireClient client = WireClient.connect(server)) {
            client.send("SUB \u0001\u00ff\u001b.> 1", "PUB \u0001\u00ff\u001b.x 256", all);
            assertThat(client.readLine()).isEqualTo("MSG \u0001\u00ff\u001b.x 1 256");
            client.send("PUB big 300000", "\u00e2".repeat(300_000));
            assertThat(client.readUntilPong().get(0)).startsWith("\u0000\u0001");
        }
    }

    @Deviation("a message has to stand in memory, which is bounded")
    @Test
    void withoutALimitMoreThanTheMemoryAllowsIsRefusedAllTheSame() {
        long most = Runtime.getRuntime().maxMemory() / 8;
        try (ServerUnderTest server = ServerUnderTest.start("max_payload: -1");
                WireClient client = WireClient.connect(server)) {
            if (most < 999_999_999) {
                client.send("PUB a 999999999");
                client.expect("-ERR 'Maximum Payload Violation'");
                client.expectClosed();
            }
        }
    }
}
