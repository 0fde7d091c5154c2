package dev.midge.server.log.syslog;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Datagram sockets in the file system, on an event loop of their own: those of the server must not wait for a syslog.
 *
 * <p>Thread: the log's writer, which waits for the loop.
 */
final class UnixDatagrams implements Closeable {

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("midge-syslog", true), EpollIoHandler.newFactory());

    static boolean available() {
        return Epoll.isAvailable();
    }

    /** A connection to the socket of that name; null if nobody is there. */
    @Nullable
    Connection connect(String path) {
        ChannelFuture connected = new Bootstrap()
                .group(loop)
                .channelFactory(EpollDomainDatagramChannel::new)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new DomainSocketAddress(path))
                .awaitUninterruptibly();
        return connected.isSuccess() ? new Datagrams(connected.channel()) : null;
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private record Datagrams(Channel channel) implements Connection {

        /** A syslog that reads slowly lets its queue fill up; then this takes until it reads. */
        @Override
        public void send(byte[] message) throws IOException {
            ChannelFuture sent =
                    channel.writeAndFlush(Unpooled.wrappedBuffer(message)).awaitUninterruptibly();
            if (!sent.isSuccess()) {
                throw new IOException("syslog: not sent", sent.cause());
            }
        }

        @Override
        public void close() {
            channel.close().awaitUninterruptibly();
        }
    }
}
