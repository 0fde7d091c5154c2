package dev.midge.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.protocol.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A maximum that is set while several loops publish is kept exactly, and a queue group loses nothing to it.
 * {@code -Dmidge.stress.millis=60000} makes it long.
 */
class AutoUnsubscribeStressTest {

    private static final long MILLIS = Long.getLong("midge.stress.millis", 600);
    private static final int PUBLISHERS = 3;
    private static final int EACH = 80;
    private static final int MAX = 50;
    private static final String BATCH = "PUB foo 0\r\n\r\n".repeat(EACH);

    private final Account account = new Account("A");
    private final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
    private final CyclicBarrier start = new CyclicBarrier(PUBLISHERS + 1);
    private final CyclicBarrier finish = new CyclicBarrier(PUBLISHERS + 1);
    private volatile boolean over;

    @Test
    void exactlyTheMaximumIsDeliveredWhoeverPublishes() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS);
        List<Future<Void>> publishers = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            Router router = new Router(i, true, 1 + i, () -> {});
            Callable<Void> publishing = () -> publish(router);
            publishers.add(threads.submit(publishing));
        }
        int inTime = 0;
        try {
            for (int round = 0; !over; round++) {
                inTime += round(round) ? 1 : 0;
            }
            for (Future<Void> publisher : publishers) {
                publisher.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(inTime).as("rounds whose maximum came in time").isPositive();
    }

    /** Whether the maximum was set before it was reached. */
    private boolean round(int round) throws Exception {
        CountingSubscriber counting = new CountingSubscriber();
        Subscription limited = member(counting, round % 2 == 0 ? null : "q");
        CountingSubscriber others = new CountingSubscriber();
        Subscription rest = member(others, "q");
        account.subscribe(limited);
        account.subscribe(rest);
        over = System.nanoTime() > end;
        boolean early = round % 3 == 0;
        boolean inTime = early && limited.limit(MAX);
        start.await(60, TimeUnit.SECONDS);
        if (!early) {
            // Just before it is reached: that is where counting and limiting can miss each other.
            while (limited.delivered() < MAX - 1 - round % 5) {
                Thread.onSpinWait();
            }
            inTime = limited.limit(MAX);
        }
        if (!inTime) {
            limited.close();
        }
        finish.await(60, TimeUnit.SECONDS);
        account.unsubscribe(limited);
        account.unsubscribe(rest);

        int limitedGot = counting.delivered.get();
        if (inTime) {
            assertThat(limitedGot).isEqualTo(MAX);
            assertThat(counting.exhausted.get()).isEqualTo(1);
        } else {
            assertThat(limitedGot).isGreaterThanOrEqualTo(MAX);
        }
        int sharedBy = limited.queue() == null ? 0 : limitedGot;
        assertThat(others.delivered.get() + sharedBy).isEqualTo(PUBLISHERS * EACH);
        return inTime;
    }

    private Void publish(Router router) throws Exception {
        FakeSubscriber publisher = new FakeSubscriber();
        boolean last = false;
        while (!last) {
            start.await(60, TimeUnit.SECONDS);
            last = over;
            Frames.of(BATCH, frame -> {
                Interest interest =
                        router.routes(account).lookUp(frame.array(), frame.subjectStart(), frame.subjectEnd());
                router.message().set(frame, interest);
                router.route(publisher);
            });
            finish.await(60, TimeUnit.SECONDS);
        }
        return null;
    }

    private static Subscription member(CountingSubscriber subscriber, @Nullable String queue) {
        byte[] queueBytes = queue == null ? null : Subject.bytes(queue);
        return new Subscription(subscriber, Subject.bytes("foo"), queueBytes, Subject.bytes("1"), 0);
    }
}
