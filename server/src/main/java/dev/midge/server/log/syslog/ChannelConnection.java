package dev.midge.server.log.syslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A blocking channel of the JDK: a message is a datagram, or a line of a stream. */
final class ChannelConnection implements Connection {

    private final WritableByteChannel channel;

    ChannelConnection(WritableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public void send(byte[] message) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
