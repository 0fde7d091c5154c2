package dev.midge.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class FairExecutorTest {

    private final FairExecutor executor = new FairExecutor("test", 1, 6, System::nanoTime);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        gate.countDown();
        executor.close();
    }

    @Test
    void workRunsOnADaemonThreadOfItsOwn() throws Exception {
        Thread thread = executor.submit(origin("a"), Thread::currentThread).get();

        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("midge-test-1");
    }

    @Test
    void aFloodingAddressDelaysAnotherByOneJobOnly() throws Exception {
        block();
        assertThat(flood(3)).noneMatch(CompletableFuture::isDone);
        CompletableFuture<String> other = submit("other", "o1");
        CompletableFuture<String> last = submit("flood", "f4");
        gate.countDown();

        other.get();
        last.get();
        assertThat(order).containsExactly("f1", "o1", "f2", "f3", "f4");
    }

    @Test
    void aFullQueueTakesFromTheLongestForAnAddressWithFewer() throws Exception {
        block();
        List<CompletableFuture<String>> flood = flood(6);
        CompletableFuture<String> other = submit("other", "o1");
        gate.countDown();

        assertThat(other.get()).isEqualTo("o1");
        assertThatThrownBy(flood.get(5)::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(flood.get(4).get()).isEqualTo("f5");
    }

    @Test
    void aFullQueueRefusesTheAddressThatFillsIt() throws Exception {
        block();
        assertThat(flood(6)).noneMatch(CompletableFuture::isDone);

        assertThat(submit("flood", "f7")).isCompletedExceptionally();
    }

    @Test
    void aFullQueueOfEqualAddressesRefusesTheNewcomer() throws Exception {
        block();
        for (int i = 1; i <= 6; i++) {
            assertThat(submit("address" + i, "a" + i)).isNotDone();
        }

        assertThat(submit("newcomer", "n")).isCompletedExceptionally();
        assertThatThrownBy(() -> executor.execute(() -> order.add("x")))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("test queue is full");
    }

    @Test
    void workForAPeerThatHasGoneIsNotDone() throws Exception {
        block();
        AtomicBoolean gone = new AtomicBoolean();
        ConnectAttempt attempt = Attempts.attempt().abandoned(gone::get).build();
        CompletableFuture<Boolean> undone = executor.submit(attempt, () -> order.add("undone"));
        CompletableFuture<Boolean> done = executor.submit(Attempts.empty(), () -> order.add("done"));
        gone.set(true);
        gate.countDown();

        done.get();
        assertThat(order).containsExactly("done");
        assertThat(undone).isCompletedExceptionally();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoHasHadATurnWaitsBehindANewcomerUnlessItIsForgiven(boolean forgiven) throws Exception {
        ConnectAttempt attempt = Attempts.attempt().remoteHost("192.0.2.1").build();
        assertThat(executor.submit(attempt, () -> "once").get()).isEqualTo("once");
        if (forgiven) {
            executor.forgive(attempt);
        }
        block();
        CompletableFuture<Boolean> again = executor.submit(attempt, () -> order.add("again"));
        CompletableFuture<String> newcomer = submit("newcomer", "newcomer");
        gate.countDown();

        CompletableFuture.allOf(again, newcomer).get();
        assertThat(order)
                .containsExactlyElementsOf(forgiven ? List.of("again", "newcomer") : List.of("newcomer", "again"));
    }

    @Test
    void workThatBelongsToNoAddressTakesItsTurnToo() throws Exception {
        CompletableFuture<String> thread = new CompletableFuture<>();

        executor.execute(() -> thread.complete(Thread.currentThread().getName()));

        assertThat(thread.get()).isEqualTo("midge-test-1");
    }

    @Test
    void aFailureOfTheWorkIsTheFailureOfItsFuture() throws Exception {
        CompletableFuture<String> failing = executor.submit(origin("a"), () -> {
            throw new IllegalStateException("boom");
        });

        assertThatThrownBy(failing::get).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(submit("a", "next").get()).isEqualTo("next");
    }

    @Test
    void closingRefusesNewWorkAndFinishesTheOld() throws Exception {
        block();
        CompletableFuture<String> old = submit("a", "old");
        executor.close();

        assertThat(submit("a", "new")).isCompletedExceptionally();
        gate.countDown();
        assertThat(old.get()).isEqualTo("old");
    }

    @Test
    void noMoreThreadsStartThanAllowed() throws Exception {
        try (FairExecutor two = new FairExecutor("two", 2, 100, System::nanoTime)) {
            CountDownLatch bothRun = new CountDownLatch(2);
            List<CompletableFuture<String>> names = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                names.add(two.submit(origin("a" + i), () -> {
                    bothRun.countDown();
                    await(bothRun);
                    return Thread.currentThread().getName();
                }));
            }
            List<String> seen = new ArrayList<>();
            for (CompletableFuture<String> name : names) {
                seen.add(name.get());
            }
            assertThat(seen).containsOnly("midge-two-1", "midge-two-2");
        }
    }

    /** Occupies the only thread until the gate opens. */
    private void block() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Boolean> blocker = executor.submit(origin("blocker"), () -> {
            running.countDown();
            return await(gate);
        });
        assertThat(blocker).isNotCompletedExceptionally();
        running.await();
    }

    private List<CompletableFuture<String>> flood(int jobs) {
        List<CompletableFuture<String>> flood = new ArrayList<>();
        for (int i = 1; i <= jobs; i++) {
            flood.add(submit("flood", "f" + i));
        }
        return flood;
    }

    private CompletableFuture<String> submit(String origin, String name) {
        return executor.submit(origin(origin), () -> {
            order.add(name);
            return name;
        });
    }

    private static Origin origin(String name) {
        return new Origin("network of " + name, name);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
