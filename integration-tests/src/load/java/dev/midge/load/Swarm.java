package dev.midge.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that mean harm. They do not wait for the server and do not mind what it does to them: what it does not take
 * is not sent, and one that it has closed is passed over. Nothing is read unless {@link #swallow} is called.
 */
final class Swarm implements AutoCloseable {

    /** Makes the client a user that may do everything where there are users. */
    static final String HELLO =
            "CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true,\"user\":\"eve\",\"pass\":\"eve\"}\r\n";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int port;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer trash = ByteBuffer.allocateDirect(64 * 1024);

    Swarm(int port) {
        this.port = port;
    }

    /** Opens more connections, each of which says this; {@code receiveBuffer} 0 leaves its size to the system. */
    void open(int count, int receiveBuffer, String hello) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Connection.bytes(hello));
        for (int i = 0; i < count; i++) {
            SocketChannel channel = Connection.connect(port, receiveBuffer);
            channel.configureBlocking(false);
            channels.add(channel);
            send(channel, bytes.duplicate());
        }
    }

    /** Has each say as much of this as the server takes at once. */
    void all(ByteBuffer bytes) {
        for (SocketChannel channel : channels) {
            send(channel, bytes.duplicate());
        }
    }

    void all(String text) {
        all(ByteBuffer.wrap(Connection.bytes(text)));
    }

    /** Has one after the other say all of this, and gives one up that does not get rid of it in a while. */
    void allOf(ByteBuffer bytes) {
        for (SocketChannel channel : channels) {
            push(channel, bytes.duplicate());
        }
    }

    void allOf(String text) {
        allOf(ByteBuffer.wrap(Connection.bytes(text)));
    }

    private void push(SocketChannel channel, ByteBuffer bytes) {
        Wait.within(PATIENCE, () -> send(channel, bytes) || !bytes.hasRemaining());
    }

    /** True when the connection is gone. */
    private static boolean send(SocketChannel channel, ByteBuffer bytes) {
        try {
            channel.write(bytes);
            return false;
        } catch (IOException closed) {
            return true;
        }
    }

    /** Reads what has come for all and throws it away. */
    void swallow() {
        for (SocketChannel channel : channels) {
            try {
                do {
                    trash.clear();
                } while (channel.read(trash) > 0);
            } catch (IOException closed) {
                trash.clear();
            }
        }
    }

    /** Ends all connections so that the server sees resets. */
    void reset() throws IOException {
        for (SocketChannel channel : channels) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }
        channels.clear();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        channels.clear();
    }
}
