package dev.midge.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Takes connections, says a few hundred bytes and closes them: what an attack costs the machine, whoever is attacked. */
final class Sink implements AutoCloseable {

    private static final int GREETING = 300;

    private final ServerSocketChannel listener;
    private final Thread thread = new Thread(this::take, "sink");

    private Sink() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        thread.setDaemon(true);
        thread.start();
    }

    static Sink open() throws IOException {
        return new Sink();
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    private void take() {
        ByteBuffer greeting = ByteBuffer.allocateDirect(GREETING);
        ByteBuffer received = ByteBuffer.allocateDirect(4 * 1024);
        while (true) {
            try (SocketChannel channel = listener.accept()) {
                channel.write(greeting.clear());
                channel.read(received.clear());
            } catch (AsynchronousCloseException e) {
                return;
            } catch (IOException e) {
                // The peer has gone; there are others.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
