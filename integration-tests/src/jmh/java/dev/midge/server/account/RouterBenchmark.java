package dev.midge.server.account;

import dev.midge.protocol.subject.Subject;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time per delivery of one message to ten receivers, each of which copies its frame as an outbound chunk does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RouterBenchmark {

    private static final int RECEIVERS = 10;
    private static final byte[] SUBJECT = Subject.bytes("orders.eu");

    @Param({"16", "1024"})
    public int payload;

    /** Whether other loops deliver to the same subscriptions, which makes counting atomic. */
    @Param({"false", "true"})
    public boolean shared;

    private final Account account = new Account("A");
    private final Receiver receiver = new Receiver();
    private Router router = new Router(0, false, 1, () -> {});
    private Routes routes = router.routes(account);

    @Setup
    public void subscribe() {
        router = new Router(0, shared, 1, () -> {});
        routes = router.routes(account);
        for (int i = 0; i < RECEIVERS; i++) {
            account.subscribe(new Subscription(new Receiver(), SUBJECT, null, Subject.bytes("1" + i), 0));
        }
        OneFrame.of(
                "PUB orders.eu " + payload + "\r\n" + "x".repeat(payload) + "\r\n",
                frame -> router.message().set(frame, routes.lookUp(SUBJECT, 0, SUBJECT.length)));
    }

    @Benchmark
    @OperationsPerInvocation(RECEIVERS)
    public boolean fanOutToTen() {
        return router.route(receiver);
    }

    private static final class Receiver extends Subscriber {

        private final ByteBuffer chunk = ByteBuffer.allocateDirect(32 * 1024);

        @Override
        protected void deliver(Subscription subscription, Message message, Router from) {
            byte[] start = message.start();
            byte[] sid = subscription.sidAndBlank();
            int tail = message.tailEnd() - message.tailStart();
            if (chunk.remaining() < start.length + sid.length + tail) {
                chunk.clear();
            }
            chunk.put(start).put(sid).put(message.array(), message.tailStart(), tail);
        }

        @Override
        protected boolean mayReceive(Subscription subscription, Message message) {
            return true;
        }

        @Override
        protected void exhausted(Subscription subscription, Router from) {}
    }
}
