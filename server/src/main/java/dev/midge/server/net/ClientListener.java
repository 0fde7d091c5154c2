package dev.midge.server.net;

import dev.midge.server.connection.ClientConnection;
import dev.midge.server.connection.Connections;
import dev.midge.server.connection.Loop;
import dev.midge.server.connection.PeerAddress;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;

/** Accepts clients on one address and puts each on an event loop, round robin. */
public final class ClientListener {

    private static final int BACKLOG = 4096;

    private final EventLoops loops;
    private final boolean proxies;
    private final Map<Object, Loop> byEventLoop = new HashMap<>();
    private final Map<Loop, ReadBuffer> readBuffers = new HashMap<>();
    private volatile Channel channel;
    /** Set before the first client is accepted, read by the loops. */
    private volatile Connections connections;

    /**
     * Binds; nothing is accepted before {@link #accept}.
     *
     * @param proxies whether connections may begin with the header of a proxy
     */
    @SuppressWarnings("NullAway") // the channel is set by bind, or construction fails; the rest by accept
    public ClientListener(EventLoops loops, String host, int port, boolean proxies) throws BindException {
        this.loops = loops;
        this.proxies = proxies;
        for (Loop loop : loops.loops()) {
            byEventLoop.put(loop.eventLoop(), loop);
            readBuffers.put(loop, new ReadBuffer());
        }
        bind(host, port);
    }

    /** The address cannot be listened on; the message is that of Go's net.Listen. */
    public static final class BindException extends Exception {
        private static final long serialVersionUID = 1L;

        BindException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private void bind(String host, int port) throws BindException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channelFactory(loops.serverChannels())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(512 * 1024, 1024 * 1024))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel accepted) {
                        initialise(accepted);
                    }
                });
        InetSocketAddress address = resolve(host, port);
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            release();
            throw new BindException(ListenAddress.refusal(address, bound.cause()), bound.cause());
        }
        channel = bound.channel();
    }

    private InetSocketAddress resolve(String host, int port) throws BindException {
        try {
            return ListenAddress.of(host, port);
        } catch (IOException e) {
            release();
            throw new BindException(String.valueOf(e.getMessage()), e);
        }
    }

    private void initialise(SocketChannel accepted) {
        Loop loop = byEventLoop.get(accepted.eventLoop());
        ReadBuffer buffer = readBuffers.get(loop);
        if (loop == null || buffer == null) {
            throw new IllegalStateException("event loop: " + accepted.eventLoop() + " (expected: one of ours)");
        }
        accepted.config().setRecvByteBufAllocator(buffer);
        InetSocketAddress remote = accepted.remoteAddress();
        ClientConnection connection =
                new ClientConnection(connections, loop, accepted, PeerAddress.host(remote), remote.getPort());
        if (proxies) {
            accepted.pipeline().addLast(new ProxyHandler(connection));
        }
        accepted.pipeline().addLast(new ConnectionHandler(connection));
    }

    /** Starts to accept; connections that came since the bind have waited in the backlog. */
    public void accept(Connections all) {
        connections = all;
        channel.pipeline().addLast(new AcceptFaults(all.log()));
        channel.config().setAutoRead(true);
    }

    /** Whether new connections are taken, or wait. */
    public void pause(boolean waiting) {
        channel.config().setAutoRead(!waiting);
    }

    /** The port listened on. */
    public int port() {
        SocketAddress local = channel.localAddress();
        return ((InetSocketAddress) local).getPort();
    }

    /** Accepts nothing more. */
    public void close() {
        channel.close().awaitUninterruptibly();
    }

    /** Gives the read buffers back; when the loops have ended. */
    public void release() {
        readBuffers.values().forEach(ReadBuffer::release);
        readBuffers.clear();
    }
}
