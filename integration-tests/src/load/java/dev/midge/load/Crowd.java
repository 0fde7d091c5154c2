package dev.midge.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Many connections that read all they get, on one thread of their own.
 *
 * <p>Thread: one, which is not the crowd's own.
 */
final class Crowd implements AutoCloseable {

    private static final int BUFFER = 512 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What all receivers together have seen; written by the crowd's thread. */
    static final class Tally {
        long messages;
        long pongs;

        @Nullable
        String complaint;

        Latencies latencies = new Latencies(0);
    }

    private final List<Receiver> receivers = new ArrayList<>();
    private final Tally tally = new Tally();
    private final Selector selector = Selector.open();
    private final byte[] shared = new byte[BUFFER];
    private final Thread reader = new Thread(this::readAll, "crowd");

    /** Copies of the tally for others to read, made after each round of reading. */
    private volatile long messages;

    private volatile long pongs;
    private volatile @Nullable String complaint;
    private volatile Latencies latencies = new Latencies(0);
    private volatile boolean closing;

    /** Connections that have ever been asked to answer with a PONG, once each time. */
    private long pongsAwaited;

    private Crowd() throws IOException {
        reader.setDaemon(true);
    }

    /** Connects that many, one behind the other, and returns when all are logged in. */
    static Crowd connect(int port, int size) throws IOException {
        Crowd crowd = new Crowd();
        try {
            byte[] hello = Connection.bytes(Connection.CONNECT);
            for (int i = 0; i < size; i++) {
                crowd.add(new Receiver(Connection.connect(port, 0), crowd.tally), hello);
            }
            crowd.reader.start();
            crowd.pongsAwaited = size;
            crowd.awaitPongs(PATIENCE);
            return crowd;
        } catch (IOException | RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    private void add(Receiver receiver, byte[] hello) throws IOException {
        receivers.add(receiver);
        receiver.channel().write(ByteBuffer.wrap(hello));
        receiver.channel().configureBlocking(false);
        receiver.channel().register(selector, SelectionKey.OP_READ, receiver);
    }

    int size() {
        return receivers.size();
    }

    /** Has each say this and a PING, and returns when each has its PONG. */
    void all(String lines) throws IOException {
        all(lines, PATIENCE);
    }

    /** The same, with so much time for the server to work it off. */
    void all(String lines, Duration most) throws IOException {
        byte[] bytes = Connection.bytes(lines + "PING\r\n");
        for (Receiver receiver : receivers) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                receiver.channel().write(buffer);
            }
        }
        pongsAwaited += receivers.size();
        awaitPongs(most);
    }

    private void awaitPongs(Duration most) {
        Wait.until("every connection has its PONG", most, () -> pongs >= pongsAwaited || complaint != null);
        expectNoComplaint();
    }

    /** From the next message on another publisher counts; when nothing is under way. */
    void expectAny() {
        receivers.forEach(Receiver::expectAny);
    }

    /** Messages that all together have received. */
    long messages() {
        return messages;
    }

    /** Returns when all together have received that many in all. */
    void awaitMessages(long count) {
        if (messages >= count) {
            return;
        }
        boolean came = Wait.within(PATIENCE, () -> messages >= count || complaint != null);
        expectNoComplaint();
        if (!came) {
            throw new IllegalStateException("messages: " + messages + " (expected: " + count + ")");
        }
    }

    /** From now on latencies are kept, as many as there is room for. */
    void keepLatencies(int room) {
        latencies = new Latencies(room);
    }

    /** Those kept; to be asked for when every message that was published has been awaited. */
    Latencies latencies() {
        return latencies;
    }

    /**
     * Nothing unexpected was seen so far.
     *
     * @throws IllegalStateException with what it was
     */
    void expectNoComplaint() {
        if (complaint != null) {
            throw new IllegalStateException("a receiver saw: " + complaint);
        }
    }

    private void readAll() {
        try {
            while (!closing) {
                tally.latencies = latencies;
                selector.select(this::read, TimeUnit.SECONDS.toMillis(1));
                pongs = tally.pongs;
                complaint = tally.complaint;
                messages = tally.messages;
            }
        } catch (IOException | RuntimeException e) {
            complaint = e.toString();
        }
    }

    private void read(SelectionKey key) {
        Receiver receiver = (Receiver) key.attachment();
        try {
            if (!receiver.read(shared)) {
                key.cancel();
                receiver.ended(null);
            }
        } catch (IOException e) {
            key.cancel();
            receiver.ended(e);
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        selector.wakeup();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Receiver receiver : receivers) {
            receiver.channel().close();
        }
        selector.close();
    }
}
