package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Messages of every size between connections on three loops that really run at the same time: the order of each publisher
 * is kept, nothing is lost or doubled, and all chunks come home, also those staged for connections that close meanwhile.
 * {@code -Dmidge.stress.messages=100000} makes it long.
 */
class StagingStressTest {

    private static final int LOOPS = 3;
    private static final int EACH = Integer.getInteger("midge.stress.messages", 1_500);
    private static final int BATCH = 25;
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final LiveLoops server = new LiveLoops(LOOPS);
    private final List<Reader> readers = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private final CountDownLatch published = new CountDownLatch(2 * LOOPS);

    @Test
    void theOrderOfEachPublisherIsKeptAndEveryChunkComesHome() throws Exception {
        try (server) {
            for (int i = 0; i < 2 * LOOPS; i++) {
                readers.add(new Reader(i % LOOPS));
                publishers.add(new Publisher(i, i % LOOPS));
            }
            publishers.forEach(Publisher::start);
            int left = 0;
            while (published.getCount() > 0) {
                comeAndGo(left++ % LOOPS);
            }
            assertThat(left).as("connections that came and went").isPositive();
            readers.forEach(Reader::readAll);
            readers.forEach(Reader::hangUp);
            publishers.forEach(Publisher::hangUp);
            eventually("all chunks are home", () -> server.chunksOutstanding() == 0);
            assertThat(server.heldBytes()).isZero();
            assertThat(server.openConnections()).isZero();
        }
    }

    /** A connection that closes while frames are on their way to it. */
    private void comeAndGo(int loop) {
        Peer peer = server.connect(loop);
        server.on(loop, () -> {
            peer.say("SUB order.* 1\r\nSUB order.> q 2\r\n");
            return null;
        });
        readers.forEach(Reader::read);
        server.on(loop, () -> {
            peer.hangUp();
            peer.take();
            return null;
        });
    }

    private static void eventually(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE_NANOS) {
                throw new AssertionError("not in time: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Publishes its batches from its loop, which works on others' in between. */
    private final class Publisher {

        private final int number;
        private final int loop;
        private final Peer peer;
        private final Random random;
        private int next;

        Publisher(int number, int loop) {
            this.number = number;
            this.loop = loop;
            this.peer = server.connect(loop);
            this.random = new Random(number);
        }

        void start() {
            server.later(loop, this::publish);
        }

        private void publish() {
            StringBuilder batch = new StringBuilder();
            for (int i = 0; i < BATCH && next < EACH; i++) {
                int size = random.nextInt(60) == 0 ? random.nextInt(3 * ChunkPool.LARGE) : random.nextInt(90);
                String payload = next++ + " " + "x".repeat(size);
                batch.append("PUB order." + number + " " + payload.length() + "\r\n" + payload + "\r\n");
            }
            peer.say(batch.toString());
            if (next < EACH) {
                server.later(loop, this::publish);
            } else {
                published.countDown();
            }
        }

        void hangUp() {
            server.on(loop, () -> {
                peer.hangUp();
                peer.take();
                return null;
            });
        }
    }

    /** A subscriber that checks what it gets as it comes. */
    private final class Reader {

        private final int loop;
        private final Peer peer;
        private final int[] next = new int[2 * LOOPS];
        private String rest = "";
        private int received;

        Reader(int loop) {
            this.loop = loop;
            this.peer = server.connect(loop);
            server.on(loop, () -> {
                peer.take();
                peer.say("SUB order.* 1\r\n");
                return null;
            });
        }

        void readAll() {
            eventually("all messages have come", () -> {
                read();
                return received >= 2 * LOOPS * EACH;
            });
            read();
            assertThat(rest).isEmpty();
            assertThat(next).containsOnly(EACH);
        }

        void read() {
            String text = rest + server.on(loop, peer::take);
            int at = 0;
            int line = text.indexOf("\r\n");
            while (line >= 0) {
                String[] words = text.substring(at, line).split(" ", -1);
                int end = line + 2 + Integer.parseInt(words[3]);
                if (text.length() < end + 2) {
                    break;
                }
                message(words[1], text.substring(line + 2, end));
                at = end + 2;
                line = text.indexOf("\r\n", at);
            }
            rest = text.substring(at);
        }

        private void message(String subject, String payload) {
            int publisher = subject.charAt("order.".length()) - '0';
            int number = Integer.parseInt(payload.substring(0, payload.indexOf(' ')));
            if (number != next[publisher]) {
                throw new AssertionError("from " + subject + ": " + number + " instead of " + next[publisher]);
            }
            next[publisher]++;
            received++;
        }

        void hangUp() {
            server.on(loop, () -> {
                peer.hangUp();
                peer.take();
                return null;
            });
        }
    }
}
