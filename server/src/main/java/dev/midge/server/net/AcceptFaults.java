package dev.midge.server.net;

import dev.midge.server.log.ServerLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Says why a connection could not be accepted: most often there are too many open files. Stands behind Netty's acceptor,
 * which has stopped accepting for a second by then; clients wait in the backlog meanwhile.
 */
final class AcceptFaults extends ChannelInboundHandlerAdapter {

    private final ServerLog log;

    AcceptFaults(ServerLog log) {
        this.log = log;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.error("Temporary Client Accept Error(" + cause.getMessage() + "), sleeping 1000ms");
    }
}
