package dev.midge.server.log;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes lines from any thread and hands them to one sink on one daemon thread.
 *
 * <p>Neither a blocked terminal nor a full disk may hold an event loop, so {@link #offer} never waits: the queue is
 * bounded in lines and in characters (a traced payload can be a megabyte), and what does not fit is counted and reported
 * in one line as soon as there is room. Debug and trace lines may fill only part of the queue, so that a flood of them
 * does not cost the warnings.
 *
 * <p>The thread starts with the first line: a silent server has none.
 */
final class LogWriter implements Runnable {

    private static final int MAX_LINES = 8192;
    private static final int MAX_CHATTER_LINES = MAX_LINES / 4 * 3;
    private static final long MAX_CHARS = 8L << 20;
    private static final long MAX_CHATTER_CHARS = MAX_CHARS / 4 * 3;

    private enum Kind {
        LINE,
        REOPEN,
        MOVE,
        FLUSH,
        CLOSE
    }

    /** One step of the writer: for LINE a line, for MOVE a sink, for FLUSH and CLOSE the latch that somebody waits for. */
    private record Entry(
            Kind kind,
            @Nullable LogLine line,
            @Nullable LogSink next,
            @Nullable CountDownLatch reached) {

        static Entry line(LogLine line) {
            return new Entry(Kind.LINE, line, null, null);
        }

        static Entry move(LogSink next) {
            return new Entry(Kind.MOVE, null, next, null);
        }

        static Entry reopen() {
            return new Entry(Kind.REOPEN, null, null, null);
        }
    }

    /** Only the writer thread touches it. */
    private LogSink sink;

    private final ArrayBlockingQueue<Entry> queue = new ArrayBlockingQueue<>(MAX_LINES);
    private final AtomicLong pendingChars = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean closed;

    /** Lines that the sink took and may still hold; only the writer thread touches it. */
    private long unflushed;

    LogWriter(LogSink sink) {
        this.sink = sink;
    }

    void offer(LogLine line) {
        if (closed) {
            return;
        }
        int chars = line.message().length();
        if (!hasRoom(line.level(), chars) || !queue.offer(Entry.line(line))) {
            dropped.incrementAndGet();
            return;
        }
        pendingChars.addAndGet(chars);
        ensureStarted();
    }

    private boolean hasRoom(LogLevel level, int chars) {
        boolean chatter = level.compareTo(LogLevel.INFO) < 0;
        long afterwards = pendingChars.get() + chars;
        return chatter ? queue.size() < MAX_CHATTER_LINES && afterwards <= MAX_CHATTER_CHARS : afterwards <= MAX_CHARS;
    }

    private void ensureStarted() {
        if (!started.get() && started.compareAndSet(false, true)) {
            Thread thread = new Thread(this, "midge-log");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Asks the sink to open its target anew, in order with the lines, and says in the log what came of it. */
    void reopen() {
        if (!closed && queue.offer(Entry.reopen())) {
            ensureStarted();
        }
    }

    /**
     * Has the lines that are offered from now on go to another sink, which is closed with the writer as the first is now.
     * Waits, at most {@code millis}, for room in the queue; false if there was none, and then the sink is the caller's.
     */
    boolean moveTo(LogSink next, long millis) {
        if (closed) {
            return false;
        }
        try {
            boolean moved = queue.offer(Entry.move(next), millis, TimeUnit.MILLISECONDS);
            ensureStarted();
            return moved;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until what was offered before is out, at most {@code millis}; false if time ran out. */
    boolean flush(long millis) {
        return !started.get() || awaitMarker(Kind.FLUSH, millis);
    }

    /** Writes what is waiting, within the bound, and ends the thread; later lines are ignored. */
    void close(long millis) {
        if (closed) {
            return;
        }
        closed = true;
        ensureStarted();
        awaitMarker(Kind.CLOSE, millis);
    }

    private boolean awaitMarker(Kind kind, long millis) {
        CountDownLatch reached = new CountDownLatch(1);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            return queue.offer(new Entry(kind, null, null, reached), millis, TimeUnit.MILLISECONDS)
                    && reached.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void run() {
        boolean last = false;
        while (!last) {
            last = handle(takeUninterrupted());
        }
    }

    /** Nobody of ours interrupts the writer; a stray interrupt must not end the log. */
    private Entry takeUninterrupted() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }

    /** Does one step; true if it was the last one. */
    private boolean handle(Entry entry) {
        if (entry.line() != null) {
            write(entry.line());
        } else if (entry.next() != null) {
            changeSink(entry.next());
        } else if (entry.kind() == Kind.REOPEN) {
            reopenSink();
        }
        reportDropped();
        if (queue.isEmpty() || entry.reached() != null) {
            flushSink();
        }
        boolean last = entry.kind() == Kind.CLOSE;
        if (last) {
            attempt(sink::close);
        }
        if (entry.reached() != null) {
            entry.reached().countDown();
        }
        return last;
    }

    private void write(LogLine line) {
        pendingChars.addAndGet(-line.message().length());
        if (attempt(() -> sink.write(line))) {
            unflushed++;
        } else {
            dropped.incrementAndGet();
        }
    }

    private void flushSink() {
        if (!attempt(sink::flush)) {
            dropped.addAndGet(unflushed);
        }
        unflushed = 0;
    }

    private void reopenSink() {
        LogLevel level = LogLevel.INFO;
        String outcome;
        try {
            outcome = sink.reopen() ? "File log re-opened" : "File log re-open ignored, not a file logger";
        } catch (IOException e) {
            level = LogLevel.ERROR;
            outcome = "File log re-open failed: " + e.getMessage();
        }
        writeOwn(level, outcome);
    }

    private void changeSink(LogSink next) {
        flushSink();
        attempt(sink::close);
        sink = next;
    }

    private void reportDropped() {
        long lost = dropped.getAndSet(0);
        if (lost > 0 && !writeOwn(LogLevel.WARN, lost + " log lines dropped: the log target is too slow or failed")) {
            dropped.addAndGet(lost);
        }
    }

    private boolean writeOwn(LogLevel level, String message) {
        return attempt(() -> sink.write(new LogLine(Instant.now(), level, message, null)));
    }

    private interface SinkCall {
        void run() throws Exception;
    }

    /** The log is where failures are reported; when it fails itself all we can do is go on and count. */
    private static boolean attempt(SinkCall call) {
        try {
            call.run();
            return true;
        } catch (Exception e) {
            return false;
        }
    }
}
