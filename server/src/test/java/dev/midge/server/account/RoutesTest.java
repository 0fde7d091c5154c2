package dev.midge.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.protocol.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the loops see of an account's subscriptions, and when. */
class RoutesTest {

    private final Account account = new Account("A");
    private final Routes routes = new Router(0, true, 1, () -> {}).routes(account);
    private final Routes otherLoop = new Router(1, true, 1, () -> {}).routes(account);
    private final FakeSubscriber subscriber = new FakeSubscriber();

    private static Interest lookUp(Routes routes, String subject) {
        byte[] array = Subject.bytes("PUB " + subject + " 0");
        return routes.lookUp(array, 4, 4 + Subject.bytes(subject).length);
    }

    @Test
    void aSubscriptionIsInForceOnEveryLoopWhenSubscribeReturns() {
        assertThat(lookUp(routes, "foo").nobody()).isTrue();
        assertThat(lookUp(otherLoop, "foo").nobody()).isTrue();

        Subscription sub = subscriber.subscription("foo", "1");
        account.subscribe(sub);

        assertThat(lookUp(routes, "foo").plain()).containsExactly(sub);
        assertThat(lookUp(otherLoop, "foo").plain()).containsExactly(sub);
    }

    @Test
    void aWildcardSubscriptionReachesWhatWasLookedUpBefore() {
        assertThat(lookUp(routes, "foo.bar").nobody()).isTrue();

        account.subscribe(subscriber.subscription("foo.*", "1"));

        assertThat(lookUp(routes, "foo.bar").plain()).hasSize(1);
    }

    @Test
    void anEndedSubscriptionIsGoneOnEveryLoop() {
        Subscription sub = subscriber.subscription("*", "1");
        account.subscribe(sub);
        assertThat(lookUp(routes, "foo").nobody()).isFalse();
        assertThat(lookUp(otherLoop, "foo").nobody()).isFalse();

        assertThat(account.unsubscribe(sub)).isTrue();

        assertThat(lookUp(routes, "foo").nobody()).isTrue();
        assertThat(lookUp(otherLoop, "foo").nobody()).isTrue();
        assertThat(account.unsubscribe(sub)).isFalse();
    }

    @Test
    void manySubscriptionsEndAtOnce() {
        List<Subscription> subs = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Subscription sub = subscriber.subscription("foo." + i, "s" + i);
            account.subscribe(sub);
            subs.add(sub);
        }
        Subscription other = new FakeSubscriber().subscription("foo.7", "1");
        account.subscribe(other);
        assertThat(account.subscriptionCount()).isEqualTo(1_001);
        assertThat(lookUp(routes, "foo.7").plain()).hasSize(2);

        account.unsubscribeAll(subs);

        assertThat(account.subscriptionCount()).isEqualTo(1);
        assertThat(lookUp(routes, "foo.7").plain()).containsExactly(other);
        assertThat(lookUp(routes, "foo.8").nobody()).isTrue();
    }

    @Test
    void anEarlierResultHoldsUntilSomethingChanges() {
        account.subscribe(subscriber.subscription("foo", "1"));
        Interest first = lookUp(routes, "foo");
        long generation = routes.generation();

        assertThat(routes.unchangedSince(generation)).isTrue();
        assertThat(lookUp(routes, "foo")).isSameAs(first);

        account.subscribe(subscriber.subscription("bar", "2"));
        assertThat(routes.unchangedSince(generation)).isFalse();
        assertThat(lookUp(routes, "foo"))
                .as("only what changed is looked up again")
                .isSameAs(first);
        assertThat(routes.unchangedSince(routes.generation())).isTrue();
    }

    @Test
    void accountsAreIsolated() {
        Accounts accounts = new Accounts();
        Router router = new Router(0, false, 1, () -> {});
        accounts.named("A").subscribe(subscriber.subscription(">", "1"));

        assertThat(lookUp(router.routes(accounts.named("A")), "foo").nobody()).isFalse();
        assertThat(lookUp(router.routes(accounts.named("B")), "foo").nobody()).isTrue();
        assertThat(lookUp(router.routes(accounts.global()), "foo").nobody()).isTrue();
        assertThat(accounts.subscriptionCount()).isEqualTo(1);
        assertThat(accounts.named("$G")).isSameAs(accounts.global());
        assertThat(accounts.named("A")).isSameAs(accounts.named("A"));
    }

    @Test
    void aSubjectWithAnEmptyTokenReachesNobody() {
        account.subscribe(subscriber.subscription(">", "1"));

        for (String subject : List.of("foo.", ".foo", "a..b", ".")) {
            assertThat(lookUp(routes, subject).nobody()).as(subject).isTrue();
        }
    }

    @Test
    void aSubjectSeenOnceGetsAnAnswerThatDoesNotLast() {
        Subscription sub = subscriber.subscription("_INBOX.*", "1");
        account.subscribe(sub);
        account.subscribe(subscriber.member("_INBOX.x*", "q", "2", 0));
        for (int i = 0; i < 5_000; i++) {
            Interest found = lookUp(routes, "_INBOX." + i);
            assertThat(found.plain()).containsExactly(sub);
            assertThat(Subject.text(found.msg)).isEqualTo("MSG _INBOX." + i + " ");
            assertThat(Subject.text(found.hmsg())).isEqualTo("HMSG _INBOX." + i + " ");
        }
        assertThat(lookUp(routes, "_INBOX.1").lasting()).isTrue();

        Interest once = lookUp(routes, "other");
        assertThat(once.lasting()).isFalse();
        assertThat(once.nobody()).isTrue();
        assertThat(lookUp(routes, "_INBOX.x*").groups).hasNumberOfRows(1);
        assertThat(lookUp(routes, "_INBOX.y").groups).isEmpty();
        assertThat(lookUp(routes, "other").lasting()).isTrue();
    }
}
