package dev.midge.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Connections at a steady rate that all try to log in with something wrong, on a thread of their own. */
final class Intruders implements AutoCloseable {

    private final int port;
    private final Attempt attempt;
    private final ArrayDeque<SocketChannel> open = new ArrayDeque<>();
    private final Thread thread = new Thread(this::intrude, "intruders");
    private volatile boolean closing;
    private volatile @Nullable String failure;
    private long made;

    /**
     * What they do.
     *
     * @param perSecond new connections in a second
     * @param sources addresses that they come from, in turn
     * @param hello what each says at once
     * @param mostOpen when there are more, the oldest goes, answered or not
     */
    record Attempt(int perSecond, List<String> sources, String hello, int mostOpen) {}

    private Intruders(int port, Attempt attempt) {
        this.port = port;
        this.attempt = attempt;
        thread.setDaemon(true);
    }

    static Intruders start(int port, Attempt attempt) {
        Intruders intruders = new Intruders(port, attempt);
        intruders.thread.start();
        return intruders;
    }

    private void intrude() {
        long gap = TimeUnit.SECONDS.toNanos(1) / attempt.perSecond();
        long next = System.nanoTime();
        try {
            while (!closing) {
                one();
                next += gap;
                LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
            }
        } catch (IOException e) {
            failure = e.toString();
        }
    }

    private void one() throws IOException {
        List<String> sources = attempt.sources();
        String source = sources.get((int) (made % sources.size()));
        SocketChannel channel = SocketChannel.open();
        open.add(channel);
        channel.bind(new InetSocketAddress(source, 0));
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(Connection.bytes(attempt.hello())));
        made++;
        if (open.size() > attempt.mostOpen()) {
            open.remove().close();
        }
    }

    /** Ends it and all its connections; returns how many there were. */
    long stop() throws IOException {
        close();
        if (failure != null) {
            throw new IOException("the attack itself failed: " + failure);
        }
        return made;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : open) {
            channel.close();
        }
        open.clear();
    }
}
