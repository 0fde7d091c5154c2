package dev.midge.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which operations are answered with +OK: protocol specification 9. */
class VerboseTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("max_subscription_tokens: 3");

    @Test
    void everyOperationButPingPongAndInfoIsAcknowledged() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send(
                    "CONNECT {\"headers\":true}", "SUB foo 1", "PUB bar 2", "hi", "HPUB bar 12 12", "NATS/1.0", "", "");
            client.expect("+OK", "+OK", "+OK", "+OK");
            client.send("UNSUB 1", "PONG", "+OK", "INFO {}", "PING");
            client.expect("+OK", "PONG");
        }
    }

    @Test
    void theAcknowledgementPrecedesTheOwnMessage() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            client.send("SUB foo 1", "PUB foo 2", "hi");
            client.expect("+OK", "+OK", "MSG foo 1 2", "hi");
        }
    }

    @Test
    void theAcknowledgementWaitsForTheWholePayload() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            client.sendRaw("PUB foo 10\r\n12345");
            client.sendRaw("67890\r\n");
            client.expect("+OK");
            client.expectNothing();
        }
    }

    @Test
    void refusedOperationsAreNotAcknowledged() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            client.send("SUB a..b 1", "SUB a.b.c.d 1", "PUB _GR_.x 2", "hi", "PUB foo _R_.x 2", "hi");
            client.expect(
                    "-ERR 'Invalid Subject'",
                    "-ERR 'Permissions Violation for Subscription to \"a.b.c.d\", too many tokens'",
                    "-ERR 'Permissions Violation for Publish to \"_GR_.x\"'",
                    "-ERR 'Permissions Violation for Publish with Reply of \"_R_.x\"'");
            client.expectNothing();
        }
    }

    @Test
    void aPedanticErrorIsFollowedByTheAcknowledgement() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose().with("pedantic", true))) {
            client.send("PUB foo.> 2", "hi");
            client.expect("-ERR 'Invalid Publish Subject'", "+OK");
            client.expectNothing();
        }
    }
}
