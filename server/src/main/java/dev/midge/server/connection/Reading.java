package dev.midge.server.connection;

import dev.midge.protocol.ProtocolParser;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;

/**
 * When the bytes of a client are parsed, and why not just now: a login or a fence is under way, it is the others' turn,
 * another loop has to catch up, or receivers have to drain first. While one of these holds, the parser is paused; what has
 * come waits in {@link Input} and the rest in the socket.
 *
 * <p>Thread: the connection's loop.
 */
final class Reading {

    private static final long STALL_WORTH_A_LINE = TimeUnit.MILLISECONDS.toNanos(5);

    private final ClientConnection connection;
    private final Connections connections;
    private final Loop loop;
    private final Channel channel;
    private final ProtocolParser parser;
    private final Input input;
    private final RetainedHeap heap;
    private final ConnectionLog log;

    private boolean held;
    private boolean turnOver;
    private boolean waiting;
    private boolean stalled;
    private long stalledSince;
    /** The client sends nothing more. */
    private boolean ended;

    Reading(
            ClientConnection connection,
            Connections connections,
            Channel channel,
            ProtocolParser parser,
            RetainedHeap heap,
            ConnectionLog log) {
        this.connection = connection;
        this.connections = connections;
        this.loop = connection.loop();
        this.channel = channel;
        this.parser = parser;
        this.input = new Input(parser, loop);
        this.heap = heap;
        this.log = log;
    }

    void received(ByteBuf bytes) {
        loop.nothingToWaitFor();
        loop.working(connection);
        parser.tracing(log.traces());
        input.received(bytes);
        afterBatch();
    }

    private void afterBatch() {
        loop.working(null);
        if (connection.closing()) {
            input.discard();
        }
        heap.countInput(input.heldBytes());
        connection.noteBatch();
        Loop behind = loop.behind();
        if (behind != null && !connection.closing()) {
            waitFor(behind);
        }
        ClientConnection receiver = loop.congestedBy();
        if (receiver != null && !connection.closing()) {
            stall(receiver);
        } else if (parser.paused() && !connection.closing()) {
            channel.config().setAutoRead(false);
        }
    }

    /** What the client has made enough work for goes on when the others had their turn. */
    void endTurn() {
        if (turnOver || connection.closing()) {
            return;
        }
        turnOver = true;
        parser.pause();
        // Not execute: an event loop works its queue off before it reads from anybody, and this would be in it again.
        var unused = loop.eventLoop()
                .schedule(
                        () -> {
                            turnOver = false;
                            goOn();
                        },
                        1,
                        TimeUnit.NANOSECONDS);
    }

    /**
     * Takes nothing more until another loop has taken over what was staged for its connections: until then it cannot close
     * the gate of one that does not keep up, and what is under way does not count as pending.
     */
    private void waitFor(Loop other) {
        if (waiting) {
            return;
        }
        waiting = true;
        parser.pause();
        loop.staging().handOver();
        other.execute(() -> {
            other.staging().takeInbox();
            loop.execute(this::caughtUp);
        });
    }

    private void caughtUp() {
        waiting = false;
        goOn();
    }

    /** Reads nothing for a moment, because this client fills a receiver faster than it drains. */
    private void stall(ClientConnection receiver) {
        if (stalled) {
            return;
        }
        connections.countStall();
        receiver.countStall(loop);
        stallFor();
    }

    /** Takes no further message for a moment, not even of what was read already. */
    void holdUp() {
        if (stalled || connection.closing()) {
            return;
        }
        parser.pause();
        connections.countStall();
        stallFor();
    }

    private void stallFor() {
        stalled = true;
        stalledSince = loop.nanoTime();
        channel.config().setAutoRead(false);
        loop.stalls().hold(this);
    }

    void stallEnded() {
        stalled = false;
        if (connection.closing()) {
            return;
        }
        long now = loop.nanoTime();
        if (now - stalledSince >= STALL_WORTH_A_LINE) {
            long millis = TimeUnit.NANOSECONDS.toMillis(now - stalledSince);
            log.warnRarely("Producer was stalled for a total of ", millis + "ms", now);
        }
        goOn();
    }

    void pause() {
        held = true;
        parser.pause();
    }

    /** Goes on with what came while the parser was paused. */
    void resume() {
        held = false;
        goOn();
    }

    private void goOn() {
        if (connection.closing() || held || turnOver || stalled || waiting) {
            return;
        }
        parser.resume();
        loop.nothingToWaitFor();
        loop.working(connection);
        input.resume();
        afterBatch();
        if (connection.closing() || parser.paused() || stalled) {
            return;
        }
        if (ended) {
            connection.close(CloseReason.CLIENT_CLOSED);
        } else {
            channel.config().setAutoRead(true);
        }
    }

    void end() {
        ended = true;
    }

    /** Whether the client sends nothing more. */
    boolean ended() {
        return ended;
    }

    /** Whether there may be something that has come and is not worked off, but for what waits for a login. */
    boolean workLeft(boolean undecided) {
        return stalled || (parser.paused() && !undecided);
    }

    /** Nothing more is parsed. */
    void stop() {
        parser.pause();
        input.discard();
    }
}
