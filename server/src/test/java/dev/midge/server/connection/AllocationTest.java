package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.midge.auth.AuthConfig;
import dev.midge.auth.UserEntry;
import dev.midge.auth.permission.Permissions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * In steady state a message allocates nothing: bytes in, parser, permissions, look-up, chunks and bytes out, on one loop
 * and between two. The thread of the test is both loops. {@code -Dmidge.allocation.messages=10000000} makes it long.
 */
class AllocationTest {

    private static final int MESSAGES = Integer.getInteger("midge.allocation.messages", 1_000_000);
    private static final int WARM_UP = 100_000;
    private static final int SUBSCRIBERS = 3;

    private static final int NEAR = 0;
    private static final int FAR = 1;

    /** What a subject that nobody published before may cost: its bytes, the result of its look-up, its cache entry. */
    private static final int NEW_SUBJECT = 256;

    private static final AuthConfig USER = AuthConfig.builder()
            .user(UserEntry.builder()
                    .name("ann")
                    .password("pw")
                    .permissions(Permissions.builder()
                            .publishAllow(List.of("orders.>", "a.*", "nobody"))
                            .publishDeny(List.of("orders.secret"))
                            .subscribeAllow(List.of("orders.>", "*.*"))
                            .build())
                    .build())
            .build();

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private Harness server;
    private Peer publisher;
    private final List<Peer> subscribers = new ArrayList<>();
    private long written;
    private int serial;

    /** A publisher on the first loop and three subscribers on the given one. */
    private void start(int loopOfSubscribers) {
        server = new Harness(loopOfSubscribers + 1);
        publisher = server.connect(NEAR);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscribers.add(server.connect(loopOfSubscribers));
        }
    }

    @AfterEach
    void close() {
        server.close();
        assertThat(server.chunksOutstanding()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {NEAR, FAR})
    void oneToOneAllocatesNothing(int loop) {
        start(loop);
        subscribers.get(0).say("SUB orders.eu 1\r\n");

        assertThat(bytesPerDelivery("PUB orders.eu 16\r\n0123456789abcdef\r\n", 1))
                .isLessThan(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {NEAR, FAR})
    void aRepeatedLineToManyAllocatesNothing(int loop) {
        start(loop);
        StringBuilder lines = new StringBuilder();
        for (int sid = 0; sid < 20; sid++) {
            lines.append("SUB orders.eu " + sid + "\r\n");
        }
        subscribe(lines.toString());

        assertThat(bytesPerDelivery("PUB orders.eu 16\r\n0123456789abcdef\r\n", 1))
                .isLessThan(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {NEAR, FAR})
    void changingLinesAllocateNothing(int loop) {
        start(loop);
        subscribe("SUB orders.* 1\r\n");
        String two = "PUB orders.eu 16\r\n0123456789abcdef\r\nPUB orders.us _INBOX.x 4\r\nabcd\r\n";

        assertThat(bytesPerDelivery(two, 2)).isLessThan(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {NEAR, FAR})
    void headersAndQueueGroupsAllocateNothing(int loop) {
        start(loop);
        subscribe("SUB orders.> 1\r\nSUB *.* q 2\r\n");
        String three = "HPUB a.b 12 14\r\nNATS/1.0\r\n\r\nhi\r\nHPUB orders.eu 12 14\r\nNATS/1.0\r\n\r\nhi\r\n"
                .concat("PUB nobody 0\r\n\r\n");

        assertThat(bytesPerDelivery(three, 3)).isLessThan(1);
    }

    @Test
    void permissionsAllocateNothing() {
        server = new Harness(1, 64 << 20, USER);
        publisher = user();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscribers.add(user());
        }
        subscribe("SUB orders.> 1\r\nSUB *.* q 2\r\n");
        String three = "PUB orders.eu 4\r\nabcd\r\nPUB orders.us reply.to 4\r\nabcd\r\nPUB a.b 4\r\nabcd\r\n";

        assertThat(bytesPerDelivery(three, 3)).isLessThan(1);
    }

    private Peer user() {
        Peer peer = server.accept(NEAR);
        peer.say(
                "CONNECT {\"user\":\"ann\",\"pass\":\"pw\",\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\n");
        return peer;
    }

    /** Every reply has a subject of its own, as with all clients: it cannot be free, but it is bounded. */
    @ParameterizedTest
    @ValueSource(ints = {NEAR, FAR})
    void aRequestWithAnInboxOfItsOwnCostsOneNewSubject(int loop) {
        start(loop);
        Peer service = subscribers.get(0);
        service.say("SUB service q 1\r\n");
        publisher.say("SUB _INBOX.requester.* 1\r\n");
        int requests = Math.min(MESSAGES / 10, 100_000);
        List<ByteBuf> asked = new ArrayList<>();
        List<ByteBuf> answered = new ArrayList<>();
        for (int i = 0; i < 2 * requests; i += 100) {
            StringBuilder requesting = new StringBuilder();
            StringBuilder answering = new StringBuilder();
            for (int k = i; k < i + 100; k++) {
                requesting.append("PUB service _INBOX.requester." + k + " 2\r\nhi\r\n");
                answering.append("PUB _INBOX.requester." + k + " 2\r\nho\r\n");
            }
            asked.add(Unpooled.copiedBuffer(requesting, StandardCharsets.US_ASCII));
            answered.add(Unpooled.copiedBuffer(answering, StandardCharsets.US_ASCII));
        }
        int half = asked.size() / 2;
        exchange(service, asked, answered, 0, half);
        long deliveries = deliveries();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        exchange(service, asked, answered, half, asked.size());
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        assertThat(deliveries() - deliveries).isEqualTo(2L * requests);
        assertThat((double) allocated / requests).isLessThan(NEW_SUBJECT);
        asked.forEach(ByteBuf::release);
        answered.forEach(ByteBuf::release);
    }

    private void exchange(Peer service, List<ByteBuf> asked, List<ByteBuf> answered, int from, int to) {
        for (int i = from; i < to; i++) {
            publisher.connection.received(asked.get(i));
            runLoops();
            swallow(service);
            service.connection.received(answered.get(i));
            runLoops();
            swallow(publisher);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {NEAR, FAR})
    void repliesToInboxesUsedOnceAllocateNothing(int loop) {
        start(loop);
        subscribe("SUB _INBOX.client.* 1\r\n");
        String reply = "PUB _INBOX.client.00000000 2\r\nhi\r\n";
        int perRead = Loop.READ_SIZE / reply.length();
        ByteBuf read = fullRead(reply);

        assertThat(bytesPerDelivery(read, perRead, () -> number(read, reply.length(), reply.indexOf(" 2"))))
                .isLessThan(1);
    }

    /** Gives every message a number of its own, in the eight digits that end at a position. */
    private void number(ByteBuf read, int length, int digitsEnd) {
        for (int from = 0; from < read.writerIndex(); from += length) {
            int number = serial++;
            for (int i = 1; i <= 8; i++) {
                read.setByte(from + digitsEnd - i, '0' + number % 10);
                number /= 10;
            }
        }
    }

    private void subscribe(String lines) {
        for (Peer subscriber : subscribers) {
            subscriber.say(lines);
        }
    }

    private double bytesPerDelivery(String conversation, int messages) {
        ByteBuf read = fullRead(conversation);
        return bytesPerDelivery(read, read.readableBytes() / conversation.length() * messages, () -> {});
    }

    private double bytesPerDelivery(ByteBuf read, int perRead, Runnable beforeEach) {
        publish(read, WARM_UP / perRead, beforeEach);

        long deliveries = deliveries();
        long publishedBefore = server.loops[NEAR].inMessages();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        publish(read, MESSAGES / perRead, beforeEach);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        deliveries = deliveries() - deliveries;
        long published = server.loops[NEAR].inMessages() - publishedBefore;
        assertThat(published).isGreaterThan(MESSAGES - perRead);
        assertThat(deliveries).isGreaterThan(published / 2);
        assertThat(written).as("bytes on the wire").isGreaterThan(deliveries * "MSG a 1 4\r\n".length());
        read.release();
        return (double) allocated / deliveries;
    }

    private long deliveries() {
        long deliveries = 0;
        for (Loop loop : server.loops) {
            deliveries += loop.router().deliveries();
        }
        return deliveries;
    }

    private static ByteBuf fullRead(String conversation) {
        int times = Loop.READ_SIZE / conversation.length();
        byte[] bytes = conversation.repeat(times).getBytes(StandardCharsets.US_ASCII);
        return Unpooled.directBuffer(Loop.READ_SIZE, Loop.READ_SIZE).writeBytes(bytes);
    }

    private void publish(ByteBuf read, int times, Runnable beforeEach) {
        for (int i = 0; i < times; i++) {
            beforeEach.run();
            read.readerIndex(0);
            publisher.connection.received(read);
            runLoops();
            for (int k = 0; k < SUBSCRIBERS; k++) {
                swallow(subscribers.get(k));
            }
        }
    }

    /** The first one again at the end, for what comes home to it. */
    private void runLoops() {
        for (int loop = 0; loop < server.loops.length; loop++) {
            server.run(loop);
        }
        server.run(NEAR);
    }

    private void swallow(Peer peer) {
        ByteBuf chunk = peer.channel.readOutbound();
        while (chunk != null) {
            written += chunk.readableBytes();
            chunk.release();
            chunk = peer.channel.readOutbound();
        }
    }
}
