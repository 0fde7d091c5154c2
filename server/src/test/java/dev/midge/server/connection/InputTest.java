package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes in any pieces become the same messages; seen through a connection that subscribes to what it publishes. */
class InputTest {

    private final Harness server = new Harness(1);
    private final Peer peer = server.connect(0);

    InputTest() {
        peer.say("SUB foo 1\r\n");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String pub(String payload) {
        return "PUB foo " + payload.length() + "\r\n" + payload + "\r\n";
    }

    private static String msg(String payload) {
        return "MSG foo 1 " + payload.length() + "\r\n" + payload + "\r\n";
    }

    private void sayInPieces(String text, int largest, Random random) {
        int at = 0;
        while (at < text.length()) {
            int to = Math.min(text.length(), at + 1 + random.nextInt(largest));
            peer.say(text.substring(at, to));
            at = to;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 5_000, Loop.READ_SIZE})
    void messagesOfAnySizeAreTakenInPiecesOfAnySize(int largestPiece) {
        Random random = new Random(largestPiece);
        StringBuilder said = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            int size = i % 10 == 9 ? random.nextInt(4 * largestPiece) + 70_000 : random.nextInt(500);
            String payload = "x".repeat(size / 2) + i + "\r\n".repeat(size / 4);
            said.append(pub(payload)).append("PING\r\n");
            expected.append(msg(payload)).append("PONG\r\n");
        }

        sayInPieces(said.toString(), largestPiece, random);

        assertThat(server.all(peer).equals(expected.toString())).isTrue();
    }

    @Test
    void aFrameAroundTheSizeOfTheArrayIsTakenHoweverItIsCut() {
        for (int size : new int[] {Loop.READ_SIZE - 20, Loop.READ_SIZE, 2 * Loop.READ_SIZE - 15, 3 * Loop.READ_SIZE}) {
            String payload = "p".repeat(size);
            String said = "PING\r\n" + pub(payload) + pub("next") + "PING\r\n";
            String expected = "PONG\r\n" + msg(payload) + msg("next") + "PONG\r\n";
            for (int cut : new int[] {1, 7, 12, 20, size / 2, size, size + 15, size + 20, size + 21, size + 22}) {
                peer.say(said.substring(0, cut));
                peer.say(said.substring(cut));
                assertThat(server.all(peer).equals(expected))
                        .as("%s cut at %s", size, cut)
                        .isTrue();
            }
        }
    }

    @Test
    void aWrongPayloadEndIsNoticedBeforeMoreComes() {
        peer.say("PUB foo 2\r\n");
        peer.say("hi\n");

        assertThat(server.all(peer)).isEqualTo("-ERR 'Unknown Protocol Operation'\r\n");
    }

    @Test
    void aWrongEndOfALargePayloadIsNoticedBeforeMoreComes() {
        peer.say("PUB foo 200000\r\n");
        peer.say("x".repeat(200_000) + "\n");

        assertThat(server.all(peer)).isEqualTo("-ERR 'Unknown Protocol Operation'\r\n");
    }

    @Test
    void whatComesWhileTheConnectionIsPausedIsTakenLater() {
        peer.connection.reading().pause();
        sayInPieces(pub("a") + pub("b".repeat(100_000)) + "PING\r\n" + pub("c"), 10_000, new Random(1));
        assertThat(server.all(peer)).isEmpty();
        assertThat(peer.channel.config().isAutoRead()).isFalse();

        peer.connection.reading().resume();
        assertThat(server.all(peer)).isEqualTo(msg("a") + msg("b".repeat(100_000)) + "PONG\r\n" + msg("c"));
        assertThat(peer.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aPauseInTheMiddleOfALargeFrameLosesNothing() {
        String frame = pub("d".repeat(300_000));
        peer.say(frame.substring(0, 100_000));
        peer.connection.reading().pause();
        peer.say(frame.substring(100_000) + "PING\r\nPI");
        assertThat(server.all(peer)).isEmpty();

        peer.connection.reading().resume();
        peer.say("NG\r\n");
        assertThat(server.all(peer)).isEqualTo(msg("d".repeat(300_000)) + "PONG\r\nPONG\r\n");
    }

    @Test
    void nothingIsTakenBehindAnError() {
        peer.say("PING\r\nZ" + pub("a"));
        peer.say(pub("b"));

        assertThat(server.all(peer)).isEqualTo("PONG\r\n-ERR 'Unknown Protocol Operation'\r\n");
    }
}
