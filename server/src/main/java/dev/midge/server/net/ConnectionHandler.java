package dev.midge.server.net;

import dev.midge.server.connection.ClientConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** The only handler of ours in a client's pipeline: passes bytes, the end, and failures to the connection. */
final class ConnectionHandler extends InboundHandler {

    private final ClientConnection connection;

    ConnectionHandler(ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        connection.open();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            connection.received(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            connection.endOfInput();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        connection.disconnected();
    }

    @Override
    @SuppressWarnings("deprecation") // in ChannelHandler; ChannelInboundHandler has it undeprecated
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        connection.failed(cause);
    }
}
