package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

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
    void isClosedWithoutAWordWhenTheWriteDeadlinePasses() {
        try (ServerUnderTest server = ServerUnderTest.start("write_deadline: \"300ms\"");
                WireClient slow = subscriber(server);
                WireClient publisher = WireClient.connect(server)) {
            flood(publisher);
            awaitNoSubscriber(publisher);
            assertEndsSilently(slow);
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
                assertThat(subscriber.readLine()).isEqualTo("MSG flood 1 65536");
                assertThat(subscriber.readLine()).hasSize(PAYLOAD.length());
            }
            subscriber.expectNothing();
        }
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
