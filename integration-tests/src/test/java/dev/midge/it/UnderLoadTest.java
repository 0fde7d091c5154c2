package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What must stay exact while others publish without a pause: with four loops there are always frames on their way from
 * one loop to another when a subscription or a connection ends.
 */
class UnderLoadTest {

    /** {@code -Dmidge.rounds=2000} makes it long. */
    private static final int ROUNDS = Integer.getInteger("midge.rounds", 60);

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("http: \"127.0.0.1:-1\"");

    private final List<WireClient> opened = new ArrayList<>();

    @AfterEach
    void closeAll() {
        opened.forEach(WireClient::close);
    }

    @Test
    void nothingOfASubscriptionComesBehindThePongThatFollowsItsUnsub() {
        WireClient subscriber = client(Connect.standard());
        try (Flood flood = Flood.of(SERVER, 3, "stop")) {
            for (int round = 0; round < ROUNDS; round++) {
                subscriber.send("SUB stop " + round);
                readMessage(subscriber, "MSG stop " + round + " 0");
                subscriber.send("UNSUB " + round);
                assertThat(subscriber.readUntilPong()).containsOnly("MSG stop " + round + " 0", "");
                subscriber.expectNothing();
            }
            assertThat(flood.published()).isPositive();
        }
    }

    @Test
    void aSidInUseAgainGetsNothingOfItsFormerSubjectOnceThatIsConfirmed() {
        WireClient subscriber = client(Connect.verbose());
        try (Flood flood = Flood.of(SERVER, 3, "before")) {
            for (int round = 0; round < ROUNDS; round++) {
                subscriber.send("SUB before 1");
                subscriber.expect("+OK");
                readMessage(subscriber, "MSG before 1 0");
                subscriber.send("UNSUB 1", "SUB after 1", "PUB after 0", "");
                readUntil(subscriber, "+OK");
                readUntil(subscriber, "+OK");
                subscriber.expect("+OK", "MSG after 1 0", "");
                subscriber.send("UNSUB 1");
                subscriber.expect("+OK");
                subscriber.fence();
            }
            assertThat(flood.published()).isPositive();
        }
    }

    @Test
    void aSecondConnectEndsWhatTheFirstSubscribed() {
        WireClient subscriber = client(Connect.standard());
        String connect = subscriber.connectLine(Connect.standard());
        try (Flood flood = Flood.of(SERVER, 3, "again")) {
            for (int round = 0; round < ROUNDS; round++) {
                subscriber.send("SUB again " + round, "SUB again q q" + round);
                readMessage(subscriber, "MSG again " + round + " 0");
                subscriber.send(connect);
                assertThat(subscriber.readUntilPong())
                        .containsOnly("MSG again " + round + " 0", "MSG again q" + round + " 0", "");
                subscriber.expectNothing();
            }
            assertThat(flood.published()).isPositive();
        }
    }

    @Test
    void nothingOfTheFirstConnectComesOnceTheSecondIsConfirmed() {
        WireClient subscriber = client(Connect.verbose());
        String connect = subscriber.connectLine(Connect.verbose());
        try (Flood flood = Flood.of(SERVER, 3, "before")) {
            for (int round = 0; round < ROUNDS; round++) {
                subscriber.send("SUB before 1");
                subscriber.expect("+OK");
                readMessage(subscriber, "MSG before 1 0");
                subscriber.send(connect);
                readUntil(subscriber, "+OK");
                subscriber.expectNothing();
            }
            assertThat(flood.published()).isPositive();
        }
    }

    @Test
    void automaticUnsubscriptionIsExactWhereItsMaximumComesLate() {
        WireClient subscriber = client(Connect.standard());
        try (Flood flood = Flood.of(SERVER, 8, "some")) {
            for (int round = 0; round < ROUNDS; round++) {
                int max = 400 + round % 7;
                subscriber.send("SUB some " + round, "UNSUB " + round + " " + max);
                for (int i = 0; i < max; i++) {
                    subscriber.expect("MSG some " + round + " 0", "");
                }
                subscriber.expectNothing();
            }
            assertThat(flood.published()).isGreaterThanOrEqualTo(400);
        }
    }

    @Test
    void aMemberOfAQueueGroupGetsItsMaximumAndTheOthersTheRest() {
        WireClient limited = client(Connect.standard());
        WireClient rest = client(Connect.standard());
        List<WireClient> publishers = clients(8);
        for (int round = 0; round < ROUNDS / 4; round++) {
            limited.send("SUB part q 1", "UNSUB 1 37");
            limited.fence();
            rest.send("SUB part q 1");
            rest.fence();
            AtOnce.forEach(publishers, publisher -> publishAndWait(publisher, "PUB part 0\r\n\r\n".repeat(30)));
            assertThat(messages(limited)).isEqualTo(37);
            assertThat(messages(rest)).isEqualTo(8 * 30 - 37);
            rest.send("UNSUB 1");
            rest.fence();
        }
    }

    @Test
    void aQueueGroupWhoseMembersComeAndGoGetsEveryMessageOnce() {
        int each = 1_500;
        List<WireClient> stays = clients(2);
        List<WireClient> changes = clients(4);
        stays.forEach(member -> subscribe(member, "SUB shift q 1"));
        List<WireClient> all = new ArrayList<>(clients(4));
        int publishers = all.size();
        all.addAll(changes);
        int[] received = new int[all.size()];
        AtOnce.forEach(all, client -> {
            int index = all.indexOf(client);
            if (index < publishers) {
                for (int i = 0; i < each; i += 50) {
                    publishAndWait(client, "PUB shift 0\r\n\r\n".repeat(50));
                }
            } else {
                for (int i = 0; i < 40; i++) {
                    client.send("SUB shift q " + i);
                    received[index] += messages(client);
                    client.send("UNSUB " + i);
                    received[index] += messages(client);
                }
            }
        });
        int total = IntStream.of(received).sum()
                + stays.stream().mapToInt(UnderLoadTest::messages).sum();
        assertThat(total).isEqualTo(publishers * each);
        changes.forEach(WireClient::expectNothing);
    }

    @Test
    void everyPublisherKeepsItsOrderToEverySubscriberWhateverTheSize() {
        int clients = 8;
        int each = 200;
        List<WireClient> subscribers = clients(clients);
        subscribers.forEach(subscriber -> subscribe(subscriber, "SUB sized.* 1"));
        List<WireClient> publishers = clients(clients);
        List<WireClient> all = new ArrayList<>(subscribers);
        all.addAll(publishers);
        AtOnce.forEach(all, client -> {
            int index = all.indexOf(client);
            if (index < clients) {
                expectInOrder(client, clients, each);
            } else {
                client.sendRaw(sized("sized." + (index - clients), each));
            }
        });
        subscribers.forEach(WireClient::expectNothing);
    }

    @Test
    void connectionsThatEndWithFramesOnTheirWayLeaveNothing() {
        WireClient witness = client(Connect.standard());
        long connections = figure("connections");
        long subscriptions = figure("subscriptions");
        try (Flood flood = Flood.of(SERVER, 3, "gone")) {
            for (int round = 0; round < ROUNDS; round++) {
                WireClient leaves = WireClient.connect(SERVER);
                leaves.send("SUB gone 1", "SUB gone q 2", "SUB gone.never 3");
                leaves.readLine();
                if (round % 2 == 0) {
                    leaves.send("UNSUB 1", "SUB other 1");
                } else if (round % 3 == 0) {
                    leaves.send("ZZZ");
                }
                leaves.close();
            }
            assertThat(flood.published()).isPositive();
        }
        Eventually.isTrue("the connections are gone", () -> figure("connections") == connections);
        Eventually.isTrue("the subscriptions are gone", () -> figure("subscriptions") == subscriptions);
        assertThat(figure("slow_consumers")).isZero();
        witness.send("SUB inbox 1", "PUB gone inbox 0", "");
        assertThat(witness.readUntilPong()).contains("NATS/1.0 503");
    }

    private static void expectInOrder(WireClient subscriber, int publishers, int each) {
        int[] next = new int[publishers];
        for (int i = 0; i < publishers * each; i++) {
            String line = subscriber.readLine();
            int publisher = line.charAt("MSG sized.".length()) - '0';
            String payload = subscriber.readLine();
            assertThat(payload).startsWith(next[publisher]++ + "x");
            assertThat(line).endsWith(" " + payload.length());
        }
        assertThat(next).containsOnly(each);
    }

    /** Small ones, and now and then one that fills a chunk or several. */
    private static String sized(String subject, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String payload = i + "x".repeat(i % 40 == 7 ? 5_000 + 200 * i : 1 + i % 5);
            text.append("PUB " + subject + " " + payload.length() + "\r\n" + payload + "\r\n");
        }
        return text.toString();
    }

    private static void readMessage(WireClient subscriber, String line) {
        subscriber.expect(line, "");
    }

    private static void readUntil(WireClient client, String line) {
        String got = client.readLine();
        while (!got.equals(line)) {
            assertThat(got).isIn("MSG before 1 0", "");
            got = client.readLine();
        }
    }

    private static void subscribe(WireClient client, String line) {
        client.send(line);
        client.fence();
    }

    private static void publishAndWait(WireClient publisher, String batch) {
        publisher.sendRaw(batch);
        publisher.fence();
    }

    private static int messages(WireClient client) {
        return (int) client.readUntilPong().stream()
                .filter(line -> line.startsWith("MSG "))
                .count();
    }

    private static long figure(String name) {
        URI uri = URI.create("http://127.0.0.1:" + SERVER.monitorPort() + "/varz");
        try {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            Map<String, Object> figures = Json.object(response.body());
            return ((Number) figures.get(name)).longValue();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<WireClient> clients(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> client(Connect.standard()))
                .toList();
    }

    private WireClient client(Connect options) {
        WireClient client = WireClient.connect(SERVER, options);
        opened.add(client);
        return client;
    }
}
