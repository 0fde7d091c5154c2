package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that do not keep up: protocol specification 10.3. */
class PressureTest {

    private static final int OWN = 0;
    private static final int OTHER = 1;

    private static final long MAX_PENDING = 1 << 20;
    private static final int SIZE = 50_000;
    private static final String MESSAGE = "PUB foo " + SIZE + "\r\n" + "x".repeat(SIZE) + "\r\n";
    /** As many as take a receiver over three quarters of the limit, and not over it. */
    private static final int GATED = 17;

    private static Harness dropping() {
        return new Harness(2, Harness.limits(MAX_PENDING, false, true));
    }

    private static Harness stalling() {
        return new Harness(2, Harness.limits(MAX_PENDING, false, false));
    }

    /** Publishes that often, and lets the receiver's gate close. */
    private static void flood(Harness server, Peer publisher, int messages) {
        for (int i = 0; i < messages; i++) {
            publisher.say(MESSAGE);
            server.run();
        }
    }

    private static Peer subscriber(Harness server, String... lines) {
        Peer peer = server.connect(OWN);
        peer.say(String.join("\r\n", lines) + "\r\n");
        server.all(peer);
        return peer;
    }

    private static int messages(String received) {
        return received.split("MSG foo 1 ", -1).length - 1;
    }

    // ---- receivers of another loop

    @Test
    void aPublisherWaitsForTheLoopOfItsReceiverBeforeTooMuchIsUnderWay() {
        try (Harness server = dropping()) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(OTHER);

            int inARow = 0;
            for (int published = 0; published < 60; published++) {
                if (!publisher.isRead()) {
                    server.run();
                    inARow = 0;
                    assertThat(publisher.isRead()).isTrue();
                }
                publisher.say(MESSAGE);
                server.run(OTHER);
                inARow++;
                assertThat(inARow <= 5 || slow.connection.pressure().gated())
                        .as("held up, unless everything is dropped")
                        .isTrue();
            }
            server.run();

            assertThat(slow.open()).isTrue();
            assertThat(messages(server.all(slow))).isBetween(GATED - 2, GATED + 3);
        }
    }

    /** What was read before the publisher was held up is kept, and goes on by itself. */
    @Test
    void whatWasReadBeforeIsWorkedOffWhenTheOtherLoopHasCaughtUp() {
        try (Harness server = new Harness(2, Harness.limits(4 * MAX_PENDING, false, false))) {
            Peer receiver = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(OTHER);

            publisher.say(MESSAGE.repeat(20) + "PING\r\n");
            assertThat(publisher.isRead()).isFalse();

            assertThat(server.all(publisher)).isEqualTo("PONG\r\n");
            assertThat(messages(server.all(receiver))).isEqualTo(20);
            assertThat(publisher.isRead()).isTrue();
        }
    }

    // ---- no_fast_producer_stall

    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void messagesForAGatedReceiverAreDroppedAndItsPublisherIsRead(int publishingLoop) {
        try (Harness server = dropping()) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(publishingLoop);

            flood(server, publisher, 60);

            assertThat(publisher.isRead()).isTrue();
            assertThat(slow.open()).isTrue();
            assertThat(messages(server.all(slow))).isBetween(GATED - 2, GATED);
            assertThat(server.connections.stallCount()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void aDrainedReceiverGetsMessagesAgain(int publishingLoop) {
        try (Harness server = dropping()) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(publishingLoop);
            flood(server, publisher, 60);
            server.all(slow);

            flood(server, publisher, 1);

            assertThat(messages(server.all(slow))).isEqualTo(1);
        }
    }

    @Test
    void aGateOpensWhenHalfOfTheLimitIsWritten() {
        try (Harness server = dropping()) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(OWN);
            flood(server, publisher, 60);
            StringBuilder received = new StringBuilder();
            while (received.length() < MAX_PENDING / 4 - 100_000) {
                received.append(slow.takeOne());
                server.run();
            }
            flood(server, publisher, 1);
            while (received.length() < MAX_PENDING / 2) {
                received.append(slow.takeOne());
                server.run();
            }
            flood(server, publisher, 2);
            received.append(server.all(slow));

            assertThat(messages(received.toString())).isBetween(GATED, GATED + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void aDroppedMessageCountsForAutoUnsubscribeAndIsNotAccepted(int publishingLoop) {
        try (Harness server = dropping()) {
            Peer slow = subscriber(server, "SUB foo 1", "UNSUB 1 30");
            Peer publisher = server.connect(publishingLoop);
            publisher.say("SUB answers 9\r\n");
            flood(server, publisher, 25);

            publisher.say("PUB foo answers 0\r\n\r\n");
            assertThat(server.all(publisher)).startsWith("HMSG answers 9 ").contains("NATS/1.0 503");
            flood(server, publisher, 4);
            server.all(slow);
            flood(server, publisher, 1);

            assertThat(server.all(slow)).isEmpty();
            assertThat(slow.connection.account().subscriptionCount()).isEqualTo(1);
        }
    }

    @Test
    void aSubscriptionMadeBehindAClosedGateIsGatedToo() {
        try (Harness server = dropping()) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(OWN);
            flood(server, publisher, 60);
            slow.say("SUB bar 2\r\n");
            publisher.say("PUB bar 0\r\n\r\n");
            server.run();

            assertThat(server.all(slow)).doesNotContain("MSG bar");
            publisher.say("PUB bar 0\r\n\r\n");
            assertThat(server.all(slow)).contains("MSG bar 2 0");
        }
    }

    @Test
    void anotherMemberOfTheQueueGroupTakesTheMessage() {
        try (Harness server = dropping()) {
            Peer slow = subscriber(server, "SUB foo 1", "SUB work q 2");
            Peer good = subscriber(server, "SUB work q 3");
            Peer publisher = server.connect(OWN);
            flood(server, publisher, 60);
            for (int i = 0; i < 50; i++) {
                publisher.say("PUB work 0\r\n\r\n");
            }

            assertThat(server.all(good).split("MSG work 3 0", -1)).hasSize(51);
            assertThat(server.all(slow)).doesNotContain("MSG work");
        }
    }

    // ---- stalls

    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void onlyWhoPublishesToAGatedReceiverIsHeldUp(int publishingLoop) {
        try (Harness server = stalling()) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(publishingLoop);
            Peer other = server.connect(publishingLoop);
            flood(server, publisher, GATED - 1);
            assertThat(slow.connection.pressure().gated()).isTrue();

            publisher.say("PUB foo 0\r\n\r\n");
            other.say("PUB bar 0\r\n\r\n");

            assertThat(publisher.isRead()).isFalse();
            assertThat(other.isRead()).isTrue();
            server.pass(publisher, 9);
            assertThat(publisher.isRead()).isFalse();
            server.pass(publisher, 1);
            assertThat(publisher.isRead()).isTrue();
            assertThat(messages(server.all(slow))).isEqualTo(GATED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {OWN, OTHER})
    void aGateThatOpensEndsTheStall(int publishingLoop) {
        try (Harness server = stalling()) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(publishingLoop);
            flood(server, publisher, GATED - 1);
            publisher.say("PUB foo 0\r\n\r\n");
            assertThat(publisher.isRead()).isFalse();

            server.all(slow);

            assertThat(publisher.isRead()).isTrue();
        }
    }

    @Test
    void whatWaitsStaysBoundedThoughPublishersAreOnlyHeldUp() {
        try (Harness server = stalling()) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(OWN);

            flood(server, publisher, 60);

            assertThat(slow.open()).isFalse();
            assertThat(server.connections.slowConsumerCount()).isEqualTo(1);
            assertThat(slow.connection.heldBytes()).isLessThan(2 * MAX_PENDING);
        }
    }

    // ---- write_deadline and write_timeout

    @Test
    void aClientThatTakesNothingInTimeIsClosed() {
        try (Harness server = stalling()) {
            Peer slow = subscriber(server, "SUB foo 1");
            flood(server, server.connect(OWN), 2);

            server.pass(slow, 10_000);
            assertThat(slow.open()).isTrue();
            server.pass(slow, 1);
            assertThat(slow.open()).isFalse();
            assertThat(server.connections.slowConsumerCount()).isEqualTo(1);
        }
    }

    @Test
    void theDeadlineOfWhatCameLaterStartsWhenWhatCameBeforeIsWritten() {
        try (Harness server = stalling()) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(OWN);
            flood(server, publisher, 1);
            server.pass(slow, 1_000);
            flood(server, publisher, 1);
            server.pass(slow, 8_000);
            for (int taken = 0; taken < SIZE; taken += slow.takeOne().length()) {
                server.run();
            }

            server.pass(slow, 10_000);
            assertThat(slow.open()).isTrue();
            server.pass(slow, 1);
            assertThat(slow.open()).isFalse();
        }
    }

    @Test
    void withRetryAClientThatTookSomethingGoesOnAndOneThatTookNothingDoesNot() {
        try (Harness server = new Harness(1, Harness.limits(MAX_PENDING, true, false))) {
            Peer slow = subscriber(server, "SUB foo 1");
            Peer publisher = server.connect(0);
            flood(server, publisher, 4);

            assertThat(slow.takeOne()).isNotEmpty();
            server.pass(slow, 10_001);
            assertThat(slow.open()).isTrue();
            assertThat(server.connections.slowConsumerCount()).isEqualTo(1);

            assertThat(slow.takeOne()).isNotEmpty();
            server.pass(slow, 10_001);
            assertThat(slow.open()).isTrue();
            assertThat(server.connections.slowConsumerCount()).isEqualTo(2);

            server.pass(slow, 10_001);
            assertThat(slow.open()).isFalse();
            assertThat(server.connections.slowConsumerCount()).isEqualTo(3);
        }
    }

    @Test
    void aClientThatOwesItsConnectIsClosedAndNotCounted() {
        try (Harness server =
                new Harness(1, MAX_PENDING, AuthConfig.builder().token("t").build())) {
            Peer silent = new Peer(server.connections, server.loops[0], new EmbeddedChannel());
            server.run(0);

            server.pass(silent, 10_001);

            assertThat(silent.open()).isFalse();
            assertThat(server.connections.slowConsumerCount()).isZero();
        }
    }
}
