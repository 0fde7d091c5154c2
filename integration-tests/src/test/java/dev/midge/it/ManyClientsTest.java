package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What must stay exact when clients that work at the same time meet: order, counts, visibility.
 *
 * <p>With four loops the clients of a test are spread over all of them, so every message changes threads.
 */
class ManyClientsTest {

    private static final int CLIENTS = 4;

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    private final List<WireClient> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(WireClient::close);
    }

    @Test
    void theOrderOfEveryPublisherIsKept() {
        int count = 1_000;
        List<WireClient> subscribers = subscribers("SUB order.* 1");
        List<WireClient> publishers = clients();
        AtOnce.forEach(
                publishers, publisher -> publisher.sendRaw(numbered("order." + publishers.indexOf(publisher), count)));
        for (WireClient subscriber : subscribers) {
            List<List<String>> byPublisher = payloadsByPublisher(subscriber, count * CLIENTS);
            List<String> inOrder =
                    IntStream.range(0, count).mapToObj(String::valueOf).toList();
            assertThat(byPublisher)
                    .hasSize(CLIENTS)
                    .allSatisfy(payloads -> assertThat(payloads).isEqualTo(inOrder));
            subscriber.expectNothing();
        }
    }

    @Test
    void automaticUnsubscriptionIsExactWithSeveralPublishers() {
        List<WireClient> publishers = clients();
        WireClient subscriber = client();
        for (int round = 1; round <= 20; round++) {
            subscriber.send("SUB once " + round, "UNSUB " + round + " 50");
            subscriber.fence();
            AtOnce.forEach(publishers, publisher -> publishAndWait(publisher, "PUB once 0\r\n\r\n".repeat(40)));
            assertThat(countMessages(subscriber)).isEqualTo(50);
        }
    }

    @Test
    void everyMessageGoesToExactlyOneMemberOfAQueueGroup() {
        List<WireClient> members = subscribers("SUB share q 1");
        AtOnce.forEach(clients(), publisher -> publishAndWait(publisher, "PUB share 0\r\n\r\n".repeat(500)));
        List<Integer> counts =
                members.stream().map(ManyClientsTest::countMessages).toList();
        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(500 * CLIENTS);
        assertThat(counts).allSatisfy(count -> assertThat(count).isBetween(300, 700));
    }

    @Test
    void aSubscriptionIsVisibleToOthersOnceItsPongHasCome() {
        WireClient publisher = client();
        publisher.send("SUB inbox 9");
        for (WireClient subscriber : clients()) {
            for (int i = 0; i < 50; i++) {
                subscriber.send("SUB visible " + i);
                subscriber.fence();
                publisher.send("PUB visible inbox 0", "");
                publisher.expectNothing();
                subscriber.expect("MSG visible " + i + " inbox 0", "");
                subscriber.send("UNSUB " + i);
                subscriber.fence();
                publisher.send("PUB visible inbox 0", "");
                assertThat(publisher.readUntilPong()).contains("NATS/1.0 503");
            }
        }
    }

    @Test
    void aMessageIsQueuedForItsReceiverOnceThePublisherHasItsPong() {
        List<WireClient> subscribers = subscribers("SUB queued 1");
        WireClient publisher = client();
        for (int i = 0; i < 100; i++) {
            publisher.send("PUB queued 0", "");
            publisher.fence();
            for (WireClient subscriber : subscribers) {
                subscriber.send("PING");
                subscriber.expect("MSG queued 1 0", "", "PONG");
            }
        }
    }

    @Test
    void nothingIsDeliveredAfterThePongThatFollowsUnsub() {
        WireClient subscriber = client();
        List<WireClient> publishers = clients();
        for (int round = 0; round < 20; round++) {
            subscriber.send("SUB stop 1");
            subscriber.fence();
            publishers.forEach(publisher -> publisher.sendRaw("PUB stop 0\r\n\r\n".repeat(200)));
            subscriber.send("UNSUB 1");
            assertThat(countMessages(subscriber)).isLessThanOrEqualTo(200 * CLIENTS);
            publishers.forEach(WireClient::fence);
            subscriber.expectNothing();
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleDisturbsNobody() {
        WireClient stays = client();
        stays.send("SUB busy 1");
        stays.fence();
        List<WireClient> publishers = clients();
        for (int round = 0; round < 10; round++) {
            WireClient leaves = client();
            leaves.send("SUB busy 1");
            leaves.fence();
            publishers.forEach(publisher -> publisher.sendRaw("PUB busy 0\r\n\r\n".repeat(200)));
            leaves.close();
            publishers.forEach(WireClient::fence);
            assertThat(countMessages(stays)).isEqualTo(200 * CLIENTS);
        }
    }

    @Test
    void whatAClientPublishedBeforeItLeftIsDelivered() {
        WireClient subscriber = client();
        subscriber.send("SUB farewell 1");
        subscriber.fence();
        for (int round = 0; round < 20; round++) {
            WireClient publisher = client();
            publisher.sendRaw(numbered("farewell", 100));
            publisher.close();
            for (int i = 0; i < 100; i++) {
                String payload = String.valueOf(i);
                subscriber.expect("MSG farewell 1 " + payload.length(), payload);
            }
        }
    }

    @Test
    void requestsAndRepliesMeet() {
        List<WireClient> services = subscribers("SUB ask q 1");
        WireClient requester = client();
        requester.send("SUB answer.* 1");
        for (int i = 0; i < 200; i++) {
            requester.send("PUB ask answer." + i + " 0", "");
        }
        requester.fence();
        AtOnce.forEach(services, ManyClientsTest::answerAll);
        List<String> lines = requester.readUntilPong();
        assertThat(lines.stream().filter(line -> line.startsWith("MSG answer.")))
                .hasSize(200)
                .doesNotHaveDuplicates();
    }

    private static void answerAll(WireClient service) {
        for (String line : service.readUntilPong()) {
            if (line.startsWith("MSG")) {
                service.send("PUB " + line.substring("MSG ask 1 ".length()), "");
            }
        }
        service.fence();
    }

    private static List<List<String>> payloadsByPublisher(WireClient subscriber, int messages) {
        List<List<String>> payloads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            payloads.add(new ArrayList<>());
        }
        for (int i = 0; i < messages; i++) {
            int publisher = subscriber.readLine().charAt("MSG order.".length()) - '0';
            payloads.get(publisher).add(subscriber.readLine());
        }
        return payloads;
    }

    private static String numbered(String subject, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String payload = String.valueOf(i);
            text.append("PUB " + subject + " " + payload.length() + "\r\n" + payload + "\r\n");
        }
        return text.toString();
    }

    private static void publishAndWait(WireClient publisher, String batch) {
        publisher.sendRaw(batch);
        publisher.fence();
    }

    private static int countMessages(WireClient client) {
        return (int) client.readUntilPong().stream()
                .filter(line -> line.startsWith("MSG "))
                .count();
    }

    private List<WireClient> subscribers(String subscribe) {
        List<WireClient> clients = clients();
        for (WireClient client : clients) {
            client.send(subscribe);
            client.fence();
        }
        return clients;
    }

    private List<WireClient> clients() {
        return IntStream.range(0, CLIENTS).mapToObj(i -> client()).toList();
    }

    private WireClient client() {
        WireClient client = WireClient.connect(SERVER);
        opened.add(client);
        return client;
    }
}
