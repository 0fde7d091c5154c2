package dev.midge.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few daemon threads for slow work, shared fairly between the networks and addresses that cause it: {@link Turns} says
 * whose turn it is. The number of waiting jobs is bounded over all of them; when it is reached, a job of somebody with a
 * lesser claim makes room, or the new one is refused.
 *
 * <p>Threads start when work comes and end when none has come for a while. Safe on any thread. Work runs, and its future
 * completes, on one of these threads; the future of refused work completes on the thread that submits or displaces it.
 */
final class FairExecutor implements Executor, AutoCloseable {

    private static final long IDLE_SECONDS = 30;

    private final String name;
    private final int maxThreads;
    private final int capacity;
    private final LongSupplier nanoTime;
    /** What the work's threads find classes and resources with; null: whoever submits decides. */
    private final @Nullable ClassLoader loader;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition workOrClose = lock.newCondition();

    @GuardedBy("lock")
    private final Turns<Job<?>> waiting = new Turns<>();

    @GuardedBy("lock")
    private int threads;

    @GuardedBy("lock")
    private int idleThreads;

    @GuardedBy("lock")
    private boolean closed;

    FairExecutor(String name, int maxThreads, int capacity, LongSupplier nanoTime) {
        this(name, maxThreads, capacity, nanoTime, null);
    }

    FairExecutor(String name, int maxThreads, int capacity, LongSupplier nanoTime, @Nullable ClassLoader loader) {
        this.nanoTime = nanoTime;
        this.loader = loader;
        this.name = name;
        this.maxThreads = maxThreads;
        this.capacity = capacity;
    }

    /** Runs the work when it is the turn of the attempt's address, unless the peer has gone by then. */
    <T> CompletableFuture<T> submit(ConnectAttempt attempt, Supplier<T> work) {
        return submit(Origin.of(attempt.remoteHost()), () -> {
            if (attempt.isAbandoned()) {
                throw new CancellationException("the peer has gone");
            }
            return work.get();
        });
    }

    /**
     * Runs the work when it is this origin's turn. A future that fails with {@link RejectedExecutionException} was never
     * run.
     */
    <T> CompletableFuture<T> submit(Origin origin, Supplier<T> work) {
        Job<T> job = new Job<>(work);
        Job<?> refused = enqueue(origin, job);
        if (refused != null) {
            refused.refuse(name + " queue is full");
        }
        return job.result;
    }

    /** The attempt that had a turn was an honest one: it does not count against its address and network. */
    void forgive(ConnectAttempt attempt) {
        Origin origin = Origin.of(attempt.remoteHost());
        lock.lock();
        try {
            waiting.forgive(origin, nanoTime.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** Work that belongs to no address; all such work is one origin. */
    @Override
    public void execute(Runnable work) {
        CompletableFuture<Boolean> done = submit(Origin.NONE, () -> {
            work.run();
            return true;
        });
        if (done.isCompletedExceptionally()
                && done.handle((value, failure) -> failure).join() instanceof RejectedExecutionException refusal) {
            throw refusal;
        }
    }

    /** The job that has no place: this one, the one it displaces, or none. */
    private @Nullable Job<?> enqueue(Origin origin, Job<?> job) {
        lock.lock();
        try {
            if (closed) {
                return job;
            }
            Job<?> displaced = waiting.size() < capacity ? null : waiting.displaceFor(origin, nanoTime.getAsLong());
            if (waiting.size() >= capacity) {
                return job;
            }
            waiting.add(origin, job);
            wakeOrStartThread();
            return displaced;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void wakeOrStartThread() {
        // A woken thread may not have counted itself out yet: compare with the jobs, not with zero.
        if (idleThreads >= waiting.size() || threads == maxThreads) {
            workOrClose.signal();
            return;
        }
        Thread thread = new Thread(this::work, "midge-" + name + "-" + (threads + 1));
        thread.setDaemon(true);
        if (loader != null) {
            thread.setContextClassLoader(loader);
        }
        thread.start();
        threads++;
    }

    private void work() {
        Job<?> job = next();
        while (job != null) {
            job.run();
            job = next();
        }
    }

    /** Waits for a job; null when this thread has nothing more to do and has been counted out. */
    private @Nullable Job<?> next() {
        lock.lock();
        try {
            idleThreads++;
            awaitJobOrEnd();
            idleThreads--;
            if (waiting.size() > 0) {
                return waiting.next(nanoTime.getAsLong());
            }
            threads--;
            return null;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void awaitJobOrEnd() {
        long left = TimeUnit.SECONDS.toNanos(IDLE_SECONDS);
        try {
            while (waiting.size() == 0 && !closed && left > 0) {
                left = workOrClose.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Only work that went astray can have interrupted this thread: it ends, and the next job starts another.
            Thread.currentThread().interrupt();
        }
    }

    /** Takes no more work; what is waiting is still done. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            workOrClose.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static final class Job<T> {
        final CompletableFuture<T> result = new CompletableFuture<>();
        private final Supplier<T> work;

        Job(Supplier<T> work) {
            this.work = work;
        }

        void run() {
            try {
                result.complete(work.get());
            } catch (Throwable e) { // whatever went wrong, somebody waits for this answer
                result.completeExceptionally(e);
            }
        }

        void refuse(String reason) {
            result.completeExceptionally(new RejectedExecutionException(reason));
        }
    }
}
