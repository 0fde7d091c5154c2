package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queue groups: protocol specification 5.4. */
class QueueGroupTest {

    private static final int COUNT = 400;

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    @Test
    void oneMemberGetsEachMessageAndTheyShareEvenly() {
        try (WireClient one = subscriber("SUB work q 1");
                WireClient two = subscriber("SUB work q 2");
                WireClient publisher = WireClient.connect(SERVER)) {
            publisher.sendRaw("PUB work 0\r\n\r\n".repeat(COUNT));
            publisher.fence();
            int first = messages(one);
            int second = messages(two);
            assertThat(first + second).isEqualTo(COUNT);
            assertThat(first).isBetween(COUNT / 4, COUNT * 3 / 4);
        }
    }

    @Test
    void membersOfOneNameFormOneGroupWhateverTheirSubject() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo q 1", "SUB * q 2", "SUB > q 3");
            client.sendRaw("PUB foo 0\r\n\r\n".repeat(COUNT));
            List<String> lines = client.readUntilPong();
            assertThat(lines).hasSize(2 * COUNT);
            for (String sid : List.of("1", "2", "3")) {
                assertThat(Collections.frequency(lines, "MSG foo " + sid + " 0"))
                        .isBetween(COUNT / 6, COUNT / 2);
            }
        }
    }

    @Test
    void everyGroupGetsOneCopy() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo a 1", "SUB foo a 2", "SUB foo b 3", "SUB foo * 4", "SUB foo a.> 5", "PUB foo 2", "hi");
            List<String> lines = client.readUntilPong();
            assertThat(lines).hasSize(8).contains("MSG foo 3 2", "MSG foo 4 2", "MSG foo 5 2");
            assertThat(lines).containsAnyOf("MSG foo 1 2", "MSG foo 2 2");
        }
    }

    @Test
    void aPublisherWithoutEchoIsPassedOver() {
        try (WireClient other = subscriber("SUB silent q 7");
                WireClient publisher = WireClient.connect(SERVER, Connect.withoutEcho())) {
            publisher.send("SUB silent q 1");
            publisher.sendRaw("PUB silent 0\r\n\r\n".repeat(COUNT));
            publisher.expectNothing();
            assertThat(messages(other)).isEqualTo(COUNT);
        }
    }

    @Test
    void aMemberThatReachedItsMaximumIsPassedOver() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB limited q 1", "UNSUB 1 3", "SUB limited q 2");
            client.sendRaw("PUB limited 0\r\n\r\n".repeat(COUNT));
            List<String> lines = client.readUntilPong();
            assertThat(Collections.frequency(lines, "MSG limited 1 0")).isEqualTo(3);
            assertThat(Collections.frequency(lines, "MSG limited 2 0")).isEqualTo(COUNT - 3);
        }
    }

    @Test
    void aMemberThatLeavesIsNotPicked() {
        try (WireClient stays = subscriber("SUB shift q 1");
                WireClient leaves = subscriber("SUB shift q 2");
                WireClient publisher = WireClient.connect(SERVER)) {
            leaves.send("UNSUB 2");
            leaves.fence();
            publisher.sendRaw("PUB shift 0\r\n\r\n".repeat(COUNT));
            publisher.fence();
            assertThat(messages(stays)).isEqualTo(COUNT);
            leaves.expectNothing();
        }
    }

    private static WireClient subscriber(String subscribe) {
        WireClient client = WireClient.connect(SERVER);
        client.send(subscribe);
        client.fence();
        return client;
    }

    private static int messages(WireClient client) {
        return (int) client.readUntilPong().stream()
                .filter(line -> line.startsWith("MSG "))
                .count();
    }
}
