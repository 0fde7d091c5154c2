package dev.midge.server.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The publishers of one loop that are not read for a moment because they fill a receiver faster than it drains.
 *
 * <p>A stall follows a batch that was read and ends after ten milliseconds, which is what nats-server lets a batch wait, or
 * when the gate of any receiver opens: whoever finds another one closed is held up again. Thread: the loop.
 */
final class Stalls {

    private static final long LONGEST_MILLIS = 10;

    private final EventLoop eventLoop;
    private final Set<Stall> stalls = new HashSet<>();

    Stalls(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Has the publisher told when its stall is over. */
    void hold(Reading publisher) {
        Stall stall = new Stall(publisher);
        stalls.add(stall);
        stall.timer = eventLoop.schedule(() -> end(stall), LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A gate has opened. */
    void endAll() {
        if (!stalls.isEmpty()) {
            List.copyOf(stalls).forEach(this::end);
        }
    }

    private void end(Stall stall) {
        if (stalls.remove(stall)) {
            if (stall.timer != null) {
                stall.timer.cancel(false);
            }
            stall.publisher.stallEnded();
        }
    }

    private static final class Stall {

        final Reading publisher;

        @Nullable
        Future<?> timer;

        Stall(Reading publisher) {
            this.publisher = publisher;
        }
    }
}
