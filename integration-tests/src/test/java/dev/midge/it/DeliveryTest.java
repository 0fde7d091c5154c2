package dev.midge.it;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Publishing, delivery, order, echo: protocol specification 5.1, 5.3, 5.4. */
class DeliveryTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    @Test
    void replyAndPayloadReachAnotherClient() {
        try (WireClient subscriber = WireClient.connect(SERVER);
                WireClient publisher = WireClient.connect(SERVER)) {
            subscriber.send("SUB greet.* 42");
            subscriber.fence();
            publisher.send("PUB greet.ann answer.here 5", "hello", "PUB greet.bob 0", "");
            subscriber.expect("MSG greet.ann 42 answer.here 5", "hello", "MSG greet.bob 42 0", "");
        }
    }

    @Test
    void everyMatchingSubscriptionOfAConnectionGetsACopy() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo.bar 1", "SUB foo.* 2", "SUB > 3", "SUB foo.bar 4", "PUB foo.bar 2", "hi");
            client.expectMessagesInAnyOrder(
                    "MSG foo.bar 1 2\nhi", "MSG foo.bar 2 2\nhi", "MSG foo.bar 3 2\nhi", "MSG foo.bar 4 2\nhi");
            client.expectNothing();
        }
    }

    @Test
    void plainSubscriptionsComeBeforeQueueGroups() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo q 1", "SUB foo 2", "SUB * q2 3", "SUB > 4", "PUB foo 2", "hi");
            client.expectMessagesInAnyOrder("MSG foo 2 2\nhi", "MSG foo 4 2\nhi");
            client.expectMessagesInAnyOrder("MSG foo 1 2\nhi", "MSG foo 3 2\nhi");
        }
    }

    @Test
    void messagesOfOnePublisherArriveInOrder() {
        int count = 2_000;
        StringBuilder batch = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String payload = String.valueOf(i);
            String subject = i % 2 == 0 ? "even" : "odd";
            batch.append("PUB " + subject + " " + payload.length() + "\r\n" + payload + "\r\n");
            expected.add("MSG " + subject + " " + (i % 2) + " " + payload.length());
            expected.add(payload);
        }
        try (WireClient subscriber = WireClient.connect(SERVER);
                WireClient publisher = WireClient.connect(SERVER)) {
            subscriber.send("SUB even 0", "SUB odd 1");
            subscriber.fence();
            publisher.sendRaw(batch.toString());
            subscriber.expect(expected.toArray(String[]::new));
        }
    }

    @Test
    void aMessagePrecedesThePongOfALaterPing() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "PUB foo 2", "hi", "PING", "PUB foo 2", "ho", "PING");
            client.expect("MSG foo 1 2", "hi", "PONG", "MSG foo 1 2", "ho", "PONG");
        }
    }

    @Test
    void aSubscriptionDoesNotSeeEarlierMessages() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("PUB foo 2", "hi", "SUB foo 1", "PUB foo 2", "ho");
            client.expect("MSG foo 1 2", "ho");
            client.expectNothing();
        }
    }

    @Test
    void withoutEchoOwnSubscriptionsGetNothingAndOthersEverything() {
        try (WireClient other = WireClient.connect(SERVER);
                WireClient publisher = WireClient.connect(SERVER, Connect.withoutEcho())) {
            other.send("SUB foo 7");
            other.fence();
            publisher.send("SUB foo 1", "SUB > 2", "PUB foo 2", "hi");
            publisher.expectNothing();
            other.expect("MSG foo 7 2", "hi");
            other.send("PUB foo 2", "ho");
            publisher.expectMessagesInAnyOrder("MSG foo 1 2\nho", "MSG foo 2 2\nho");
        }
    }

    @Test
    void largeMessagesReachSeveralSubscribersWhole() {
        String payload = "0123456789".repeat(50_000);
        try (WireClient one = WireClient.connect(SERVER);
                WireClient two = WireClient.connect(SERVER);
                WireClient publisher = WireClient.connect(SERVER)) {
            one.send("SUB big 1");
            one.fence();
            two.send("SUB big twentytwo");
            two.fence();
            publisher.send("PUB big 500000", payload, "PUB big 3", "end");
            one.expect("MSG big 1 500000", payload, "MSG big 1 3", "end");
            two.expect("MSG big twentytwo 500000", payload, "MSG big twentytwo 3", "end");
        }
    }

    @Test
    void aClientThatLeavesTakesItsSubscriptionsWithIt() {
        try (WireClient publisher = WireClient.connect(SERVER)) {
            try (WireClient subscriber = WireClient.connect(SERVER)) {
                subscriber.send("SUB gone 1");
                subscriber.fence();
                publisher.send("SUB inbox 9", "PUB gone inbox 2", "hi");
                subscriber.expect("MSG gone 1 inbox 2", "hi");
            }
            Eventually.isTrue("a notice that nobody answers", () -> {
                publisher.send("PUB gone inbox 2", "ho");
                return publisher.readUntilPong().contains("NATS/1.0 503");
            });
        }
    }

    @Test
    void anUnfinishedMessageOfAClientThatLeavesIsNotDelivered() {
        try (WireClient subscriber = WireClient.connect(SERVER)) {
            subscriber.send("SUB foo 1");
            subscriber.fence();
            try (WireClient publisher = WireClient.connect(SERVER)) {
                publisher.sendRaw("PUB foo 2\r\nhi\r\nPUB foo 10\r\nhalf");
            }
            subscriber.expect("MSG foo 1 2", "hi");
            subscriber.expectNothing();
        }
    }
}
