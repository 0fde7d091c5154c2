package dev.midge.server.connection;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;

/** One connection seen from its client. What is written to it waits, as with a slow client, until it is taken. */
final class Peer {

    final EmbeddedChannel channel;
    final ClientConnection connection;

    Peer(Connections connections, Loop loop, EmbeddedChannel channel) {
        this.channel = channel;
        connection = new ClientConnection(connections, loop, channel, "127.0.0.1", 4711);
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelInactive(ChannelHandlerContext context) {
                connection.disconnected();
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                connection.failed(cause);
            }
        });
        connection.open();
    }

    void say(String text) {
        say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** In reads as a socket gives them. */
    void say(byte[] bytes) {
        for (int from = 0; from < bytes.length; from += Loop.READ_SIZE) {
            ByteBuf read = Unpooled.wrappedBuffer(bytes, from, Math.min(Loop.READ_SIZE, bytes.length - from));
            connection.received(read);
            read.release();
        }
    }

    /** What has been written to the socket since, one character per byte. */
    String take() {
        StringBuilder text = new StringBuilder();
        ByteBuf written = channel.readOutbound();
        while (written != null) {
            text.append(written.toString(StandardCharsets.ISO_8859_1));
            written.release();
            written = channel.readOutbound();
        }
        return text.toString();
    }

    /** Takes what was written as one piece, as a client does that reads little at a time. */
    String takeOne() {
        ByteBuf written = channel.readOutbound();
        if (written == null) {
            return "";
        }
        String text = written.toString(StandardCharsets.ISO_8859_1);
        written.release();
        return text;
    }

    /** Whether the server reads what this client says. */
    boolean isRead() {
        return channel.config().isAutoRead();
    }

    boolean open() {
        return channel.isOpen();
    }

    void hangUp() {
        channel.close().syncUninterruptibly();
    }

    void run() {
        channel.runPendingTasks();
    }
}
