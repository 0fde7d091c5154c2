package dev.midge.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client that behaves: publishes a message to itself every few milliseconds, on a connection and a thread of its own,
 * and keeps how long each was on its way.
 */
final class Probe implements AutoCloseable {

    private static final Duration GAP = Duration.ofMillis(2);
    private static final int ANSWER_MILLIS = 30_000;
    private static final int ROOM = 100_000;
    private static final byte[] MESSAGE = Connection.bytes("PUB probe.me 2\r\nhi\r\n");
    private static final byte[] END = Connection.bytes("hi\r\n");

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Thread thread = new Thread(this::goRound, "probe");
    private final byte[] received = new byte[4 * 1024];

    private volatile boolean closing;
    private volatile @Nullable String failure;
    private volatile Latencies latencies = new Latencies(ROOM);

    private Probe(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        thread.setDaemon(true);
    }

    /** Connects and begins. */
    static Probe start(int port) throws IOException {
        Probe probe = new Probe(port);
        probe.out.write(
                Connection.bytes(
                        "CONNECT {\"verbose\":false,\"pedantic\":false,\"user\":\"probe\",\"pass\":\"probe\"}\r\nSUB probe.me 1\r\n"));
        probe.thread.start();
        return probe;
    }

    private void goRound() {
        try {
            while (!closing) {
                long sent = System.nanoTime();
                out.write(MESSAGE);
                awaitMessage();
                latencies.add(System.nanoTime() - sent);
                Wait.pass(GAP);
            }
        } catch (IOException e) {
            failure = closing ? null : e.toString();
        }
    }

    /** Anything else may stand around it, an INFO or a PING, and it may come in pieces. */
    private void awaitMessage() throws IOException {
        int matched = 0;
        while (matched < END.length) {
            int count = in.read(received);
            if (count < 0) {
                throw new IOException("closed by the server");
            }
            for (int i = 0; i < count && matched < END.length; i++) {
                boolean begins = received[i] == END[0];
                matched = received[i] == END[matched] ? matched + 1 : begins ? 1 : 0;
            }
        }
    }

    /** What was measured since the last call; a message that is still on its way belongs to the next. */
    Latencies take() {
        Latencies taken = latencies;
        latencies = new Latencies(ROOM);
        return taken;
    }

    /** Why it could not go on, or null. */
    @Nullable
    String failure() {
        return failure;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
