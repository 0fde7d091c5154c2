package dev.midge.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.protocol.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who gets a message, and who does not. */
class RouterTest {

    private final Account account = new Account("A");
    private final Router router = new Router(0, false, 42, () -> {});
    private final FakeSubscriber publisher = new FakeSubscriber();
    private final FakeSubscriber receiver = new FakeSubscriber();
    private boolean taken;

    private void publish(String text) {
        publish(router, text);
    }

    private void publish(Router from, String text) {
        Frames.of(text.replace("|", "\r\n"), frame -> {
            Interest interest = from.routes(account).lookUp(frame.array(), frame.subjectStart(), frame.subjectEnd());
            from.message().set(frame, interest);
            taken = from.route(publisher);
        });
    }

    private Subscription subscribe(Subscription sub) {
        account.subscribe(sub);
        return sub;
    }

    @Test
    void everyMatchingSubscriptionGetsACopy() {
        subscribe(receiver.subscription("foo", "1"));
        subscribe(receiver.subscription("*", "two"));
        subscribe(receiver.subscription("bar", "3"));

        publish("PUB foo r 2|hi|");

        assertThat(taken).isTrue();
        assertThat(receiver.delivered)
                .containsExactlyInAnyOrder("MSG foo 1 r 2\r\nhi\r\n", "MSG foo two r 2\r\nhi\r\n");
        assertThat(router.deliveries()).isEqualTo(2);
        assertThat(router.deliveredBytes()).isEqualTo(4);
    }

    @Test
    void nobodyTakesWhatNobodyAskedFor() {
        subscribe(receiver.subscription("bar", "1"));

        publish("PUB foo 2|hi|");

        assertThat(taken).isFalse();
        assertThat(router.deliveries()).isZero();
        assertThat(receiver.delivered).isEmpty();
    }

    @Test
    void plainSubscriptionsComeBeforeQueueGroups() {
        subscribe(receiver.member("foo", "q", "group", 0));
        subscribe(receiver.subscription("foo", "plain"));

        publish("PUB foo 0||");

        assertThat(receiver.delivered).containsExactly("MSG foo plain 0\r\n\r\n", "MSG foo group 0\r\n\r\n");
    }

    @Test
    void whoeverWantsNoEchoGetsNothingOfItsOwn() {
        subscribe(publisher.subscription("foo", "1", Subscription.NO_ECHO));
        publish("PUB foo 0||");
        assertThat(taken).isFalse();

        subscribe(receiver.subscription("foo", "2", Subscription.NO_ECHO));
        publish("PUB foo 0||");
        assertThat(taken).isTrue();
        assertThat(publisher.delivered).isEmpty();
        assertThat(receiver.delivered).hasSize(1);
    }

    @Test
    void aClosedSubscriptionGetsNothingWhileItIsStillListed() {
        Subscription sub = subscribe(receiver.subscription("foo", "1"));
        publish("PUB foo 0||");

        sub.close();
        publish("PUB foo 0||");

        assertThat(taken).isFalse();
        assertThat(receiver.delivered).hasSize(1);
    }

    @Test
    void whatASubscriberTurnsAwayAtItsGateCountsAndIsNotTaken() {
        Subscription sub = subscribe(receiver.subscription("foo", "1"));
        assertThat(sub.limit(3)).isTrue();
        receiver.turnsAway = true;
        publish("PUB foo 0||");
        assertThat(receiver.delivered).as("the gate is open").hasSize(1);

        sub.gate(true);
        publish("PUB foo 0||");
        assertThat(taken).isFalse();
        assertThat(sub.delivered()).isEqualTo(2);
        assertThat(receiver.exhausted).isEmpty();
        publish("PUB foo 0||PUB foo 0||");
        assertThat(receiver.exhausted).containsExactly(sub);
        assertThat(receiver.delivered).hasSize(1);
        assertThat(router.deliveries()).isEqualTo(1);
    }

    @Test
    void aClosedGateAloneKeepsNothingAway() {
        Subscription sub = subscribe(receiver.subscription("foo", "1"));
        sub.gate(true);
        publish("PUB foo 0||");
        assertThat(taken).isTrue();

        receiver.turnsAway = true;
        sub.gate(false);
        publish("PUB foo 0||");
        assertThat(taken).isTrue();
    }

    @Test
    void theDenyFilterIsAskedForEachMessageAndARefusalDoesNotCount() {
        Subscription sub = subscribe(receiver.subscription("*", "1"));
        sub.filter();
        assertThat(sub.limit(2)).isTrue();
        receiver.refusedSubject = "foo";

        publish("PUB foo 0||PUB bar 0||PUB foo 0||");
        assertThat(taken).isFalse();
        assertThat(sub.delivered()).isEqualTo(1);

        publish("PUB bar 0||PUB bar 0||");
        assertThat(receiver.delivered).hasSize(2);
        assertThat(receiver.exhausted).containsExactly(sub);
    }

    // ---- runs

    /** The first message comes alone, all others as one run. */
    private void publishRun(String text) {
        Frames.runsOf(text.replace("|", "\r\n"), frame -> {
            router.message().set(frame, router.routes(account).lookUp(Subject.bytes("foo"), 0, 3));
            if (frame.count() == 1) {
                router.route(publisher);
            } else {
                router.routeRun(publisher);
            }
        });
    }

    @Test
    void aRunReachesEveryReceiverInOrder() {
        FakeSubscriber other = new FakeSubscriber();
        subscribe(receiver.subscription("foo", "1"));
        subscribe(other.subscription("*", "2"));

        publishRun("PUB foo 1|a|PUB foo 1|b|PUB foo 1|c|");

        assertThat(receiver.delivered)
                .containsExactly("MSG foo 1 1\r\na\r\n", "MSG foo 1 1\r\nb\r\n", "MSG foo 1 1\r\nc\r\n");
        assertThat(other.delivered)
                .containsExactly("MSG foo 2 1\r\na\r\n", "MSG foo 2 1\r\nb\r\n", "MSG foo 2 1\r\nc\r\n");
        assertThat(router.deliveries()).isEqualTo(6);
        assertThat(router.deliveredBytes()).isEqualTo(6);
    }

    @Test
    void aRunStopsAtTheLimit() {
        Subscription sub = subscribe(receiver.subscription("foo", "1"));
        assertThat(sub.limit(3)).isTrue();

        publishRun("PUB foo 1|a|PUB foo 1|b|PUB foo 1|c|PUB foo 1|d|PUB foo 1|e|");
        publishRun("PUB foo 1|f|PUB foo 1|g|PUB foo 1|h|");

        assertThat(receiver.delivered)
                .containsExactly("MSG foo 1 1\r\na\r\n", "MSG foo 1 1\r\nb\r\n", "MSG foo 1 1\r\nc\r\n");
        assertThat(receiver.exhausted).containsExactly(sub);
        assertThat(router.deliveries()).isEqualTo(3);
    }

    @Test
    void aRunEndsInFrontOfAClosedSubscriptionAndOfAPublisherWithoutEcho() {
        subscribe(receiver.subscription("foo", "1", Subscription.CLOSED));
        subscribe(publisher.subscription("foo", "2", Subscription.NO_ECHO));

        publishRun("PUB foo 1|a|PUB foo 1|b|PUB foo 1|c|");

        assertThat(receiver.delivered).isEmpty();
        assertThat(publisher.delivered).isEmpty();
        assertThat(router.deliveries()).isZero();
    }

    @Test
    void twoSubscriptionsOfOneSubscriberAndQueueGroupsTakeNoRuns() {
        subscribe(receiver.subscription("foo", "1"));
        assertThat(interestInFoo().takesRuns()).isTrue();

        Subscription second = subscribe(receiver.subscription("*", "2"));
        assertThat(interestInFoo().takesRuns()).isFalse();

        account.unsubscribe(second);
        subscribe(publisher.member("foo", "q", "3", 0));
        assertThat(interestInFoo().takesRuns()).isFalse();
    }

    private Interest interestInFoo() {
        return router.routes(account).lookUp(Subject.bytes("foo"), 0, 3);
    }

    @Test
    void aLimitIsExactWhenManyLoopsDeliverRunsAtOnce() throws Exception {
        CountingSubscriber counting = new CountingSubscriber();
        Subscription sub = new Subscription(counting, new byte[] {'f'}, null, new byte[] {'1'}, 0);
        subscribe(sub);
        CountDownLatch limited = new CountDownLatch(1);

        inFourThreads(loop -> {
            Router from = new Router(loop, true, loop + 1, () -> {});
            for (int i = 0; i < 500; i++) {
                if (i == 250) {
                    // However the threads are scheduled, the limit comes before it is reached.
                    await(limited);
                }
                Frames.runsOf("PUB f 0\r\n\r\n".repeat(11), frame -> {
                    from.message().set(frame, from.routes(account).lookUp(new byte[] {'f'}, 0, 1));
                    if (frame.count() == 1) {
                        from.route(publisher);
                    } else {
                        from.routeRun(publisher);
                    }
                });
                if (loop == 0 && i == 100) {
                    assertThat(sub.limit(15_000)).isTrue();
                    limited.countDown();
                }
            }
        });

        assertThat(counting.delivered).hasValue(15_000);
        assertThat(counting.exhausted).hasValue(1);
    }

    // ---- auto-unsubscribe

    @Test
    void aLimitIsReachedExactly() {
        Subscription sub = subscribe(receiver.subscription("foo", "1"));
        assertThat(sub.limit(3)).isTrue();

        for (int i = 0; i < 10; i++) {
            publish("PUB foo 0||");
        }

        assertThat(receiver.delivered).hasSize(3);
        assertThat(receiver.exhausted).containsExactly(sub);
        assertThat(taken).isFalse();
    }

    @Test
    void aLimitCountsFromTheBeginning() {
        Subscription sub = subscribe(receiver.subscription("foo", "1"));
        publish("PUB foo 0||PUB foo 0||");

        assertThat(sub.limit(2)).isFalse();
        assertThat(sub.limit(1)).isFalse();
        assertThat(sub.limit(5)).isTrue();
        publish("PUB foo 0||");
        assertThat(sub.limit(4)).isTrue();
        publish("PUB foo 0||PUB foo 0||");

        assertThat(receiver.delivered).hasSize(4);
        assertThat(receiver.exhausted).containsExactly(sub);
    }

    @Test
    void aLimitIsExactWhenManyLoopsDeliverAtOnce() throws Exception {
        CountingSubscriber counting = new CountingSubscriber();
        Subscription sub = new Subscription(counting, new byte[] {'f'}, null, new byte[] {'1'}, 0);
        assertThat(sub.limit(10_000)).isTrue();
        subscribe(sub);

        inFourThreads(loop -> {
            Router from = new Router(loop, true, loop + 1, () -> {});
            Frames.of("PUB f 0\r\n\r\n".repeat(5_000), frame -> {
                from.message().set(frame, from.routes(account).lookUp(new byte[] {'f'}, 0, 1));
                from.route(publisher);
            });
        });

        assertThat(counting.delivered).hasValue(10_000);
        assertThat(counting.exhausted).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface OnLoop {
        void run(int loop);
    }

    private static void inFourThreads(OnLoop work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int loop = i;
                tasks.add(Executors.callable(() -> work.run(loop)));
            }
            for (Future<Object> done : threads.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    // ---- queue groups

    @Test
    void aGroupGetsEachMessageOnceAndItsMembersAboutAsManyEach() {
        List<FakeSubscriber> members = members("foo", "foo", "*", ">");

        for (int i = 0; i < 8_000; i++) {
            publish("PUB foo 0||");
        }

        assertThat(members.stream().mapToInt(m -> m.delivered.size()).sum()).isEqualTo(8_000);
        assertThat(members).allSatisfy(m -> assertThat(m.delivered).hasSizeBetween(1_800, 2_200));
        assertThat(router.deliveries()).isEqualTo(8_000);
    }

    private List<FakeSubscriber> members(String... subjects) {
        List<FakeSubscriber> members = new ArrayList<>();
        for (String subject : subjects) {
            FakeSubscriber member = new FakeSubscriber();
            subscribe(member.member(subject, "q", "1", 0));
            members.add(member);
        }
        return members;
    }

    @Test
    void groupsOfDifferentNamesGetOneCopyEach() {
        subscribe(receiver.member("foo", "one", "1", 0));
        subscribe(receiver.member("foo", "two", "2", 0));
        subscribe(receiver.member("*", "two", "3", 0));

        publish("PUB foo 0||");

        assertThat(receiver.delivered).hasSize(2).contains("MSG foo 1 0\r\n\r\n");
    }

    @Test
    void theNextMemberIsTriedUntilOneTakesTheMessage() {
        FakeSubscriber filtering = new FakeSubscriber();
        filtering.refusedSubject = "foo";
        subscribe(publisher.member("foo", "q", "1", Subscription.NO_ECHO));
        subscribe(filtering.member("foo", "q", "2", Subscription.FILTERED));
        subscribe(receiver.member("foo", "q", "3", 0));
        Subscription limited = subscribe(receiver.member("foo", "q", "4", 0));
        assertThat(limited.limit(1)).isTrue();
        Subscription closed = subscribe(receiver.member("foo", "q", "5", 0));
        closed.close();

        for (int i = 0; i < 500; i++) {
            publish("PUB foo 0||");
        }

        assertThat(publisher.delivered).isEmpty();
        assertThat(filtering.delivered).isEmpty();
        assertThat(receiver.delivered).hasSize(500);
        assertThat(receiver.delivered)
                .filteredOn(frame -> frame.startsWith("MSG foo 4 "))
                .hasSize(1);
        assertThat(receiver.delivered).noneMatch(frame -> frame.startsWith("MSG foo 5 "));
    }

    @Test
    void aGroupWhoseMembersAllRefuseTakesNothing() {
        subscribe(publisher.member("foo", "q", "1", Subscription.NO_ECHO));
        subscribe(publisher.member("foo", "q", "2", Subscription.NO_ECHO));

        publish("PUB foo 0||");

        assertThat(taken).isFalse();
        assertThat(router.deliveries()).isZero();
    }

    @Test
    void theSeedZeroWorksLikeAnyOther() {
        Router zero = new Router(0, false, 0, () -> {});
        List<FakeSubscriber> members = members("foo", "foo");

        for (int i = 0; i < 200; i++) {
            publish(zero, "PUB foo 0||");
        }

        assertThat(members).allSatisfy(m -> assertThat(m.delivered).hasSizeBetween(60, 140));
    }

    // ---- figures

    @Test
    void aShortenedDeliveryCountsWithoutItsHeaders() {
        subscribe(receiver.subscription("foo", "1"));

        publish("HPUB foo 3 5|abcde|");
        router.shortened(3);

        assertThat(router.deliveredBytes()).isEqualTo(2);
    }
}
