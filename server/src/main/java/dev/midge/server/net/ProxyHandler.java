package dev.midge.server.net;

import dev.midge.server.connection.ClientConnection;
import dev.midge.server.connection.PeerAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a proxy, which may come first on a connection, and then leaves the pipeline.
 *
 * <p>The connection has sent its INFO by then and starts when it is known whose it is. Thread: the connection's loop.
 */
final class ProxyHandler extends InboundHandler {

    // nats-server server/client_proxyproto.go: five seconds for the first bytes, and again for all of them.
    private static final long SECONDS_TO_READ = 5;

    private final ClientConnection connection;
    private final ProxyHeader header = new ProxyHeader();
    private boolean extended;
    private @Nullable Future<?> timeout;

    ProxyHandler(ClientConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (connection.openBehindProxy()) {
            restartTimeout(context);
        } else {
            leave(context);
        }
    }

    private void restartTimeout(ChannelHandlerContext context) {
        stopTimeout();
        timeout = context.executor().schedule(() -> timedOut(context), SECONDS_TO_READ, TimeUnit.SECONDS);
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    private void timedOut(ChannelHandlerContext context) {
        if (header.empty()) {
            fail(context, header.unreadAtEnd());
        } else if (!extended && !header.started()) {
            extended = true;
            restartTimeout(context);
        } else {
            fail(context, header.unread() + ": read tcp " + addresses(context) + ": i/o timeout");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        boolean complete = false;
        try {
            boolean startedBefore = header.started();
            complete = header.take(bytes);
            if (!complete && !startedBefore && header.started() && !extended) {
                extended = true;
                restartTimeout(context);
            }
        } catch (ProxyHeader.Malformed e) {
            fail(context, String.valueOf(e.getMessage()));
        }
        if (complete) {
            introduce(context);
            context.fireChannelRead(bytes);
        } else {
            bytes.release();
        }
    }

    private void introduce(ChannelHandlerContext context) {
        leave(context);
        String host = header.host();
        if (host != null) {
            connection.comesFrom(host, header.port());
        }
        connection.begin();
        byte[] first = header.replayed();
        if (first.length > 0) {
            context.fireChannelRead(Unpooled.wrappedBuffer(first));
        }
    }

    private void fail(ChannelHandlerContext context, String why) {
        leave(context);
        connection.badProxyHeader(why);
    }

    private void leave(ChannelHandlerContext context) {
        stopTimeout();
        context.pipeline().remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            fail(context, header.unreadAtEnd());
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    @SuppressWarnings("deprecation") // in ChannelHandler; ChannelInboundHandler has it undeprecated
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, header.unread() + ": read tcp " + addresses(context) + ": read: connection reset by peer");
        context.fireExceptionCaught(cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopTimeout();
        context.fireChannelInactive();
    }

    private static String addresses(ChannelHandlerContext context) {
        return address(context.channel().localAddress()) + "->"
                + address(context.channel().remoteAddress());
    }

    private static String address(@Nullable Object address) {
        return address instanceof InetSocketAddress inet
                ? PeerAddress.hostAndPort(PeerAddress.host(inet), inet.getPort())
                : String.valueOf(address);
    }
}
