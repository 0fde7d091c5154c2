package dev.midge.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** HPUB and HMSG: protocol specification 5.2. */
class HeadersTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    @Test
    void headersAndReplyReachTheSubscriber() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "HPUB foo answer 24 26", "NATS/1.0", "A: b", "A: c", "", "hi");
            client.expect("HMSG foo 1 answer 24 26", "NATS/1.0", "A: b", "A: c");
            client.expect("", "hi");
        }
    }

    @Test
    void anyBytesAreRelayedAsHeaders() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "HPUB foo 3 5", "abcde");
            client.expect("HMSG foo 1 3 5", "abcde");
        }
    }

    @Test
    void headersWithoutPayloadAreDelivered() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "HPUB foo 12 12", "NATS/1.0", "", "");
            client.expect("HMSG foo 1 12 12", "NATS/1.0", "", "");
        }
    }

    @Test
    void aMessageWithAnEmptyHeaderBlockIsPlain() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "HPUB foo r 0 2", "hi", "HPUB foo 000 002", "ho");
            client.expect("MSG foo 1 r 2", "hi", "MSG foo 1 002", "ho");
        }
    }

    @Test
    void aReceiverWithoutHeadersGetsThePayloadOnly() {
        try (WireClient plain = WireClient.connect(SERVER, Connect.withoutHeaders());
                WireClient publisher = WireClient.connect(SERVER)) {
            plain.send("SUB foo 1");
            plain.fence();
            publisher.send("HPUB foo rr 19 21", "NATS/1.0", "A: bc", "", "hi", "HPUB foo 12 012", "NATS/1.0", "", "");
            plain.expect("MSG foo 1 rr 2", "hi", "MSG foo 1 0", "");
        }
    }

    @Test
    void receiversWithAndWithoutHeadersGetTheSameMessage() {
        try (WireClient plain = WireClient.connect(SERVER, Connect.withoutHeaders());
                WireClient modern = WireClient.connect(SERVER);
                WireClient publisher = WireClient.connect(SERVER)) {
            plain.send("SUB both 1");
            plain.fence();
            modern.send("SUB both 2");
            modern.fence();
            publisher.send("HPUB both 12 14", "NATS/1.0", "", "hi");
            plain.expect("MSG both 1 2", "hi");
            modern.expect("HMSG both 2 12 14", "NATS/1.0", "", "hi");
        }
    }

    @Test
    void hpubWithoutHeadersClosesTheConnectionWithoutAWord() {
        try (WireClient client = WireClient.connect(SERVER, Connect.withoutHeaders())) {
            client.send("HPUB foo 12 12", "NATS/1.0", "", "");
            client.expectClosed();
        }
    }

    @Test
    void theTotalSizeCountsAgainstTheLimit() {
        try (ServerUnderTest server = ServerUnderTest.start("max_payload: 20");
                WireClient client = WireClient.connect(server)) {
            client.send("SUB foo 1", "HPUB foo 12 20", "NATS/1.0", "", "12345678");
            client.expect("HMSG foo 1 12 20", "NATS/1.0", "", "12345678");
            client.send("HPUB foo 12 21");
            client.expect("-ERR 'Maximum Payload Violation'");
            client.expectClosed();
        }
    }
}
