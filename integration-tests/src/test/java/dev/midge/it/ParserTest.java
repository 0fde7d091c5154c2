package dev.midge.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Framing, sizes, control lines and the failures of the parser: protocol specification 1.1 to 1.5. */
class ParserTest {

    private static final String UNKNOWN_OPERATION = "-ERR 'Unknown Protocol Operation'";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    @ParameterizedTest
    @ValueSource(strings = {"ping\r\n", "pInG\r\n", "PING\n", "PING\t\r\n", "PING   \r\n", "PINGpong ping\r\n"})
    void pingIsAnsweredHoweverItIsWritten(String text) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(text);
            client.expect("PONG");
        }
    }

    @Test
    void whatFollowsPingHasNoLengthLimit() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw("PING" + "x".repeat(100_000) + "\r\n");
            client.expect("PONG");
        }
    }

    @Test
    void verbsAreCaseInsensitive() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("sub foo 1", "Pub foo 2", "hi", "uNsUb 1", "pub foo 2", "ho");
            client.expect("MSG foo 1 2", "hi");
            client.expectNothing();
        }
    }

    @Test
    void blanksAndTabsSeparateArguments() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw("SUB \t foo\t\tworkers  7 \t\r\nPUB  foo \t reply\t 2\t\r\nhi\r\n");
            client.expect("MSG foo 7 reply 2", "hi");
        }
    }

    @Test
    void payloadMayContainLineEndsAndNulBytes() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw("SUB foo 1\r\nPUB foo 8\r\na\r\n\0\nb\r\n\r\n");
            client.expect("MSG foo 1 8", "a", "\0\nb", "");
            client.expectNothing();
        }
    }

    @Test
    void argumentsAreRawBytes() {
        String subject = "\u0001a.\u00ff\u00fe";
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB " + subject + " s\u00ff\0", "PUB " + subject + " r\u0001 2", "hi");
            client.expect("MSG " + subject + " s\u00ff\0 r\u0001 2", "hi");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUB\r\n",
                "SUB\r\n",
                "UNSUB\r\n",
                "SUBZ",
                "PUBX",
                "UNSUBX",
                "HPUB\r\n",
                "PX",
                "Q",
                "\n",
                "\t",
                "A+ x\r\n",
                "RS+ x\r\n",
                "LMSG x\r\n",
                "HMSG foo 1 12 14\r\nNATS/1.0\r\n\r\nhi\r\n",
                "PUB foo 2\r\nhi\rX",
                "PUB foo 0\r\nX"
            })
    void whatIsNoOperationIsAnsweredAndClosed(String text) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw(text);
            client.expect(UNKNOWN_OPERATION);
            client.expectClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SUB foo",
                "SUB a b c d",
                "PUB foo",
                "PUB a b c 1",
                "UNSUB 1 2 3",
                "HPUB foo 1",
                "HPUB a b c 1 1",
                "PUB foo +5",
                "PUB foo 0x5",
                "PUB foo 5.0",
                "PUB foo x",
                "PUB foo -1",
                "PUB foo 0000000005",
                "HPUB foo x 5",
                "HPUB foo 12 x",
                "HPUB foo 6 5",
                "HPUB foo -1 5",
                "INFO {bad",
                "INFO {\"port\":\"4222\"}",
                "INFO {\"connect_urls\":[5]}",
                "INFO {\"client_id\":-1}",
                "INFO {\"import\":{\"allow\":5}}",
                "CONNECT [1]",
                "-ERR 'no'"
            })
    void wrongArgumentsCloseTheConnectionWithoutAWord(String line) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send(line);
            client.expectClosed();
        }
    }

    @Test
    void carriageReturnsInSubAndUnsubAreBlanks() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw("SUB foo\r1\r\nPUB foo 0\r\n\r\nUNSUB 1\r2\r\r\nPUB foo 0\r\n\r\nPUB foo 0\r\n\r\n");
            client.expect("MSG foo 1 0", "", "MSG foo 1 0", "");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNSUB \r\r\n", "UNSUB \r \n", "SUB a b c\rd\r\n"})
    void carriageReturnsAreNoArguments(String text) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw(text);
            client.expectClosed();
        }
    }

    @Test
    void theFirstByteOfTheArgumentsDoesNotEndTheLine() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw("CONNECT\n{\"verbose\":false}\r\nINFO \n{}\r\nSUB \nfoo 1\nPUB foo 0\r\n\r\nUNSUB\t\n");
            client.expect("MSG foo 1 0", "");
            client.sendRaw("1\nPUB foo 0\r\n\r\n");
            client.expectNothing();
        }
    }

    @Deviation("a line feed would become part of the subject that receivers get")
    @ParameterizedTest
    @ValueSource(strings = {"PUB \n", "HPUB\t\n", "PUB \nfoo 0\r\n"})
    void theArgumentsOfPubDoNotStartWithALineFeed(String text) {
        try (WireClient receiver = WireClient.connect(SERVER);
                WireClient client = WireClient.connect(SERVER)) {
            receiver.send("SUB > 1");
            receiver.fence();
            client.sendRaw(text);
            client.expectClosed();
            receiver.expectNothing();
        }
    }

    @Test
    void operationsBeforeTheWrongOneAreCarriedOut() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "PUB foo 2", "hi", "ZZZ", "PUB foo 2", "ho");
            client.expect("MSG foo 1 2", "hi", UNKNOWN_OPERATION);
            client.expectClosed();
        }
    }

    @Test
    void leadingZerosOfASizeAreDelivered() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "PUB foo 002", "hi", "PUB foo 000000002", "ho");
            client.expect("MSG foo 1 002", "hi", "MSG foo 1 000000002", "ho");
        }
    }

    @Test
    void aPayloadOfExactlyTheLimitIsDelivered() {
        String payload = "x".repeat(1_048_576);
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "PUB foo 1048576", payload);
            client.expect("MSG foo 1 1048576", payload);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUB foo 1048577", "HPUB foo 12 1048577", "HPUB foo 1048577 1048577"})
    void aSizeOverTheLimitIsRefusedBeforeThePayloadComes(String line) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send(line);
            client.expect("-ERR 'Maximum Payload Violation'");
            client.expectClosed();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'SUB ', ' 1'",
        "'PUB ', ' 0'",
        "'CONNECT ', ''",
        "'INFO ', ''",
        "'UNSUB ', ''",
        "'HPUB ', ' 0 0'",
        "'-ERR ', ''"
    })
    void aControlLineLongerThanTheLimitIsRefused(String verb, String end) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw(verb + "x".repeat(4097 - end.length()) + end + "\r\n");
            client.expect("-ERR 'maximum control line exceeded'");
            client.expectClosed();
        }
    }

    @Test
    void aControlLineThatNeverEndsIsRefused() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.sendRaw("SUB " + "x".repeat(70_000));
            client.expect("-ERR 'maximum control line exceeded'");
            client.expectClosed();
        }
    }

    @Test
    void trailingBlanksCountAsControlLineAndLeadingOnesDoNot() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            client.sendRaw("SUB " + " ".repeat(10_000) + "foo 1\r\n");
            client.expect("+OK");
            client.sendRaw("SUB foo 2" + " ".repeat(4092) + "\r\n");
            client.expect("-ERR 'maximum control line exceeded'");
            client.expectClosed();
        }
    }

    @Test
    void infoFromAClientIsIgnoredWhenItIsJson() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("INFO {\"server_id\":\"x\",\"max_payload\":5}", "SUB foo 1", "PUB foo 6", "abcdef");
            client.expect("MSG foo 1 6", "abcdef");
        }
    }
}
