package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * In steady state a message allocates nothing: bytes in, parser, look-up, chunks and bytes out, on one loop. The thread of
 * the test is the loop. {@code -Dmidge.allocation.messages=10000000} makes it long.
 */
class AllocationTest {

    private static final int MESSAGES = Integer.getInteger("midge.allocation.messages", 1_000_000);
    private static final int WARM_UP = 100_000;
    private static final int SUBSCRIBERS = 3;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Harness server = new Harness(1);
    private final Peer publisher = server.connect(0);
    private final Peer[] subscribers = new Peer[SUBSCRIBERS];
    private long written;
    private int serial;

    AllocationTest() {
        for (int i = 0; i < SUBSCRIBERS; i++) {
            subscribers[i] = server.connect(0);
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRepeatedLineAllocatesNothing() {
        subscribe("SUB orders.eu 1\r\n");

        assertThat(bytesPerDelivery("PUB orders.eu 16\r\n0123456789abcdef\r\n", 1))
                .isLessThan(1);
    }

    @Test
    void changingLinesAllocateNothing() {
        subscribe("SUB orders.* 1\r\n");
        String two = "PUB orders.eu 16\r\n0123456789abcdef\r\nPUB orders.us reply.to 4\r\nabcd\r\n";

        assertThat(bytesPerDelivery(two, 2)).isLessThan(1);
    }

    @Test
    void headersAndQueueGroupsAllocateNothing() {
        subscribe("SUB orders.> 1\r\nSUB *.* q 2\r\n");
        String three = "HPUB a.b 12 14\r\nNATS/1.0\r\n\r\nhi\r\nHPUB orders.eu 12 14\r\nNATS/1.0\r\n\r\nhi\r\n"
                .concat("PUB nobody 0\r\n\r\n");

        assertThat(bytesPerDelivery(three, 3)).isLessThan(1);
    }

    @Test
    void repliesToInboxesUsedOnceAllocateNothing() {
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

        long deliveries = server.loops[0].router().deliveries();
        long publishedBefore = server.loops[0].inMessages();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        publish(read, MESSAGES / perRead, beforeEach);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

        deliveries = server.loops[0].router().deliveries() - deliveries;
        long published = server.loops[0].inMessages() - publishedBefore;
        assertThat(published).isGreaterThan(MESSAGES - perRead);
        assertThat(deliveries).isGreaterThan(published / 2);
        assertThat(written).as("bytes on the wire").isGreaterThan(deliveries * "MSG a 1 4\r\n".length());
        read.release();
        return (double) allocated / deliveries;
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
            server.run(0);
            for (Peer subscriber : subscribers) {
                swallow(subscriber);
            }
        }
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
