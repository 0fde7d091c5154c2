package dev.midge.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Puts what a listener has accepted on the event loops, round robin. Does what Netty's {@code ServerBootstrap} has a
 * handler for, without the annotations of {@link InboundHandler}.
 *
 * <p>When a connection could not be accepted, most often because there are too many open files, it says why and accepts
 * nothing for a second; clients wait in the backlog meanwhile.
 */
final class Acceptor extends InboundHandler {

    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

    private final EventLoopGroup loops;
    private final Consumer<SocketChannel> initializer;
    private final Consumer<String> faults;

    /**
     * A handler for one listener.
     *
     * @param initializer fills the pipeline of a connection; called on its event loop, before it is active
     * @param faults hears why a connection could not be accepted; on the event loop of the listener
     */
    Acceptor(EventLoopGroup loops, Consumer<SocketChannel> initializer, Consumer<String> faults) {
        this.loops = loops;
        this.initializer = initializer;
        this.faults = faults;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel accepted = (Channel) message;
        accepted.pipeline().addLast(new Entrance(initializer));
        accepted.config().setOption(ChannelOption.TCP_NODELAY, true);
        accepted.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        accepted.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        loops.register(accepted).addListener((ChannelFutureListener) registered -> {
            if (!registered.isSuccess()) {
                accepted.unsafe().closeForcibly();
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channel listener = context.channel();
        if (listener.config().isAutoRead()) {
            listener.config().setAutoRead(false);
            var unused = listener.eventLoop().schedule(() -> listener.config().setAutoRead(true), 1, TimeUnit.SECONDS);
        }
        faults.accept(String.valueOf(cause.getMessage()));
    }

    /** Makes way for the handlers of the connection as soon as that has its event loop. */
    private static final class Entrance extends InboundHandler {

        private final Consumer<SocketChannel> initializer;

        Entrance(Consumer<SocketChannel> initializer) {
            this.initializer = initializer;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            initializer.accept((SocketChannel) context.channel());
            context.pipeline().remove(this);
        }
    }
}
