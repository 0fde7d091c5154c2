package dev.midge.server.net;

import dev.midge.server.connection.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Has Netty read every socket of a loop into one buffer, which is the loop's for good.
 *
 * <p>A read is parsed before the next one starts, so one buffer serves all; no allocator runs while messages flow, and
 * none has to be loaded before the first client gets its answer.
 */
final class ReadBuffer extends DefaultMaxMessagesRecvByteBufAllocator {

    private static final int READS_IN_A_ROW = 4;

    private final ByteBuf buffer = Unpooled.directBuffer(Loop.READ_SIZE, Loop.READ_SIZE);

    ReadBuffer() {
        super(READS_IN_A_ROW);
    }

    void release() {
        buffer.release();
    }

    @Override
    @SuppressWarnings("deprecation") // the interface's own signature
    public Handle newHandle() {
        return new LoopHandle();
    }

    private final class LoopHandle extends MaxMessageHandle {
        @Override
        public ByteBuf allocate(ByteBufAllocator unused) {
            return buffer.clear().retain();
        }

        @Override
        public int guess() {
            return Loop.READ_SIZE;
        }
    }
}
