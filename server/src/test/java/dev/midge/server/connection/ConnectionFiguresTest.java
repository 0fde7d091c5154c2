package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionFiguresTest {

    private static final ConnectionFilter ALL = new ConnectionFilter(null, "", 0, true);

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static long idleMillis(Peer peer) {
        return millis(peer.connection.figures().times().idle());
    }

    private static ClosedConnection closed(Harness harness, Peer peer) {
        return harness.connections.closedConnections().stream()
                .filter(closed -> closed.figures().id() == peer.connection.id())
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void idleTimeEndsWithWhatTheClientDoesOrGets(int loops) {
        try (Harness harness = new Harness(loops)) {
            Peer peer = harness.connect(0);
            Peer publisher = harness.connect(loops - 1);
            harness.advance(10);
            assertThat(idleMillis(peer)).isEqualTo(10);
            peer.say("PING\r\nPONG\r\n");
            harness.all(peer);
            assertThat(idleMillis(peer)).isEqualTo(10);
            peer.say("SUB foo 1\r\n");
            harness.run();
            assertThat(idleMillis(peer)).isZero();
            harness.advance(20);
            publisher.say("PUB foo 2\r\nhi\r\n");
            harness.run();
            harness.advance(5);
            assertThat(idleMillis(peer)).isEqualTo(5);
            assertThat(idleMillis(publisher)).isEqualTo(5);
            assertThat(peer.connection.figures().traffic().outBytes()).isEqualTo(2);
            peer.say("UNSUB 9\r\n");
            assertThat(idleMillis(peer)).isZero();
            assertThat(millis(peer.connection.figures().times().uptime())).isEqualTo(35);
        }
    }

    @Test
    void theRoundTripIsUnknownBeforeConnect() {
        try (Harness harness = new Harness(1)) {
            Peer peer = harness.accept(0);
            harness.advance(7);
            assertThat(peer.connection.figures().times().roundTrip()).isZero();
            peer.say("CONNECT {}\r\n");
            assertThat(millis(peer.connection.figures().times().roundTrip())).isEqualTo(7);
        }
    }

    @Test
    void aConnectionThatEndsInTheMiddleOfAReadIsRememberedWithAllOfIt() {
        try (Harness harness = new Harness(1)) {
            Peer peer = harness.connect(0);
            harness.advance(3);
            peer.say("SUB foo 1\r\nPUB foo 2\r\nhi\r\nZZZ\r\nPUB foo 9\r\n");
            harness.run();
            ClosedConnection closed = closed(harness, peer);
            assertThat(closed.reason()).isEqualTo(CloseReason.PROTOCOL_VIOLATION);
            assertThat(closed.figures().traffic().inMessages()).isEqualTo(1);
            assertThat(closed.figures().traffic().outMessages()).isEqualTo(1);
            assertThat(closed.figures().subscriptions()).isEqualTo(1);
            assertThat(closed.subscriptions()).hasSize(1);
            assertThat(closed.subscriptions().get(0).delivered()).isEqualTo(1);
            assertThat(millis(closed.figures().times().idle())).isZero();
        }
    }

    @Test
    void theFirstReasonStays() {
        try (Harness harness = new Harness(1)) {
            Peer peer = harness.connect(0);
            peer.say("ZZZ\r\n");
            peer.connection.failed(new IOException("Connection reset by peer"));
            peer.hangUp();
            harness.run();
            assertThat(harness.connections.closedConnections()).hasSize(1);
            assertThat(closed(harness, peer).reason()).isEqualTo(CloseReason.PROTOCOL_VIOLATION);
        }
    }

    @Test
    void aFailedReadIsAReadError() {
        try (Harness harness = new Harness(1)) {
            Peer peer = harness.connect(0);
            peer.channel.pipeline().remove(peer.channel.pipeline().first());
            peer.connection.failed(new IOException("Connection reset by peer"));
            peer.connection.disconnected();
            assertThat(closed(harness, peer).reason()).isEqualTo(CloseReason.READ_ERROR);
            assertThat(peer.open()).isFalse();
        }
    }

    @Test
    void aFailedWriteIsAWriteError() {
        try (Harness harness = new Harness(1)) {
            Breaking channel = new Breaking();
            Peer peer = harness.accept(0, channel);
            channel.broken = true;
            peer.say("PING\r\nSUB foo 1\r\nPING\r\n");
            harness.run();
            assertThat(peer.open()).isFalse();
            assertThat(closed(harness, peer).reason()).isEqualTo(CloseReason.WRITE_ERROR);
            assertThat(harness.chunksOutstanding()).isZero();
        }
    }

    /** A socket whose writes fail from some time on. */
    private static final class Breaking extends EmbeddedChannel {

        boolean broken;

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            super.doWrite(in);
        }
    }

    @Test
    void aWalkOverManyConnectionsLetsTheLoopGoOnInBetween() {
        try (Harness harness = new Harness(1)) {
            for (int i = 0; i < 90; i++) {
                Peer peer = harness.connect(0);
                for (int sid = 0; sid < 400; sid++) {
                    peer.say("SUB foo." + i + " " + sid + "\r\n");
                }
            }
            StringBuilder order = new StringBuilder();
            CompletableFuture<OpenConnections> walk = harness.connections.openConnections(ALL);
            harness.loops[0].eventLoop().execute(() -> order.append("other "));
            var unused = walk.thenRun(() -> order.append("walk"));
            harness.run();
            assertThat(order).hasToString("other walk");
            assertThat(walk.join().inAccount()).isEqualTo(90);
            assertThat(walk.join().wanted())
                    .hasSize(90)
                    .allSatisfy(open -> assertThat(open.subscriptions()).hasSize(400));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void theFilterIsAppliedOnEveryLoop(int loops) {
        try (Harness harness = new Harness(loops)) {
            for (int i = 0; i < 6; i++) {
                Peer peer = harness.accept(i % loops);
                peer.say("CONNECT {\"user\":\"u" + i % 2 + "\"}\r\n");
            }
            Peer gone = harness.connect(0);
            gone.say("ZZZ\r\n");
            assertThat(ids(harness, new ConnectionFilter(null, "u1", 0, false))).hasSize(3);
            assertThat(ids(harness, new ConnectionFilter("$G", "", 0, false))).hasSize(6);
            assertThat(ids(harness, new ConnectionFilter("other", "", 0, false)))
                    .isEmpty();
            assertThat(ids(harness, new ConnectionFilter(null, "", 6, false))).containsExactly(6L);
            assertThat(ids(harness, new ConnectionFilter(null, "", gone.connection.id(), false)))
                    .isEmpty();
        }
    }

    private static List<Long> ids(Harness harness, ConnectionFilter filter) {
        CompletableFuture<OpenConnections> walk = harness.connections.openConnections(filter);
        harness.run();
        return walk.join().wanted().stream().map(open -> open.figures().id()).toList();
    }

    @Test
    void whatTheLoopsRememberIsCounted() {
        try (Harness harness = new Harness(2)) {
            Peer receiver = harness.connect(0);
            receiver.say("SUB foo 1\r\nSUB foo 2\r\nSUB foo q 3\r\nSUB foo q 4\r\n");
            Peer publisher = harness.connect(1);
            publisher.say("PUB foo 0\r\n\r\nPUB bar 0\r\n\r\nPUB foo 0\r\n\r\n");
            var caches = harness.connections.caches("$G");
            harness.run();
            assertThat(caches.join()).hasSize(2);
            var cache = caches.join().get(1);
            assertThat(cache.entries()).isEqualTo(2);
            assertThat(cache.hits()).isEqualTo(1);
            assertThat(cache.misses()).isEqualTo(2);
            assertThat(cache.maxFanout()).isEqualTo(3);
            assertThat(cache.totalFanout()).isEqualTo(3);
            assertThat(caches.join().get(0).entries()).isZero();
        }
    }

    @Test
    void whoHoldsAPublisherUpIsCounted() {
        try (Harness harness = new Harness(1, 120_000)) {
            Peer slow = harness.connect(0);
            slow.say("SUB foo 1\r\n");
            harness.run();
            Peer publisher = harness.connect(0);
            publisher.say(("PUB foo 1000\r\n" + "x".repeat(1000) + "\r\n").repeat(110));
            assertThat(slow.connection.figures().traffic().stalls()).isEqualTo(1);
            assertThat(publisher.connection.figures().traffic().stalls()).isZero();
            assertThat(harness.connections.stallCount()).isEqualTo(1);
        }
    }
}
