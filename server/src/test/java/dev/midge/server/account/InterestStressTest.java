package dev.midge.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.protocol.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/**
 * Subscriptions that come and go on several loops while others look up: what {@link Account#subscribe} has returned from is
 * seen by every later look-up, what {@link Account#unsubscribe} has returned from by none.
 *
 * <p>A plain stress test, not jcstress: what can go wrong needs three parts (trie, log, cache) and long histories, not
 * two instructions. {@code -Dmidge.stress.millis=60000} makes it long.
 */
class InterestStressTest {

    private static final long MILLIS = Long.getLong("midge.stress.millis", 600);
    private static final String[] PATTERNS = {
        "a.1", "a.2", "b.1", "b.2", "a.*", "*.1", "a.>", ">", "c.d.1", "c.d.*", "c.>", "*.d.2", "c.d.2", "b.*", "*.*"
    };
    private static final String[] PUBLISHED = {"a.1", "a.2", "b.1", "b.2", "c.d.1", "c.d.2", "d"};
    /** Each thread does so much at least, however little time a busy machine gives it. */
    private static final long ENOUGH = 100;

    private static final int WRITERS = 3;
    private static final int READERS = 3;

    private final Account account = new Account("A");
    private final Subscription[] subscriptions = new Subscription[PATTERNS.length * 2];
    /** Steps taken with each subscription: odd while one is under way, 2 modulo 4 when it is subscribed. */
    private final AtomicIntegerArray steps = new AtomicIntegerArray(subscriptions.length);

    private final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);

    InterestStressTest() {
        FakeSubscriber subscriber = new FakeSubscriber();
        for (int i = 0; i < PATTERNS.length; i++) {
            subscriptions[2 * i] = subscriber.subscription(PATTERNS[i], "1");
            subscriptions[2 * i + 1] = subscriber.member(PATTERNS[i], "q" + i % 2, "2", 0);
        }
    }

    @Test
    void everyLoopSeesWhatHasReturnedAndNothingThatHasEnded() throws Exception {
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            tasks.add(() -> write(writer));
        }
        for (int i = 0; i < READERS; i++) {
            int reader = i;
            tasks.add(() -> new Reader(reader).read());
        }
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Long> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).as("changes or checks").isGreaterThan(ENOUGH);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Each writer has subscriptions of its own, as each loop has its connections. */
    private long write(int writer) {
        Random random = new Random(writer);
        long changes = 0;
        while (System.nanoTime() < end || changes <= ENOUGH) {
            if (random.nextInt(200) == 0) {
                changes += dropAll(writer);
            } else {
                int i = writer + WRITERS * random.nextInt(subscriptions.length / WRITERS);
                boolean subscribe = steps.incrementAndGet(i) % 4 == 1;
                if (subscribe) {
                    account.subscribe(subscriptions[i]);
                } else {
                    assertThat(account.unsubscribe(subscriptions[i])).isTrue();
                }
                steps.incrementAndGet(i);
                changes++;
            }
        }
        return changes;
    }

    /** As the end of a connection does. */
    private long dropAll(int writer) {
        List<Subscription> dropped = new ArrayList<>();
        List<Integer> indexes = new ArrayList<>();
        for (int i = writer; i < subscriptions.length; i += WRITERS) {
            if (steps.get(i) % 4 == 2) {
                steps.incrementAndGet(i);
                indexes.add(i);
                dropped.add(subscriptions[i]);
            }
        }
        account.unsubscribeAll(dropped);
        indexes.forEach(steps::incrementAndGet);
        return dropped.size();
    }

    /** A publishing loop, with the short way for the same subject again that a connection takes. */
    private final class Reader {

        private final Random random;
        private final Routes routes;
        private final int[] before = new int[subscriptions.length];
        private int last = -1;
        private Interest lastInterest;
        private long lastGeneration;

        Reader(int reader) {
            random = new Random(100 + reader);
            routes = new Router(reader, true, 1 + reader, () -> {}).routes(account);
        }

        long read() {
            long checks = 0;
            while (System.nanoTime() < end || checks <= ENOUGH) {
                for (int i = 0; i < before.length; i++) {
                    before[i] = steps.get(i);
                }
                byte[] subject = Subject.bytes(PUBLISHED[next()]);
                Interest interest = interestIn(subject);
                for (int i = 0; i < before.length; i++) {
                    if (before[i] % 2 == 0 && before[i] == steps.get(i)) {
                        check(subject, interest, i);
                        checks++;
                    }
                }
            }
            return checks;
        }

        private int next() {
            int index = last >= 0 && random.nextBoolean() ? last : random.nextInt(PUBLISHED.length);
            if (index != last) {
                lastInterest = null;
            }
            last = index;
            return index;
        }

        private Interest interestIn(byte[] subject) {
            if (lastInterest == null || !routes.unchangedSince(lastGeneration)) {
                lastInterest = routes.lookUp(subject, 0, subject.length);
                lastGeneration = routes.generation();
            }
            return lastInterest;
        }

        private void check(byte[] subject, Interest interest, int i) {
            boolean expected = before[i] % 4 == 2 && Subject.matches(subject, subscriptions[i].subject());
            if (expected != contains(interest, subscriptions[i])) {
                throw new AssertionError(Subject.text(subject) + " is wrong about " + PATTERNS[i / 2] + " number " + i);
            }
        }
    }

    private static boolean contains(Interest interest, Subscription sub) {
        for (Subscription one : interest.plain()) {
            if (one == sub) {
                return true;
            }
        }
        for (Subscription[] group : interest.groups) {
            for (Subscription one : group) {
                if (one == sub) {
                    return true;
                }
            }
        }
        return false;
    }
}
