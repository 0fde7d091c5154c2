package dev.midge.server.connection;

import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * The promise of all writes of one connection: tells it when one fails, and keeps no state. Netty's own void promise
 * reports a failed write as it reports a failed read, and monitoring has to tell the two apart.
 */
final class WritePromise extends DefaultChannelPromise {

    private final ClientConnection connection;

    WritePromise(Channel channel, ClientConnection connection) {
        super(channel);
        this.connection = connection;
    }

    @Override
    public boolean setUncancellable() {
        return true;
    }

    @Override
    public boolean trySuccess(@Nullable Void result) {
        return true;
    }

    @Override
    public boolean trySuccess() {
        return true;
    }

    @Override
    public boolean tryFailure(Throwable cause) {
        connection.writeFailed(cause);
        return true;
    }
}
