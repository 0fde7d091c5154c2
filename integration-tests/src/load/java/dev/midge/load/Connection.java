package dev.midge.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One blocking connection: publishes in batches, and reads only when told to. So it is also the receiver that has stopped
 * reading.
 *
 * <p>A payload starts with a sequence number and the time of its making, see {@link Receiver}.
 */
final class Connection implements AutoCloseable {

    static final String CONNECT = "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\nPING\r\n";

    private static final int BATCH = 64 * 1024;
    private static final byte[] CRLF = {'\r', '\n'};

    private final SocketChannel channel;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BATCH);
    private final ByteBuffer in = ByteBuffer.allocateDirect(4 * 1024);
    private byte[] filler = new byte[0];

    private Connection(SocketChannel channel) {
        this.channel = channel;
        in.flip();
    }

    /** Connects and logs in. */
    static Connection open(int port) throws IOException {
        return login(connect(port, 0));
    }

    /** The same with so small a receive buffer that what is not read soon waits in the server. */
    static Connection openNarrow(int port) throws IOException {
        return login(connect(port, 4 * 1024));
    }

    private static Connection login(SocketChannel channel) throws IOException {
        Connection connection = new Connection(channel);
        connection.send(CONNECT);
        connection.awaitPong();
        return connection;
    }

    /** A connected socket that has said nothing yet; {@code receiveBuffer} 0 leaves its size to the system. */
    static SocketChannel connect(int port, int receiveBuffer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return channel;
    }

    /** The control line of a message of that size. */
    static byte[] publication(String subject, int size) {
        return bytes("PUB " + subject + " " + size + "\r\n");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends text at once, behind what was batched. */
    void send(String text) throws IOException {
        batch(bytes(text));
        flush();
    }

    /** Adds text to the batch, which goes when it is full. */
    void batch(byte[] bytes) throws IOException {
        int at = 0;
        while (at < bytes.length) {
            if (!out.hasRemaining()) {
                flush();
            }
            int length = Math.min(out.remaining(), bytes.length - at);
            out.put(bytes, at, length);
            at += length;
        }
    }

    /** Adds a message to the batch; {@code size} is at least 16 and the one in the control line. */
    void publish(byte[] controlLine, long sequence, int size) throws IOException {
        if (filler.length != size - 16) {
            filler = new byte[size - 16];
        }
        if (out.remaining() < controlLine.length + 16) {
            flush();
        }
        out.put(controlLine).putLong(sequence).putLong(System.nanoTime());
        batch(filler);
        batch(CRLF);
    }

    void flush() throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    /** Returns when the server has worked off all that was sent; everything it said before is skipped. */
    void sync() throws IOException {
        send("PING\r\n");
        awaitPong();
    }

    private void awaitPong() throws IOException {
        String line = "";
        while (!line.equals("PONG")) {
            line = readLine();
            if (line.startsWith("-ERR")) {
                throw new IOException(line);
            }
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = read(); b != '\n'; b = read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private int read() throws IOException {
        if (!in.hasRemaining()) {
            in.clear();
            int count = channel.read(in);
            in.flip();
            if (count < 0) {
                throw new IOException("closed by the server");
            }
        }
        return in.get();
    }

    /** From now on reading and writing do not wait. */
    void nonBlocking() throws IOException {
        channel.configureBlocking(false);
    }

    /** Takes in a little of what has come and forgets it; the number of bytes, negative at the end. */
    int sip(ByteBuffer into) throws IOException {
        into.clear();
        return channel.read(into);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
