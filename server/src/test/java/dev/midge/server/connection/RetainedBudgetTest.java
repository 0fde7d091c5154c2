package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.AuthConfig;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients may make the server keep on its heap: subscriptions, messages of which only a part has come. */
class RetainedBudgetTest {

    private static final long BUDGET = 8 << 20;

    private final Harness server = new Harness(1, 64 << 20, AuthConfig.builder().build(), 1L << 40, BUDGET);
    private final Peer good = server.connect(0);

    RetainedBudgetTest() {
        good.say("SUB good 1\r\n");
    }

    @AfterEach
    void nothingIsCountedWhenAllAreGone() {
        server.close();
        assertThat(server.loops[0].retainedBytes()).isZero();
    }

    private void assertGoodIsServed() {
        good.say("PUB good 2\r\nhi\r\n");
        assertThat(server.all(good)).isEqualTo("MSG good 1 2\r\nhi\r\n");
    }

    @Test
    void aFloodOfDeepSubscriptionsEndsTheClientThatMadeIt() {
        Peer hostile = server.connect(0);
        String deep = ".a".repeat(2_000);
        int made = 0;
        while (hostile.open() && made < 1_000) {
            hostile.say("SUB s" + made + deep + " " + made + "\r\n");
            server.run();
            made++;
            if (server.connections.openCount() == 1) {
                assertThat(server.all(hostile)).isEqualTo("-ERR 'maximum subscriptions exceeded'\r\n");
                hostile.hangUp();
            }
        }

        assertThat(made).isBetween(10, 100);
        assertGoodIsServed();
    }

    @Test
    void aFloodOfSubscriptionsEndsTheClientThatMadeIt() {
        Peer hostile = server.connect(0);
        for (int i = 0; i < 100_000; i++) {
            hostile.say("SUB a." + i + " " + i + "\r\n");
        }

        assertThat(server.all(hostile)).isEqualTo("-ERR 'maximum subscriptions exceeded'\r\n");
        assertThat(server.connections.accounts().subscriptionCount()).isEqualTo(1);
        assertGoodIsServed();
    }

    @Test
    void subscriptionsThatEndedAreNotCounted() {
        Peer busy = server.connect(0);
        for (int i = 0; i < 100_000; i++) {
            busy.say("SUB a." + i + " " + i + "\r\nUNSUB " + i + "\r\n");
        }

        busy.say("PING\r\n");
        assertThat(server.all(busy)).isEqualTo("PONG\r\n");
    }

    @Test
    void messagesOfWhichOnlyAPartComesEndThoseThatSentMost() {
        Peer[] hostile = new Peer[40];
        for (int i = 0; i < hostile.length; i++) {
            hostile[i] = server.connect(0);
            hostile[i].say("PUB foo 1000000\r\n" + "x".repeat(900_000));
            assertThat(server.loops[0].retainedBytes()).isLessThanOrEqualTo(BUDGET);
        }

        assertThat(server.all(hostile[0]) + server.all(hostile[39])).contains("-ERR 'Maximum Payload Violation'");
        assertThat(server.connections.openCount()).isBetween(5, 12);
        assertGoodIsServed();
    }

    @Test
    void whatCameOfALargeMessageIsLetGoWithIt() {
        good.say("PUB good 1000000\r\n" + "x".repeat(1_000_000) + "\r\nPU");
        assertThat(server.all(good)).hasSizeGreaterThan(1_000_000);

        assertThat(server.loops[0].retainedBytes()).isLessThan(10_000);
    }

    @Test
    void aMessageThatCannotStandInMemoryIsRefusedWhateverTheLimitSays() {
        try (Harness small = new Harness(1, 64 << 20, AuthConfig.builder().build(), 1L << 40, 1 << 20)) {
            Peer peer = small.connect(0);
            peer.say("PUB foo 300000\r\n");
            assertThat(small.all(peer)).isEqualTo("-ERR 'Maximum Payload Violation'\r\n");
        }
    }

    @Test
    void connectionsThatHoldLittleEachAreRefusedWhenThereIsNoMoreRoom() {
        try (Harness small = new Harness(1, 64 << 20, AuthConfig.builder().build(), 1L << 40, 10 * 4_096)) {
            for (int i = 0; i < 10; i++) {
                small.connect(0);
            }
            Peer refused = new Peer(small.connections, small.loops[0], new EmbeddedChannel());
            assertThat(refused.take()).contains("-ERR 'maximum connections exceeded'\r\n");
            refused.hangUp();
        }
    }
}
