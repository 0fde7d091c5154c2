package dev.midge.protocol.subject;

import static dev.midge.protocol.subject.Subject.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;

/**
 * The rule that clients rely on: once a SUB is acknowledged, a message that anybody publishes afterwards reaches it, and
 * after an UNSUB it does not. List, log and cache together, the way an account and its event loops use them.
 */
class InterestVisibilityTest {

    private static final String[] PATTERNS = {
        "a.1", "a.2", "a.3", "b.1", "b.2", "b.3", "a.*", "b.*", "*.1", "a.>", ">", "c.d.1", "c.d.2", "c.d.*", "c.>",
        "*.d.2"
    };
    private static final String[] PUBLISHED = {"a.1", "a.2", "a.3", "b.1", "b.2", "b.3", "c.d.1", "c.d.2", "d"};
    private static final int CHANGES = Integer.getInteger("midge.stress.changes", 60_000);

    private final Sublist<Sub> list = new Sublist<>();
    private final ChangeLog log = new ChangeLog();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Sub[] subs = new Sub[PATTERNS.length];

    // For each pattern, the number of steps taken: odd while a change is under way, 2 modulo 4 when it is subscribed.
    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(PATTERNS.length);
    private volatile boolean done;

    @Test
    void everyReaderSeesWhatWasAcknowledgedBefore() throws Exception {
        for (int i = 0; i < subs.length; i++) {
            subs[i] = Sub.of(PATTERNS[i]);
        }
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<long[]>> readers = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            readers.add(threads.submit(() -> publishUntilDone(random)));
        }
        try {
            write(new Random(4));
        } finally {
            done = true;
        }
        for (Future<long[]> reader : readers) {
            long[] checkedAndHits = reader.get(60, TimeUnit.SECONDS);
            assertThat(checkedAndHits[0]).as("checks").isPositive();
            assertThat(checkedAndHits[1]).as("cache hits").isPositive();
        }
        threads.shutdown();
    }

    private void write(Random random) {
        for (int change = 0; change < CHANGES; change++) {
            int i = random.nextInt(subs.length);
            int step = acknowledged.incrementAndGet(i);
            lock.writeLock().lock();
            try {
                boolean subscribe = step % 4 == 1;
                assertThat(subscribe ? subs[i].insertInto(list) : subs[i].removeFrom(list))
                        .isTrue();
                log.record(subs[i].subject);
            } finally {
                lock.writeLock().unlock();
            }
            acknowledged.incrementAndGet(i);
        }
    }

    /** Returns how many results were checked and how many look-ups the cache answered. */
    private long[] publishUntilDone(Random random) {
        MatchCache<Sub[]> cache = new MatchCache<>();
        Matches<Sub> matches = new Matches<>();
        int[] before = new int[subs.length];
        long checked = 0;
        while (!done) {
            for (int i = 0; i < before.length; i++) {
                before[i] = acknowledged.get(i);
            }
            byte[] subject = bytes(PUBLISHED[random.nextInt(PUBLISHED.length)]);
            Sub[] reached = reached(subject, cache, matches);
            for (int i = 0; i < before.length; i++) {
                if (before[i] % 2 == 0 && before[i] == acknowledged.get(i)) {
                    boolean expected = before[i] % 4 == 2 && Subject.matches(subject, subs[i].subject);
                    check(expected == contains(reached, subs[i]), subject, i);
                    checked++;
                }
            }
        }
        return new long[] {checked, cache.hits()};
    }

    private Sub[] reached(byte[] subject, MatchCache<Sub[]> cache, Matches<Sub> matches) {
        cache.catchUp(log);
        Sub[] cached = cache.get(subject, 0, subject.length);
        if (cached != null) {
            return cached;
        }
        lock.readLock().lock();
        try {
            list.match(subject, 0, subject.length, matches);
        } finally {
            lock.readLock().unlock();
        }
        Sub[] found = matches.copyPlain(new Sub[matches.plainCount()]);
        cache.put(subject, found);
        return found;
    }

    private static boolean contains(Sub[] reached, Sub sub) {
        for (Sub one : reached) {
            if (one == sub) {
                return true;
            }
        }
        return false;
    }

    private static void check(boolean right, byte[] subject, int pattern) {
        if (!right) {
            throw new AssertionError(Subject.text(subject) + " is wrong about " + PATTERNS[pattern]);
        }
    }
}
