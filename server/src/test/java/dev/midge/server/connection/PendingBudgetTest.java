package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthConfig;
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
        long budget = 1 << 20;
        try (Harness server = new Harness(1, 1L << 40, AuthConfig.builder().build(), budget)) {
            for (int i = 0; i < 90; i++) {
                server.connect(0).say("SUB foo 1\r\n");
            }
            Peer publisher = server.connect(0);
            publisher.say("PUB foo 30000\r\n" + "x".repeat(30_000) + "\r\n");

            assertThat(server.loops[0].outstandingBytes()).isLessThan(2 * budget);
        }
    }
}
