package dev.midge.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptorTest {

    @Test
    void whatKeepsItFromAcceptingIsToldAndTriedAgainAfterASecond() {
        List<String> faults = new ArrayList<>();
        EmbeddedChannel listener = new EmbeddedChannel();
        listener.freezeTime();
        listener.pipeline().addLast(new Acceptor(listener.eventLoop().parent(), accepted -> {}, faults::add));

        listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        assertThat(faults).containsExactly("Too many open files");
        assertThat(listener.config().isAutoRead()).isFalse();

        listener.advanceTimeBy(999, TimeUnit.MILLISECONDS);
        listener.runScheduledPendingTasks();
        assertThat(listener.config().isAutoRead()).isFalse();
        listener.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        listener.runScheduledPendingTasks();
        assertThat(listener.config().isAutoRead()).isTrue();
    }

    @Test
    void anEventLeavesAHandlerThatDoesNothingWithIt() {
        List<String> seen = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel(new InboundHandler() {}, new InboundHandler() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                seen.add(event.toString());
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                seen.add(String.valueOf(cause.getMessage()));
            }
        });
        channel.pipeline().fireUserEventTriggered("event");
        channel.pipeline().fireExceptionCaught(new IOException("failure"));
        channel.writeInbound("message");

        assertThat(seen).containsExactly("event", "failure");
        assertThat((String) channel.readInbound()).isEqualTo("message");
    }

    /** The JVM would make a class for each annotation that Netty asks a handler for, at every start. */
    @Test
    void handlersHaveNoAnnotationsToRead() {
        for (Class<? extends ChannelHandler> handler :
                List.of(Acceptor.class, ConnectionHandler.class, ProxyHandler.class)) {
            assertThat(handler.getAnnotations()).as(handler.getName()).isEmpty();
            for (Method method : handler.getMethods()) {
                if (method.getDeclaringClass().getPackageName().startsWith("dev.midge")
                        || method.getDeclaringClass().getPackageName().startsWith("io.netty")) {
                    assertThat(method.getAnnotations()).as(method.toString()).isEmpty();
                }
            }
        }
    }
}
