package dev.midge.server.net;

import dev.midge.server.connection.Loop;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads that do all the work on sockets: native epoll where it is there, NIO elsewhere.
 *
 * <p>One loop serves up to two processors; more loops cost more than they bring there, because what goes from one to
 * another wakes a thread. Above that half the processors, at most eight.
 */
public final class EventLoops {

    private static final int MOST = 8;

    private final EventLoopGroup group;
    private final List<Loop> loops = new ArrayList<>();
    private final boolean epoll = epollAvailable();

    /**
     * Starts the loops.
     *
     * @param count how many; 0 for as many as suit the machine
     * @param sweepNanos how often a loop looks at the timers of its connections
     */
    public EventLoops(int count, String threadName, long sweepNanos) {
        int threads = count > 0 ? count : suitable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(threadName, true), io);
        SecureRandom random = new SecureRandom();
        for (EventExecutor executor : group) {
            loops.add(new Loop(loops.size(), (EventLoop) executor, System::nanoTime, threads > 1, random));
        }
        Loop[] all = loops.toArray(new Loop[0]);
        for (Loop loop : all) {
            loop.join(all, sweepNanos);
        }
    }

    private static int suitable() {
        int processors = Runtime.getRuntime().availableProcessors();
        return processors <= 2 ? 1 : Math.min(processors / 2, MOST);
    }

    /** The system property is for tests of the fallback. */
    private static boolean epollAvailable() {
        return !Boolean.getBoolean("midge.nio") && Epoll.isAvailable();
    }

    EventLoopGroup group() {
        return group;
    }

    ChannelFactory<ServerChannel> serverChannels() {
        return epoll ? EpollServerSocketChannel::new : NioServerSocketChannel::new;
    }

    /** All loops, by index. */
    public List<Loop> loops() {
        return loops;
    }

    /** Ends the threads and frees what the loops hold. */
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        loops.forEach(Loop::close);
    }
}
