package dev.midge.protocol.subject;

import static dev.midge.protocol.subject.Subject.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ChangeLogTest {

    private final ChangeLog log = new ChangeLog();
    private final List<String> seen = new ArrayList<>();

    @Test
    void changesAreReplayedInOrder() {
        assertThat(log.generation()).isZero();
        assertThat(log.record(bytes("a"))).isEqualTo(1);
        assertThat(log.record(bytes("b.*"))).isEqualTo(2);
        assertThat(log.record(bytes("c"))).isEqualTo(3);
        assertThat(replay(0, 3)).isTrue();
        assertThat(seen).containsExactly("a", "b.*", "c");
        assertThat(replay(1, 2)).isTrue();
        assertThat(seen).containsExactly("b.*");
        assertThat(replay(3, 3)).isTrue();
        assertThat(seen).isEmpty();
    }

    @Test
    void aReaderThatIsTooFarBehindIsTold() {
        for (int i = 1; i <= 1024; i++) {
            log.record(bytes("s" + i));
        }
        // The slot of change 1025 is that of change 1, and may be being written.
        assertThat(replay(0, 1024)).isFalse();
        assertThat(replay(1, 1024)).isTrue();
        assertThat(seen).hasSize(1023).startsWith("s2").endsWith("s1024");
        log.record(bytes("s1025"));
        assertThat(replay(1, 1025)).isFalse();
        assertThat(replay(1, 2)).isFalse();
        assertThat(replay(2, 1025)).isTrue();
    }

    @Test
    void aReplayThatTheWriterOvertakesIsRefused() {
        ChangeLog small = new ChangeLog(4);
        small.record(bytes("a"));
        small.record(bytes("b"));
        boolean valid = small.replay(0, 2, subject -> {
            small.record(bytes("x"));
            small.record(bytes("y"));
        });
        assertThat(valid).isFalse();
    }

    /** Change n carries the number n: whatever a replay accepts must have been called with exactly its numbers. */
    @Test
    void concurrentReadersNeverAcceptAWrongChange() throws Exception {
        ChangeLog small = new ChangeLog(16);
        byte[][] numbers = new byte[65_536][];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = new byte[] {(byte) (i >> 8), (byte) i};
        }
        int changes = 300_000;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<Long> first = threads.submit(() -> readUntil(small, changes));
        Future<Long> second = threads.submit(() -> readUntil(small, changes));
        // Past the last change on, slowly: on a busy machine a reader may have been given no time before.
        for (int i = 1; i <= changes || !first.isDone() || !second.isDone(); i++) {
            small.record(numbers[i & 0xffff]);
            if (i > changes) {
                LockSupport.parkNanos(1_000);
            }
        }
        assertThat(first.get(30, TimeUnit.SECONDS)).isPositive();
        assertThat(second.get(30, TimeUnit.SECONDS)).isPositive();
        threads.shutdown();
    }

    /** Returns how many replays were accepted; throws if one of them was wrong. */
    private static long readUntil(ChangeLog log, long last) {
        long accepted = 0;
        long[] expected = new long[1];
        long[] wrong = new long[1];
        for (long since = 0; since < last || accepted == 0; ) {
            long now = log.generation();
            expected[0] = since;
            wrong[0] = 0;
            boolean valid = log.replay(since, now, subject -> {
                int number = (subject[0] & 0xff) << 8 | (subject[1] & 0xff);
                wrong[0] += number == (++expected[0] & 0xffff) ? 0 : 1;
            });
            if (valid && wrong[0] > 0) {
                throw new AssertionError("accepted a wrong change after " + since + " up to " + now);
            }
            accepted += valid && now > since ? 1 : 0;
            since = now;
        }
        return accepted;
    }

    private boolean replay(long since, long until) {
        seen.clear();
        return log.replay(since, until, subject -> seen.add(Subject.text(subject)));
    }
}
