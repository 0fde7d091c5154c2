package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all clients together may leave unread. */
class PendingBudgetTest {

    private static final long BUDGET = 4 << 20;
    private static final String MESSAGE = "PUB foo 60000\r\n" + "x".repeat(60_000) + "\r\n";

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoHoldsMostIsClosedWhenAllTogetherHoldTooMuch(int loopOfTheOther) {
        try (Harness server = new Harness(2, 1L << 40, AuthConfig.builder().build(), BUDGET)) {
            Peer heavy = server.connect(0);
            Peer light = server.connect(loopOfTheOther);
            Peer publisher = server.connect(0);
            heavy.say("SUB foo 1\r\nSUB foo 2\r\nSUB foo 3\r\n");
            light.say("SUB foo 1\r\n");
            for (int i = 0; i < 25; i++) {
                publisher.say(MESSAGE);
                server.run();
                if (!heavy.open()) {
                    // An embedded channel keeps what was written to it when it closes, which no socket does.
                    heavy.take();
                }
            }

            assertThat(heavy.open()).isFalse();
            assertThat(light.open()).isTrue();
            assertThat(server.connections.slowConsumerCount()).isEqualTo(1);
            assertThat(server.loops[0].heldBytes() + server.loops[1].heldBytes())
                    .isLessThan(BUDGET);
        }
    }

    @Test
    void manyWithLittleEachCountAsWell() {
        long budget = 1 << 20;
        try (Harness server = new Harness(1, 1L << 40, AuthConfig.builder().build(), budget)) {
            Peer publisher = server.connect(0);
            List<Peer> stopped = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                stopped.add(server.connect(0));
                stopped.get(i).say("SUB foo 1\r\n");
            }
            for (int i = 0; i < 10; i++) {
                publisher.say("PUB foo 3000\r\n" + "x".repeat(3_000) + "\r\n");
                server.run();
            }

            assertThat(server.loops[0].heldBytes()).isLessThanOrEqualTo(budget);
            assertThat(stopped.stream().filter(Peer::open).count()).isBetween(10L, 30L);
            assertThat(publisher.open()).isTrue();
        }
    }

    @Test
    void whenTheJvmHasNoMoreMemoryTheReceiverIsClosedAndThePublisherGoesOn() {
        ChunkMemory memory = new ChunkMemory(512 << 10);
        try (Harness server = new Harness(1, 1L << 40, AuthConfig.builder().build(), 1L << 40, memory)) {
            Peer stopped = server.connect(0);
            Peer reader = server.connect(0);
            Peer publisher = server.connect(0);
            stopped.say("SUB foo 1\r\n");
            reader.say("SUB foo 1\r\n");
            int received = 0;
            for (int i = 0; i < 25; i++) {
                publisher.say(MESSAGE);
                server.run();
                server.pass(10);
                received += reader.take().length();
                if (!stopped.open()) {
                    stopped.take();
                }
            }

            assertThat(stopped.open()).isFalse();
            assertThat(reader.open()).isTrue();
            assertThat(publisher.open()).isTrue();
            assertThat(received).isEqualTo(25 * (MESSAGE.length() + 2));
        }
    }

    @Test
    void aPublisherWaitsInTheMiddleOfWhatWasReadWhenMemoryIsScarce() {
        ChunkMemory memory = new ChunkMemory(16 << 20);
        try (Harness server = new Harness(2, 1L << 40, AuthConfig.builder().build(), 1L << 40, memory)) {
            List<Peer> readers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                readers.add(server.connect(1));
                readers.get(i).say("SUB foo 1\r\n");
            }
            Peer publisher = server.connect(0);
            String messages =
                    "PUB foo 1500\r\n" + "x".repeat(1_500) + "\r\nPUB foo 1501\r\n" + "x".repeat(1_501) + "\r\n";
            publisher.say(messages.repeat(500));
            int received = 0;
            for (int i = 0; i < 40; i++) {
                server.run();
                received += readers.stream()
                        .mapToInt(reader -> reader.take().length())
                        .sum();
                server.pass(10);
            }

            assertThat(server.connections.stallCount()).isPositive();
            assertThat(server.connections.slowConsumerCount()).isZero();
            assertThat(received).isEqualTo(20 * 500 * (messages.length() + 2 * 2));
        }
    }

    @Test
    void whatIsTruncatedForWantOfMemoryIsNotSent() {
        ChunkMemory memory = new ChunkMemory(100 << 10);
        try (Harness server = new Harness(2, 1L << 40, AuthConfig.builder().build(), 1L << 40, memory)) {
            Peer receiver = server.connect(1);
            Peer publisher = server.connect(0);
            receiver.say("SUB foo 1\r\n");
            publisher.say("PUB foo 2\r\nhi\r\n" + MESSAGE + MESSAGE + "PUB foo 2\r\nho\r\n");
            server.run();

            assertThat(receiver.open()).isFalse();
            assertThat(receiver.take()).doesNotContain("ho");
            assertThat(publisher.open()).isTrue();
            assertThat(server.connections.slowConsumerCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void nobodyIsClosedBelowIt(int loopOfTheOther) {
        try (Harness server = new Harness(2, 1L << 40, AuthConfig.builder().build(), BUDGET)) {
            Peer heavy = server.connect(0);
            Peer publisher = server.connect(loopOfTheOther);
            heavy.say("SUB foo 1\r\n");
            for (int i = 0; i < 25; i++) {
                publisher.say(MESSAGE);
                server.run();
            }

            assertThat(heavy.open()).isTrue();
            assertThat(server.connections.slowConsumerCount()).isZero();
        }
    }

    /** With its error line to be written it is closing already and holds as much as before. */
    @Test
    void whoeverHoldsMostIsCutOffEvenWhenItIsClosing() {
        try (Harness server = new Harness(1, 1L << 40, AuthConfig.builder().build(), BUDGET)) {
            Peer closing = server.connect(0);
            Peer light = server.connect(0);
            Peer publisher = server.connect(0);
            closing.say("SUB foo 1\r\nSUB foo 2\r\nSUB foo 3\r\n");
            for (int i = 0; i < 20; i++) {
                publisher.say(MESSAGE);
            }
            closing.say("ZZZ");
            assertThat(closing.open()).isTrue();
            light.say("SUB foo 1\r\n");
            for (int i = 0; i < 20; i++) {
                publisher.say(MESSAGE);
                server.run();
                if (!closing.open()) {
                    closing.take();
                }
            }

            assertThat(closing.open()).isFalse();
            assertThat(light.open()).isTrue();
        }
    }

    /** Between two iterations nobody can be asked: what one iteration takes is bounded all the same. */
    @Test
    void oneIterationTakesNoMoreThanThereIs() {
        ChunkMemory memory = new ChunkMemory(1 << 20);
        try (Harness server = new Harness(1, 1L << 40, AuthConfig.builder().build(), 1L << 40, memory)) {
            for (int i = 0; i < 90; i++) {
                server.connect(0).say("SUB foo 1\r\n");
            }
            Peer publisher = server.connect(0);
            publisher.say("PUB foo 30000\r\n" + "x".repeat(30_000) + "\r\n");

            assertThat(memory.taken()).isLessThanOrEqualTo(1 << 20);
            assertThat(publisher.open()).isTrue();
        }
    }
}
