package dev.midge.server.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.midge.server.connection.ClientConnection;
import dev.midge.server.connection.Connections;
import dev.midge.server.connection.Loop;
import dev.midge.server.connection.PeerAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/** Accepts clients on one address and puts each on an event loop, round robin. */
public final class ClientListener {

    private static final int BACKLOG = 4096;

    private final EventLoops loops;
    private final boolean proxies;
    private final Map<Object, Loop> byEventLoop = new HashMap<>();
    private final Map<Loop, ReadBuffer> readBuffers = new HashMap<>();
    private volatile Channel channel;

    /** Accepted while the listener was paused. */
    @GuardedBy("waiting")
    private final List<SocketChannel> waiting = new ArrayList<>();

    @GuardedBy("waiting")
    private boolean paused;

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
        InetSocketAddress address = resolve(host, port);
        ServerChannel listener = loops.serverChannels().newChannel();
        listener.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        listener.config().setOption(ChannelOption.SO_REUSEADDR, true);
        listener.config().setOption(ChannelOption.AUTO_READ, false);
        listener.pipeline().addLast(new Acceptor(loops.group(), this::initialise, this::fault));
        ChannelFuture bound = loops.group().register(listener).awaitUninterruptibly();
        if (bound.isSuccess()) {
            bound = listener.bind(address).awaitUninterruptibly();
        }
        if (!bound.isSuccess()) {
            listener.close().awaitUninterruptibly();
            release();
            throw new BindException(ListenAddress.refusal(address, bound.cause()), bound.cause());
        }
        channel = listener;
    }

    private void fault(String reason) {
        connections.log().error("Temporary Client Accept Error(" + reason + "), sleeping 1000ms");
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
        if (waits(accepted)) {
            accepted.config().setAutoRead(false);
        } else {
            connect(accepted);
        }
    }

    private void connect(SocketChannel accepted) {
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
        channel.config().setAutoRead(true);
    }

    /** Lets new connections wait until {@link #resume}. */
    public void pause() {
        synchronized (waiting) {
            paused = true;
        }
        channel.config().setAutoRead(false);
    }

    /** Takes the connections that have waited, and new ones again. */
    public void resume() {
        List<SocketChannel> accepted;
        synchronized (waiting) {
            paused = false;
            accepted = List.copyOf(waiting);
            waiting.clear();
        }
        accepted.forEach(this::begin);
        if (channel.isOpen()) {
            channel.config().setAutoRead(true);
        }
    }

    /** Netty accepts once more after it was told not to: those wait here, all others in the backlog. */
    private boolean waits(SocketChannel accepted) {
        synchronized (waiting) {
            return paused && waiting.add(accepted);
        }
    }

    private void begin(SocketChannel accepted) {
        try {
            accepted.eventLoop().execute(() -> {
                if (accepted.isActive()) {
                    connect(accepted);
                    accepted.pipeline().fireChannelActive();
                    accepted.config().setAutoRead(true);
                }
            });
        } catch (RejectedExecutionException ended) {
            // The loops end, and their channels with them.
        }
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
