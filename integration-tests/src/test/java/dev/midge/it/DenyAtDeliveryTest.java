package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages that a subscription wider than a deny entry does not get: protocol specification 8.5. */
class DenyAtDeliveryTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "authorization { users: [",
            "  { user: free, password: pw }",
            "  { user: plain, password: pw, permissions: { subscribe: { deny: \"s.secret\" } } }",
            "  { user: wild, password: pw, permissions: { subscribe: { deny: \"*.secret.>\" } } }",
            "  { user: queue, password: pw, permissions: { subscribe: { deny: \"s.a g\" } } }",
            "] }");

    @Test
    void aWildcardSubscriptionIsFiltered() {
        try (WireClient client = login("plain")) {
            client.send("SUB s.* 1", "SUB > 2", "PUB s.secret 0", "", "PUB s.ok 0", "");
            client.expectMessagesInAnyOrder("MSG s.ok 1 0\n", "MSG s.ok 2 0\n");
            client.expectNothing();
        }
    }

    @Test
    void aSubscriptionThatOnlyOverlapsIsFilteredToo() {
        try (WireClient client = login("wild")) {
            client.send("SUB x.*.y 1", "PUB x.secret.y 0", "", "PUB x.open.y 0", "");
            client.expect("MSG x.open.y 1 0", "");
            client.expectNothing();
        }
    }

    @Test
    void filteredMessagesDoNotCountForAutomaticUnsubscription() {
        try (WireClient client = login("plain")) {
            client.send("SUB s.* 1", "UNSUB 1 2", "PUB s.secret 0", "", "PUB s.secret 0", "");
            client.send("PUB s.ok 1", "1", "PUB s.ok 1", "2", "PUB s.ok 1", "3");
            client.expect("MSG s.ok 1 1", "1", "MSG s.ok 1 1", "2");
            client.expectNothing();
        }
    }

    @Test
    void thePublisherIsToldWhenAllWasFiltered() {
        try (WireClient filtered = login("plain");
                WireClient publisher = login("free")) {
            filtered.send("SUB s.> 1");
            filtered.fence();
            publisher.send("SUB inbox 9", "PUB s.secret inbox 0", "");
            publisher.expect("HMSG inbox 9 40 40", "NATS/1.0 503", "Nats-Subject: s.secret", "", "");
        }
    }

    @Test
    void anotherMemberOfTheQueueGroupGetsTheMessage() {
        try (WireClient filtered = login("plain");
                WireClient other = login("free")) {
            filtered.send("SUB s.> q 1");
            filtered.fence();
            other.send("SUB s.> q 2");
            other.sendRaw("PUB s.secret 0\r\n\r\n".repeat(100));
            assertThat(Collections.frequency(other.readUntilPong(), "MSG s.secret 2 0"))
                    .isEqualTo(100);
            filtered.expectNothing();
        }
    }

    @Test
    void anEntryForAQueueFiltersThatQueueOnly() {
        try (WireClient client = login("queue")) {
            client.send("SUB s.* g 1", "SUB s.* h 2", "SUB s.* 3", "PUB s.a 0", "", "PUB s.b 0", "");
            List<String> lines = client.readUntilPong();
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("MSG"))
                    .containsExactlyInAnyOrder(
                            "MSG s.a 2 0", "MSG s.a 3 0", "MSG s.b 1 0", "MSG s.b 2 0", "MSG s.b 3 0");
        }
    }

    private static WireClient login(String user) {
        return WireClient.connect(SERVER, Connect.user(user, "pw"));
    }
}
