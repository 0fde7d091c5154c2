package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One read of one client can make work for seconds: the others get their turn in between, and nothing is lost. */
class TurnTest {

    private static final int RECEIVERS = 10_000;
    private static final int MESSAGES = 200;

    private final Harness server = new Harness(1, 1L << 40);
    private final Peer subscriber = server.connect(0);
    private final Peer publisher = server.connect(0);

    @AfterEach
    void close() {
        server.close();
    }

    private void subscribe() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < RECEIVERS; i++) {
            lines.append("SUB wide ").append(i).append("\r\n");
        }
        subscriber.say(lines.toString());
    }

    private static int messages(String received) {
        return (received.length() - received.replace("MSG", "").length()) / 3;
    }

    @Test
    void aWideFanOutEndsATurn() {
        subscribe();
        publisher.say("PUB wide 1\r\nx\r\n".repeat(MESSAGES) + "PING\r\n");

        assertThat(publisher.channel.config().isAutoRead()).isFalse();
        assertThat(server.loops[0].inMessages()).isBetween(10L, MESSAGES - 10L);
        assertThat(messages(server.all(subscriber))).isEqualTo(MESSAGES * RECEIVERS);
        assertThat(server.all(publisher)).isEqualTo("PONG\r\n");
        assertThat(publisher.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whatAClientSaidBeforeItEndedIsWorkedOff() {
        subscribe();
        publisher.say("PUB wide 1\r\nx\r\n".repeat(MESSAGES));
        publisher.connection.endOfInput();

        assertThat(messages(server.all(subscriber))).isEqualTo(MESSAGES * RECEIVERS);
        assertThat(publisher.open()).isFalse();
    }

    /** Patterns that share no node make each new subject a walk through all of them. */
    @Test
    void dearLookUpsEndATurn() {
        StringBuilder patterns = new StringBuilder();
        for (int bits = 0; bits < 1 << 12; bits++) {
            patterns.append("SUB ");
            for (int token = 0; token < 12; token++) {
                patterns.append((bits >>> token & 1) == 0 ? "a." : "*.");
            }
            patterns.append("end ").append(bits).append("\r\n");
        }
        subscriber.say(patterns.toString());
        StringBuilder publishes = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            publishes.append("PUB ").append("a.".repeat(12)).append(i).append(" 0\r\n\r\n");
        }
        publisher.say(publishes + "PING\r\n");

        assertThat(server.loops[0].inMessages()).isLessThan(10);
        for (int turn = 0; turn < 100; turn++) {
            server.run();
        }
        assertThat(publisher.take()).isEqualTo("PONG\r\n");
        assertThat(server.loops[0].inMessages()).isEqualTo(100);
    }

    @Test
    void refusalsEndATurn() {
        publisher.say("PUB $GR.x 0\r\n\r\n".repeat(2_000) + "PING\r\n");

        assertThat(server.loops[0].inMessages()).isLessThan(500);
        String answers = server.all(publisher);
        assertThat(answers.split("\r\n")).hasSize(2_001);
        assertThat(answers).endsWith("PONG\r\n");
    }
}
