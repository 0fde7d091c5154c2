package dev.midge.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LogWriterTest {

    private final RecordingSink sink = new RecordingSink();
    private final ServerLog log = ServerLog.create(sink, false, false);

    @Test
    void linesReachTheSinkInOrderAndAreFlushed() {
        log.info("one");
        log.warn("two");
        log.error("three");
        log.fatal("four");
        log.flush();

        assertThat(sink.lines).containsExactly("INF one", "WRN two", "ERR three", "FTL four");
        assertThat(sink.flushedLines).isEqualTo(4);
    }

    @Test
    void debugAndTraceAppearOnlyWhileSwitchedOn() {
        log.debug("no");
        log.trace("no");
        log.enable(true, true);
        log.debug("yes");
        log.trace("yes");
        log.flush();

        assertThat(sink.lines).containsExactly("DBG yes", "TRC yes");
    }

    @Test
    void twoLogsHaveSwitchesOfTheirOwn() {
        ServerLog other = ServerLog.create(new RecordingSink(), true, false);

        assertThat(log.debugEnabled()).isFalse();
        assertThat(other.debugEnabled()).isTrue();
    }

    @Test
    void anExceptionIsOneLineAndItsStackComesWithDebugOnly() {
        IOException cause = new IOException("disk");
        log.error("cannot", cause);
        log.enable(true, false);
        log.error("cannot", cause);
        log.flush();

        assertThat(sink.lines)
                .containsExactly(
                        "ERR cannot: java.io.IOException: disk", "ERR cannot: java.io.IOException: disk+stack");
    }

    @Test
    void aBlockedSinkBlocksNobodyAndTheLossIsReported() throws InterruptedException {
        sink.block();
        log.info("blocked");
        sink.awaitBlocked();
        int offered = 20_000;
        for (int i = 0; i < offered; i++) {
            log.info("line");
        }
        log.flush();
        sink.unblock();
        log.close();

        long written = sink.lines.stream().filter("INF line"::equals).count();
        assertThat(written).isPositive().isLessThan(offered);
        assertThat(sink.lines)
                .contains("WRN " + (offered - written) + " log lines dropped: the log target is too slow or failed");
    }

    @Test
    void aFloodOfTraceLeavesRoomForWarnings() throws InterruptedException {
        log.enable(false, true);
        sink.block();
        log.info("blocked");
        sink.awaitBlocked();
        for (int i = 0; i < 20_000; i++) {
            log.trace("payload");
        }
        log.warn("important");
        sink.unblock();
        log.flush();

        assertThat(sink.lines).contains("WRN important");
    }

    @Test
    void waitingLinesAreBoundedInSizeToo() throws InterruptedException {
        sink.block();
        log.info("blocked");
        sink.awaitBlocked();
        String megabyte = "x".repeat(1 << 20);
        for (int i = 0; i < 100; i++) {
            log.info(megabyte);
        }
        sink.unblock();
        log.flush();

        assertThat(sink.lines.stream().filter(line -> line.endsWith("x")).count())
                .isEqualTo(8);
    }

    @Test
    void aSinkThatFailsIsTriedAgain() {
        sink.failing = true;
        log.info("lost");
        log.flush();
        sink.failing = false;
        log.info("kept");
        log.flush();

        assertThat(sink.lines)
                .containsExactlyInAnyOrder("INF kept", "WRN 1 log lines dropped: the log target is too slow or failed");
    }

    @Test
    void closeWritesWhatIsWaitingAndEndsTheThread() throws InterruptedException {
        log.info("last");
        log.close();
        log.info("too late");
        log.close();

        assertThat(sink.lines).containsExactly("INF last");
        assertThat(sink.closed).isTrue();
        sink.thread.join(5000);
        assertThat(sink.thread.isAlive()).isFalse();
    }

    @Test
    void reopeningSaysWhatCameOfIt() {
        log.reopen();
        log.flush();
        sink.reopens = true;
        log.reopen();
        log.flush();

        assertThat(sink.lines)
                .containsExactly("INF File log re-open ignored, not a file logger", "INF File log re-opened");
    }

    private static final class RecordingSink implements LogSink {

        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final CountDownLatch blocked = new CountDownLatch(1);
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile int flushedLines;
        private volatile boolean failing;
        private volatile boolean reopens;
        private volatile boolean closed;
        private volatile Thread thread = Thread.currentThread();

        @Override
        public void write(LogLine line) throws IOException {
            thread = Thread.currentThread();
            pass();
            if (failing) {
                throw new IOException("no space left on device");
            }
            lines.add(line.level().label() + " " + line.message() + (line.thrown() == null ? "" : "+stack"));
        }

        private void pass() {
            try {
                if (gate.getCount() > 0) {
                    blocked.countDown();
                    gate.await();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void flush() {
            flushedLines = lines.size();
        }

        @Override
        public boolean reopen() {
            return reopens;
        }

        @Override
        public void close() {
            closed = true;
        }

        private void block() {
            gate = new CountDownLatch(1);
        }

        private void awaitBlocked() throws InterruptedException {
            assertThat(blocked.await(5, TimeUnit.SECONDS)).isTrue();
        }

        private void unblock() {
            gate.countDown();
        }
    }
}
