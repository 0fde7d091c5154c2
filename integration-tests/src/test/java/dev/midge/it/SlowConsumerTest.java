package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A subscriber that does not read: protocol specification 10.3. */
class SlowConsumerTest {

    private static final int MESSAGES = 300;
    private static final String PAYLOAD = "x".repeat(65_536);
    private static final byte[] MESSAGE =
            ("PUB flood 65536\r\n" + PAYLOAD + "\r\n").getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void isClosedWithoutAWordWhenTooMuchIsPending() {
        try (ServerUnderTest server = ServerUnderTest.start("max_pending: 4MB");
                WireClient slow = subscriber(server);
                WireClient publisher = WireClient.connect(server)) {
            flood(publisher);
            awaitNoSubscriber(publisher);
            assertEndsSilently(slow);
        }
    }

    @Test
    void isNamedInTheLogAsItsPublisherIs() {
        try (ServerUnderTest server = ServerUnderTest.start("max_pending: 4MB");
                WireClient slow = subscriber(server);
                WireClient publisher =
                        WireClient.connect(server, Connect.standard().with("user", "ann"))) {
            floodWithSmall(publisher);
            awaitNoSubscriber(publisher);
            String cid = " - cid:" + slow.info().get("client_id") + " - ";
            expectLogged(
                    server, "INF\\] 127.0.0.1:\\d+" + cid + "Slow Consumer Detected: MaxPending of 4194304 Exceeded");
            expectLogged(server, cid + "Client connection closed: Slow Consumer \\(Pending Bytes\\)");
            String publisherId = " - cid:" + publisher.info().get("client_id") + " - \"\\$G/user:ann\" - ";
            expectLogged(
                    server,
                    "WRN\\] 127.0.0.1:\\d+" + publisherId
                            + "Producer was stalled for a total of \\d+ms - Account:\\$G - user:ann");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "close", "retry"})
    void isClosedWithoutAWordWhenTheWriteDeadlinePasses(String writeTimeout) {
        try (ServerUnderTest server =
                        ServerUnderTest.start("write_deadline: \"300ms\"", "write_timeout: " + writeTimeout);
                WireClient slow = subscriber(server);
                WireClient publisher = WireClient.connect(server)) {
            flood(publisher);
            awaitNoSubscriber(publisher);
            expectLogged(
                    server,
                    " - cid:" + slow.info().get("client_id")
                            + " - Slow Consumer Detected: WriteDeadline of 300ms exceeded with \\d+ chunks of \\d+ total bytes\\.");
            expectLogged(server, "Client connection closed: Slow Consumer \\(Write Deadline\\)");
            assertEndsSilently(slow);
        }
    }

    @Test
    void thatTakesALittleBeforeEachDeadlineIsKeptWithRetry() {
        try (ServerUnderTest server = ServerUnderTest.start("write_deadline: \"1s\"", "write_timeout: retry");
                WireClient slow = subscriber(server);
                WireClient publisher = WireClient.connect(server)) {
            // Meanwhile it reads: on a busy machine the deadline may pass before everything is published.
            CompletableFuture<Void> published = CompletableFuture.runAsync(() -> {
                flood(publisher);
                flood(publisher);
            });
            AtomicInteger looks = new AtomicInteger();
            AtomicInteger read = new AtomicInteger();
            Eventually.isTrue("a second deadline has passed", () -> {
                if (looks.incrementAndGet() % 3 == 0) {
                    readMessage(slow);
                    read.incrementAndGet();
                }
                // Seldom: on a busy machine the log takes longer than the deadline.
                return looks.get() % 66 == 0
                        && server.log().contains("Slow Consumer State: WriteDeadline of 1s exceeded with ");
            });
            while (read.incrementAndGet() <= 2 * MESSAGES) {
                readMessage(slow);
            }
            assertThat(published).isCompleted();
            slow.expectNothing();
            assertThat(server.log()).contains("Slow Consumer Detected: WriteDeadline of 1s exceeded with ");
            expectLogged(
                    server,
                    "Slow Consumer Recovered: Flush took \\d+\\.\\d{3}s with \\d+ chunks of \\d+ total bytes\\.");
        }
    }

    @Test
    void losesMessagesInsteadOfHoldingItsPublishersUpWhereThatIsWanted() {
        try (ServerUnderTest server = ServerUnderTest.start("max_pending: 4MB", "no_fast_producer_stall: true");
                WireClient slow = subscriber(server);
                WireClient publisher = WireClient.connect(server)) {
            flood(publisher);
            publisher.fence();
            publisher.send("SUB answers 9", "PUB flood answers 0", "");
            publisher.expect("HMSG answers 9 37 37", "NATS/1.0 503", "Nats-Subject: flood", "", "");
            publisher.expectNothing();
            slow.send("SUB done 2");
            slow.send("PING");
            int received = 0;
            for (String line = slow.readLine(); !line.equals("PONG"); line = slow.readLine()) {
                assertThat(line).isEqualTo("MSG flood 1 65536");
                assertThat(slow.readLine()).hasSize(PAYLOAD.length());
                received++;
            }
            assertThat(received).isBetween(40, MESSAGES - 50);
            publisher.send("PUB done 2", "hi");
            slow.expect("MSG done 2 2", "hi");
            assertThat(server.log()).doesNotContain("Slow Consumer", "Producer was stalled");
        }
    }

    @Test
    void hasItsLostMessagesCountedForAutoUnsubscribe() {
        try (ServerUnderTest server = ServerUnderTest.start("max_pending: 4MB", "no_fast_producer_stall: true");
                WireClient slow = subscriber(server);
                WireClient publisher = WireClient.connect(server)) {
            slow.send("UNSUB 1 " + MESSAGES);
            slow.fence();
            flood(publisher);
            awaitNoSubscriber(publisher);
            slow.send("SUB flood 2");
            assertThat(slow.readUntilPong()).doesNotContain("MSG flood 2 65536").hasSizeLessThan(2 * MESSAGES);
            publisher.send("PUB flood 2", "hi");
            slow.expect("MSG flood 2 2", "hi");
        }
    }

    @Test
    @Deviation("its socket is closed at once, and counted once")
    void isCountedOnceWhenTooMuchIsPending() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "max_pending: 4MB", "write_deadline: \"200ms\"", "http: \"127.0.0.1:-1\"");
                WireClient slow = subscriber(server);
                WireClient publisher = WireClient.connect(server)) {
            flood(publisher);
            awaitNoSubscriber(publisher);
            assertEndsSilently(slow);
            assertThat(Json.object(Http.get(server, "/varz").body())).containsEntry("slow_consumers", 1);
        }
    }

    @Test
    void doesNotHoldUpOthers() {
        try (ServerUnderTest server = ServerUnderTest.start("max_pending: 4MB");
                WireClient slow = subscriber(server);
                WireClient good = WireClient.connect(server);
                WireClient publisher = WireClient.connect(server)) {
            good.send("SUB other 7");
            good.fence();
            flood(publisher);
            publisher.send("PUB other 4", "done");
            good.expect("MSG other 7 4", "done");
            awaitNoSubscriber(publisher);
            assertEndsSilently(slow);
        }
    }

    @Test
    void thatReadsInTimeGetsEverything() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient subscriber = subscriber(server);
                WireClient publisher = WireClient.connect(server)) {
            flood(publisher);
            for (int i = 0; i < MESSAGES; i++) {
                readMessage(subscriber);
            }
            subscriber.expectNothing();
        }
    }

    private static void readMessage(WireClient client) {
        client.expect("MSG flood 1 65536");
        int length = client.readLine().length();
        if (length != PAYLOAD.length()) {
            throw client.failure("cut off after " + length + " bytes");
        }
    }

    private static void expectLogged(ServerUnderTest server, String pattern) {
        Pattern line = Pattern.compile(pattern);
        Eventually.isTrue("logged: " + pattern, () -> line.matcher(server.log()).find());
    }

    private static WireClient subscriber(ServerUnderTest server) {
        WireClient client = WireClient.connect(server);
        client.shrinkReceiveBuffer(16_384);
        client.send("SUB flood 1");
        client.fence();
        return client;
    }

    private static void flood(WireClient publisher) {
        for (int i = 0; i < MESSAGES; i++) {
            publisher.sendBytes(MESSAGE);
        }
    }

    /** Many messages in one read: nats-server logs the stalls of one read together, and only if they take long. */
    private static void floodWithSmall(WireClient publisher) {
        byte[] batch =
                ("PUB flood 1000\r\n" + "x".repeat(1_000) + "\r\n").repeat(256).getBytes(StandardCharsets.US_ASCII);
        for (int sent = 0; sent < MESSAGES * MESSAGE.length; sent += batch.length) {
            publisher.sendBytes(batch);
        }
    }

    private static void awaitNoSubscriber(WireClient publisher) {
        publisher.send("SUB inbox 9");
        Eventually.isTrue("nobody subscribes to the flood", () -> {
            publisher.send("PUB flood inbox 0", "");
            return publisher.readUntilPong().contains("NATS/1.0 503");
        });
    }

    private static void assertEndsSilently(WireClient slow) {
        List<String> lines = slow.readUntilClosed();
        assertThat(lines).noneMatch(line -> line.startsWith("-ERR"));
        assertThat(lines).hasSizeLessThan(2 * MESSAGES);
    }
}
