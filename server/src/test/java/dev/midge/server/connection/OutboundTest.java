package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.permission.Permissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is appended to chunks, on the receiver's loop and on others, and what becomes of it. */
class OutboundTest {

    private static final int OWN = 0;
    private static final int OTHER = 1;

    private final Harness server = new Harness(2);
    private final Peer subscriber = server.connect(OWN);

    OutboundTest() {
        subscriber.say("SUB foo 1\r\n");
    }

    /** Whatever a test did: when all is closed every chunk is back in its pool. */
    @AfterEach
    void everyChunkIsBackHome() {
        server.close();
        assertThat(server.chunksOutstanding()).isZero();
        assertThat(server.loops[OWN].heldBytes()).isZero();
        assertThat(server.loops[OTHER].heldBytes()).isZero();
    }

    private static String pub(String payload) {
        return "PUB foo " + payload.length() + "\r\n" + payload + "\r\n";
    }

    private static String msg(String payload) {
        return "MSG foo 1 " + payload.length() + "\r\n" + payload + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void messagesOfAnySizeArriveInOrder(int publishingLoop) {
        Peer publisher = server.connect(publishingLoop);
        Random random = new Random(7);
        StringBuilder expected = new StringBuilder();
        StringBuilder received = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            int size = i % 50 == 0 ? 50_000 + random.nextInt(200_000) : random.nextInt(i % 7 == 0 ? 5_000 : 60);
            String payload = i + "x".repeat(size);
            publisher.say(pub(payload));
            expected.append(msg(payload));
            if (random.nextInt(3) == 0) {
                server.run(random.nextInt(2));
            }
            if (random.nextInt(9) == 0) {
                received.append(subscriber.take());
            }
        }
        received.append(server.all(subscriber));

        assertThat(received.toString().equals(expected.toString())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void frameLengthsAroundTheChunkSizesArriveWhole(int publishingLoop) {
        Peer publisher = server.connect(publishingLoop);
        StringBuilder expected = new StringBuilder();
        for (int size : new int[] {ChunkPool.SMALL, ChunkPool.LARGE, 2 * ChunkPool.LARGE}) {
            for (int payload = size - 30; payload < size + 3; payload++) {
                publisher.say(pub("y".repeat(payload)));
                expected.append(msg("y".repeat(payload)));
                if (payload % 3 == 0) {
                    server.run();
                }
            }
        }

        assertThat(server.all(subscriber).equals(expected.toString())).isTrue();
    }

    @Test
    void messagesOfPublishersOnTwoLoopsKeepTheOrderOfEach() {
        Peer near = server.connect(OWN);
        Peer far = server.connect(OTHER);
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            near.say(pub("near " + i + " " + "n".repeat(random.nextInt(100))));
            far.say(pub("far " + i + " " + "f".repeat(random.nextInt(4_000))));
            if (random.nextInt(5) == 0) {
                server.run(random.nextInt(2));
            }
        }

        List<String> payloads = payloads(server.all(subscriber));
        assertThat(numbers(payloads, "near ")).isEqualTo(upTo(1_000));
        assertThat(numbers(payloads, "far ")).isEqualTo(upTo(1_000));
        assertThat(payloads).hasSize(2_000);
    }

    private static List<String> payloads(String received) {
        List<String> payloads = new ArrayList<>();
        int at = 0;
        while (at < received.length()) {
            int line = received.indexOf("\r\n", at);
            String control = received.substring(at, line);
            assertThat(control).startsWith("MSG foo 1 ");
            int end = line + 2 + Integer.parseInt(control.substring("MSG foo 1 ".length()));
            payloads.add(received.substring(line + 2, end));
            assertThat(received.substring(end, end + 2)).isEqualTo("\r\n");
            at = end + 2;
        }
        return payloads;
    }

    private static List<Integer> numbers(List<String> payloads, String start) {
        List<Integer> numbers = new ArrayList<>();
        for (String payload : payloads) {
            if (payload.startsWith(start)) {
                int blank = payload.indexOf(' ', start.length());
                numbers.add(Integer.parseInt(payload.substring(start.length(), blank)));
            }
        }
        return numbers;
    }

    private static List<Integer> upTo(int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(i);
        }
        return all;
    }

    // ---- a receiver that does not keep up

    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void aReceiverThatDoesNotReadPinsLittleMoreThanItsBytes(int publishingLoop) {
        Peer publisher = server.connect(publishingLoop);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            publisher.say(pub("small " + i));
            expected.append(msg("small " + i));
            server.run(publishingLoop);
            server.run(OWN);
        }

        assertThat(subscriber.connection.heldBytes())
                .isBetween((long) expected.length(), expected.length() + 3L * ChunkPool.LARGE);
        assertThat(server.all(subscriber).equals(expected.toString())).isTrue();
        assertThat(subscriber.connection.heldBytes()).isZero();
    }

    @Test
    void aReceiverOverTheLimitIsClosedWithoutAWord() {
        try (Harness strict = new Harness(1, 100_000)) {
            Peer slow = strict.connect(0);
            Peer publisher = strict.connect(0);
            slow.say("SUB foo 1\r\n");

            for (int i = 0; i < 30 && slow.open(); i++) {
                publisher.say(pub("z".repeat(10_000)));
                strict.run();
            }

            assertThat(slow.open()).isFalse();
            assertThat(slow.take()).doesNotContain("-ERR");
            assertThat(strict.connections.slowConsumerCount()).isEqualTo(1);
            publisher.say(pub("z") + "PING\r\n");
            assertThat(strict.all(publisher)).isEqualTo("PONG\r\n");
            strict.run();
            assertThat(strict.chunksOutstanding()).isZero();
        }
    }

    // ---- other loops

    @Test
    void stagedChunksReturnToTheLoopThatFilledThem() {
        Peer publisher = server.connect(OTHER);
        for (int i = 0; i < 50; i++) {
            publisher.say(pub("q".repeat(3_000)));
        }
        assertThat(server.loops[OTHER].chunksOutstanding()).isPositive();

        assertThat(payloads(server.all(subscriber))).hasSize(50);
        server.run();
        assertThat(server.chunksOutstanding()).isZero();
    }

    @Test
    void whatIsStagedForAClosedConnectionGoesHome() {
        Peer publisher = server.connect(OTHER);
        publisher.say(pub("late"));
        publisher.say(pub("q".repeat(100_000)));
        subscriber.hangUp();
        server.run();

        assertThat(subscriber.take()).isEmpty();
        server.run();
        assertThat(server.chunksOutstanding()).isZero();
    }

    @Test
    void aConnectionThatClosesWithABacklogGivesEverythingBack() {
        Peer publisher = server.connect(OTHER);
        for (int i = 0; i < 100; i++) {
            publisher.say(pub("q".repeat(2_000)));
            server.run();
        }
        assertThat(server.chunksOutstanding()).isGreaterThan(2);

        subscriber.hangUp();
        server.all(subscriber);
        server.run();
        assertThat(server.chunksOutstanding()).isZero();
    }

    @Test
    void nothingStagedBeforeAnUnsubscribeComesBehindThePong() {
        Peer publisher = server.connect(OTHER);
        publisher.say(pub("one"));
        subscriber.say("UNSUB 1\r\nPING\r\nSUB foo 2\r\nPING\r\n");
        publisher.say(pub("two"));

        assertThat(server.all(subscriber)).isEqualTo(msg("one") + "PONG\r\nPONG\r\n");
    }

    @Test
    void nothingStagedBeforeAnUnsubscribeComesBehindTheOkOfWhatFollows() {
        Peer publisher = server.connect(OTHER);
        Peer verbose = server.accept(OWN);
        verbose.say("SUB foo 1\r\n");
        publisher.say(pub("one"));
        verbose.say("UNSUB 1\r\nSUB bar 1\r\nPUB bar 1\r\nb\r\n");
        publisher.say(pub("two"));

        assertThat(server.all(verbose)).isEqualTo("+OK\r\n+OK\r\n" + msg("one") + "+OK\r\n+OK\r\nMSG bar 1 1\r\nb\r\n");
    }

    @Test
    void nothingStagedBeforeASecondConnectComesBehindItsOk() {
        Peer publisher = server.connect(OTHER);
        Peer verbose = server.accept(OWN);
        verbose.say("CONNECT {}\r\nSUB foo 1\r\n");
        publisher.say(pub("one"));
        verbose.say("CONNECT {}\r\nSUB foo 1\r\n");
        publisher.say(pub("two"));

        assertThat(server.all(verbose)).isEqualTo("+OK\r\n+OK\r\n" + msg("one") + "+OK\r\n+OK\r\n");
    }

    @Test
    void nothingStagedBeforePermissionsWereTakenAwayComesBehindTheWordOfIt() {
        Peer publisher = server.connect(OTHER);
        publisher.say(pub("one"));
        subscriber.connection.replacePermissions(
                Permissions.builder().subscribeAllow(List.of("bar")).build());
        publisher.say(pub("two"));

        assertThat(server.all(subscriber))
                .isEqualTo(msg("one") + "-ERR 'Permissions Violation for Subscription to \"foo\" (sid \"1\")'\r\n");
    }

    @Test
    void aConnectionThatClosesInTheMiddleOfAFenceDisturbsNobody() {
        Peer publisher = server.connect(OTHER);
        publisher.say(pub("one"));
        subscriber.say("UNSUB 1\r\nPING\r\nSUB foo 2\r\n");
        subscriber.hangUp();

        assertThat(server.all(subscriber)).isEmpty();
        publisher.say(pub("two") + "PING\r\n");
        assertThat(server.all(publisher)).isEqualTo("PONG\r\n");
    }

    @Test
    void autoUnsubscribeIsExactOverLoops() {
        Peer near = server.connect(OWN);
        Peer far = server.connect(OTHER);
        subscriber.say("UNSUB 1 5\r\n");
        for (int i = 0; i < 6; i++) {
            near.say(pub("n"));
            far.say(pub("f"));
        }

        assertThat(payloads(server.all(subscriber))).hasSize(5);
    }

    @Test
    void answersAndMessagesKeepTheirOrder() {
        subscriber.say("PING\r\n" + pub("a") + "PING\r\n" + pub("b") + "SUB . 3\r\n" + pub("c"));

        assertThat(server.all(subscriber))
                .isEqualTo("PONG\r\n" + msg("a") + "PONG\r\n" + msg("b") + "-ERR 'Invalid Subject'\r\n" + msg("c"));
    }

    @Test
    void aLastWordIsWrittenBeforeTheEnd() {
        subscriber.say(pub("a") + "ZZZ");

        assertThat(subscriber.take()).isEqualTo(msg("a") + "-ERR 'Unknown Protocol Operation'\r\n");
        server.run();
        assertThat(subscriber.open()).isFalse();
    }
}
