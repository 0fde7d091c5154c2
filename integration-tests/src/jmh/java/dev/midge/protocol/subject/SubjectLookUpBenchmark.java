package dev.midge.protocol.subject;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a subject to who wants it: a hit of the cache, and the walk of the trie that a miss costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SubjectLookUpBenchmark {

    @Param({"100", "100000"})
    public int subscriptions;

    private final Sublist<Entry> list = new Sublist<>();
    private final MatchCache<Object> cache = new MatchCache<>();
    private final ChangeLog changes = new ChangeLog();
    private final Matches<Entry> matches = new Matches<>();
    private byte[][] subjects = {};
    private int next;

    private static final class Entry implements SublistEntry {

        private int slot = -1;

        @Override
        public int slot() {
            return slot;
        }

        @Override
        public void slot(int value) {
            slot = value;
        }
    }

    /** Subscriptions of which every tenth has a wildcard, and a power of two of subjects to look up in turn. */
    @Setup
    public void fill() {
        for (int i = 0; i < subscriptions; i++) {
            String subject = "orders." + i % 100 + "." + (i % 10 == 0 ? "*" : Integer.toString(i));
            list.insert(Subject.bytes(subject), null, new Entry());
        }
        subjects = new byte[1024][];
        for (int i = 0; i < subjects.length; i++) {
            subjects[i] = Subject.bytes("orders." + i % 100 + "." + i);
            cache.put(subjects[i], this);
        }
    }

    private byte[] subject() {
        next = (next + 1) & (subjects.length - 1);
        return subjects[next];
    }

    @Benchmark
    public @Nullable Object cacheHit() {
        byte[] subject = subject();
        cache.catchUp(changes);
        return cache.get(subject, 0, subject.length);
    }

    @Benchmark
    public int trieMatch() {
        byte[] subject = subject();
        matches.clear();
        list.match(subject, 0, subject.length, matches);
        return matches.plainCount();
    }
}
