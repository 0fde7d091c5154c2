package dev.midge.server.connection;

import dev.midge.protocol.ProtocolError;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection: from the reason to close, over what the client is still owed, to the end of the socket.
 *
 * <p>Thread: the connection's loop.
 */
final class Closing {

    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ClientConnection connection;
    private final Connections connections;
    private final Loop loop;
    private final Channel channel;
    private final Outbound outbound;
    private final ConnectionLog log;

    private @Nullable CloseReason reason;
    private boolean lingering;
    private boolean cutOff;
    private boolean gone;
    /** When a closing connection that still has something to say is cut off. */
    private long closeBy;

    Closing(
            ClientConnection connection,
            Connections connections,
            Channel channel,
            Outbound outbound,
            ConnectionLog log) {
        this.connection = connection;
        this.connections = connections;
        this.loop = connection.loop();
        this.channel = channel;
        this.outbound = outbound;
        this.log = log;
    }

    boolean begun() {
        return reason != null;
    }

    void close(CloseReason why) {
        if (reason != null) {
            return;
        }
        end(why);
        if (!why.flushes() || !channel.isActive()) {
            cut();
            return;
        }
        // Whoever sees the connection end may ask on another one for what was published here before.
        loop.staging().handOver();
        outbound.flush(loop.nanoTime());
        long grace = outbound.pendingBytes() > 0 ? connection.writeDeadlineNanos() : LINGER_NANOS;
        closeBy = loop.nanoTime() + grace;
        if (outbound.pendingBytes() == 0) {
            drained();
        }
    }

    /** Sends the error line, if the protocol has one for it, and closes. */
    void refuse(ProtocolError error, CloseReason why) {
        if (reason == null) {
            connection.sendError(error);
        }
        close(why);
    }

    private void end(CloseReason why) {
        reason = why;
        connection.stopReading();
        connections.closed(connection, why);
        log.debug("Client connection closed: " + why.text());
        connection.forgetAll();
    }

    /**
     * Everything is written. A connection that closes then ends its direction and takes in, for a moment, what the peer
     * was still sending: closing at once would make the kernel reset the connection, and the error line would be lost.
     */
    void drained() {
        if (reason == null || lingering || gone || cutOff) {
            return;
        }
        lingering = true;
        boolean nothingComes = connection.inputEnded() || reason == CloseReason.SERVER_SHUTDOWN;
        if (nothingComes || !(channel instanceof DuplexChannel socket)) {
            cut();
            return;
        }
        closeBy = loop.nanoTime() + LINGER_NANOS;
        channel.config().setAutoRead(true);
        var unused = socket.shutdownOutput();
    }

    /** The peer, too, has said all. */
    void endOfInput() {
        if (lingering) {
            cut();
        }
    }

    /** The socket is gone. */
    void disconnected() {
        if (gone) {
            return;
        }
        gone = true;
        if (reason == null) {
            end(CloseReason.CLIENT_CLOSED);
        }
        outbound.discard();
        connection.released();
    }

    /** Reading failed, or we did. */
    void failed(Throwable cause) {
        if (cause instanceof IOException) {
            lost(CloseReason.READ_ERROR);
            return;
        }
        if (reason == null) {
            log.failed(cause);
        }
        close(CloseReason.CLIENT_CLOSED);
    }

    void writeFailed(Throwable cause) {
        if (reason == null) {
            log.debug("Error flushing: " + cause.getMessage());
        }
        lost(CloseReason.WRITE_ERROR);
    }

    /** The socket failed: nothing of what is queued can be sent any more. */
    private void lost(CloseReason why) {
        if (reason == null) {
            end(why);
        }
        cut();
    }

    /** The loop's sweep over a connection that closes. */
    void tick(long now) {
        if (now - closeBy >= 0) {
            cut();
        }
    }

    /** Sends nothing more of what is queued. */
    void cut() {
        if (cutOff) {
            return;
        }
        cutOff = true;
        outbound.discard();
        channel.unsafe().close(channel.voidPromise());
    }
}
