package dev.midge.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many receivers that read nothing, or next to nothing.
 *
 * <p>On loopback a segment is 64 KiB, and the kernel gives each socket room for twenty of them: two and a half megabytes
 * that never reach the server's memory. These connections ask for segments as small as on a bad network, so that it is
 * the server that has to hold what they do not read.
 */
final class Laggards implements AutoCloseable {

    private static final int TCP = 6;
    private static final int TCP_MAXSEG = 2;
    private static final int SEGMENT = 536;
    private static final int SIP_BYTES = 512;
    private static final int SIP_MILLIS = 100;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<Channel> channels = new ArrayList<>();
    private final AtomicInteger pongs = new AtomicInteger();

    /** Connects that many and has each say these lines; when this returns the server has worked them off. */
    static Laggards connect(int port, int size, String lines) throws IOException {
        Laggards laggards = new Laggards();
        try {
            laggards.connectAll(port, size, lines);
            return laggards;
        } catch (IOException | RuntimeException e) {
            laggards.close();
            throw e;
        }
    }

    private void connectAll(int port, int size, String lines) throws IOException {
        byte[] hello = Connection.bytes(Connection.CONNECT.replace("PING\r\n", lines + "PING\r\n"));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .option(new IntegerUnixChannelOption("TCP_MAXSEG", TCP, TCP_MAXSEG), SEGMENT)
                .option(ChannelOption.SO_RCVBUF, 4 * 1024)
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(SIP_BYTES).maxMessagesPerRead(1))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new UntilPong());
                    }
                });
        for (int i = 0; i < size; i++) {
            Channel channel = bootstrap.connect(address).syncUninterruptibly().channel();
            var unused = channel.writeAndFlush(Unpooled.wrappedBuffer(hello));
            channels.add(channel);
        }
        Wait.until("every laggard has its PONG", Duration.ofSeconds(60), () -> pongs.get() == size);
    }

    /** Reads up to the PONG, and then only when told to, into nowhere. */
    private final class UntilPong extends SimpleChannelInboundHandler<ByteBuf> {
        private String tail = "";
        private boolean ready;

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
            if (ready) {
                return;
            }
            String text = tail + bytes.toString(StandardCharsets.ISO_8859_1);
            ready = text.contains("PONG\r\n");
            tail = text.substring(Math.max(0, text.length() - 5));
            if (ready) {
                context.channel().config().setAutoRead(false);
                pongs.incrementAndGet();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var unused = context.close(); // the server may well have closed it
        }
    }

    int size() {
        return channels.size();
    }

    /** Every second one takes in a little ten times a second from now on. */
    void sip() {
        var unused = group.scheduleAtFixedRate(
                () -> {
                    for (int i = 0; i < channels.size(); i += 2) {
                        channels.get(i).read();
                    }
                },
                SIP_MILLIS,
                SIP_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
