package dev.midge.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The 503 notice: protocol specification 5.5. */
class NoRespondersTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    @ParameterizedTest
    @CsvSource({"nobody, 38", "a.b.c, 37", "a..b, 36", "., 33", "foo.>, 37"})
    void namesTheSubjectThatNobodyAnswered(String subject, int size) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB inbox.* 9", "PUB " + subject + " inbox.1 2", "hi");
            expectNotice(client, "HMSG inbox.1 9 " + size + " " + size, subject);
            client.expectNothing();
        }
    }

    @Test
    void isSentWhenOnlyThePublisherItselfSubscribesWithoutEcho() {
        try (WireClient client = WireClient.connect(SERVER, Connect.withoutEcho())) {
            client.send("SUB r 1", "SUB foo 2", "PUB foo r 2", "hi");
            expectNotice(client, "HMSG r 1 35 35", "foo");
            client.expectNothing();
        }
    }

    @Test
    void isNotSentWhenSomebodyGotTheMessage() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB r 1", "SUB foo 2", "PUB foo r 2", "hi");
            client.expect("MSG foo 2 r 2", "hi");
            client.expectNothing();
        }
    }

    @Test
    void isNotSentWithoutAReplySubject() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB r 1", "PUB nobody 2", "hi");
            client.expectNothing();
        }
    }

    @Test
    void isNotSentToAClientThatDidNotAskForIt() {
        try (WireClient client = WireClient.connect(SERVER, Connect.standard().with("no_responders", false))) {
            client.send("SUB r 1", "PUB nobody r 2", "hi");
            client.expectNothing();
        }
    }

    @Test
    void isNotSentToAnotherConnection() {
        try (WireClient other = WireClient.connect(SERVER);
                WireClient client = WireClient.connect(SERVER)) {
            other.send("SUB elsewhere 1");
            other.fence();
            client.send("PUB nobody elsewhere 2", "hi");
            client.expectNothing();
            other.expectNothing();
        }
    }

    @Test
    void isNotSentToAQueueSubscription() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB r q 1", "PUB nobody r 2", "hi");
            client.expectNothing();
        }
    }

    @Test
    void goesToOneOfSeveralSubscriptions() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB r q 1", "SUB r 2", "PUB nobody r 2", "hi");
            expectNotice(client, "HMSG r 2 38 38", "nobody");
            client.expectNothing();
        }
    }

    @Test
    void doesNotCountAsADelivery() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB r 1", "UNSUB 1 1", "PUB nobody r 2", "hi");
            expectNotice(client, "HMSG r 1 38 38", "nobody");
            client.send("PUB r 2", "hi", "PUB r 2", "ho");
            client.expect("MSG r 1 2", "hi");
            client.expectNothing();
        }
    }

    @Test
    void followsTheOkOfAVerbosePublisher() {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            client.send("SUB r 1", "PUB nobody r 2", "hi");
            client.expect("+OK", "+OK");
            expectNotice(client, "HMSG r 1 38 38", "nobody");
        }
    }

    @Test
    void isNotSentForARefusedMessage() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB r 1", "PUB _GR_.x r 2", "hi");
            client.expect("-ERR 'Permissions Violation for Publish to \"_GR_.x\"'");
            client.expectNothing();
        }
    }

    private static void expectNotice(WireClient client, String first, String subject) {
        client.expect(first, "NATS/1.0 503", "Nats-Subject: " + subject, "", "");
    }
}
