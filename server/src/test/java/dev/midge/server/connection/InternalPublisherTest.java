package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.server.account.Account;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InternalPublisherTest {

    private static final byte[] SUBJECT = bytes("srv.event");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void receiversOfEveryLoopGetAllMessagesInTheirOrder() {
        try (Harness harness = new Harness(2)) {
            Peer near = harness.connect(0);
            Peer far = harness.connect(1);
            near.say("SUB srv.* a\r\n");
            far.say("SUB > b\r\nSUB srv.> q c\r\n");
            harness.run();
            InternalPublisher publisher = harness.connections.publisher();
            Account global = near.connection.account();
            publisher.publish(global, SUBJECT, () -> bytes("one"));
            publisher.publish(global, SUBJECT, () -> bytes(""));
            assertThat(harness.all(near).lines()).containsExactly("MSG srv.event a 3", "one", "MSG srv.event a 0", "");
            assertThat(harness.all(far).lines())
                    .containsExactly(
                            "MSG srv.event b 3",
                            "one",
                            "MSG srv.event c 3",
                            "one",
                            "MSG srv.event b 0",
                            "",
                            "MSG srv.event c 0",
                            "");
        }
    }

    @Test
    void aPublisherWithoutEchoIsStillToldByTheServer() {
        try (Harness harness = new Harness(1)) {
            Peer peer = harness.accept(0);
            peer.say("CONNECT {\"verbose\":false,\"echo\":false}\r\nSUB srv.event 1\r\n");
            harness.run();
            harness.connections.publisher().publish(peer.connection.account(), SUBJECT, () -> bytes("x"));
            assertThat(harness.all(peer)).isEqualTo("MSG srv.event 1 1\r\nx\r\n");
        }
    }

    @Test
    void aMessageThatNobodyWantsIsNotEvenMade() {
        try (Harness harness = new Harness(1)) {
            Peer peer = harness.connect(0);
            peer.say("SUB other 1\r\n");
            harness.run();
            List<String> made = new ArrayList<>();
            harness.connections.publisher().publish(peer.connection.account(), SUBJECT, () -> {
                made.add("message");
                return bytes("x");
            });
            assertThat(harness.all(peer)).isEmpty();
            assertThat(made).isEmpty();
            assertThat(peer.connection.account().hasInterest(SUBJECT)).isFalse();
            assertThat(peer.connection.account().hasInterest(bytes("other"))).isTrue();
        }
    }

    @Test
    void whatComesTooFastIsLostInsteadOfFillingTheMemory() {
        try (Harness harness = new Harness(1)) {
            Peer peer = harness.connect(0);
            peer.say("SUB srv.event 1\r\n");
            harness.run();
            List<String> made = new ArrayList<>();
            for (int i = 0; i < 70_000; i++) {
                harness.connections.publisher().publish(peer.connection.account(), SUBJECT, () -> {
                    made.add("message");
                    return bytes("");
                });
            }
            harness.all(peer);
            assertThat(made).hasSize(65_536);
            harness.connections.publisher().publish(peer.connection.account(), SUBJECT, () -> bytes("again"));
            assertThat(harness.all(peer)).isEqualTo("MSG srv.event 1 5\r\nagain\r\n");
        }
    }
}
