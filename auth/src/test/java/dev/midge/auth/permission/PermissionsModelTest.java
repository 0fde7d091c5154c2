package dev.midge.auth.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.permission.RandomLists.Subscription;
import dev.midge.protocol.subject.Subject;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The compiled lists decide like {@link PermissionsModel}, whatever the lists.
 *
 * <p>{@code -Dmidge.permissions.rounds=200000} makes it long; {@code -Dmidge.permissions.seed=N} repeats what failed.
 */
class PermissionsModelTest {

    private static final int ROUNDS = Integer.getInteger("midge.permissions.rounds", 1_500);
    private static final int SUBSCRIPTIONS = 25;

    @Test
    void knownListsDecideLikeTheModel() {
        compare(20260729);
    }

    @Test
    void newListsDecideLikeTheModel() {
        compare(Long.getLong("midge.permissions.seed", System.nanoTime()));
    }

    private static void compare(long seed) {
        Random random = new Random(seed);
        int accepted = 0;
        int filtered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Case lists = new Case(seed, RandomLists.from(random));
            lists.comparePublishing();
            for (int i = 0; i < SUBSCRIPTIONS; i++) {
                Subscription subscription = RandomLists.subscription(random);
                boolean taken = lists.compareSubscription(subscription);
                accepted += taken ? 1 : 0;
                filtered += taken && lists.compareDelivery(subscription) ? 1 : 0;
            }
        }
        // Lists that decide everything alike would compare nothing.
        assertThat(accepted).isBetween(ROUNDS * SUBSCRIPTIONS / 10, ROUNDS * SUBSCRIPTIONS * 9 / 10);
        assertThat(filtered).isGreaterThan(ROUNDS);
    }

    /** One set of lists, compiled and as the model sees it. */
    private record Case(long seed, RandomLists lists, Permissions permissions, PermissionsModel model) {

        Case(long seed, RandomLists lists) {
            this(seed, lists, compile(lists), new PermissionsModel(lists, PermissionsModel.Reading.MIDGE));
        }

        private static Permissions compile(RandomLists lists) {
            return Permissions.builder()
                    .publishAllow(orNull(lists.publishAllow()))
                    .publishDeny(lists.publishDeny())
                    .subscribeAllow(orNull(lists.subscribeAllow()))
                    .subscribeDeny(lists.subscribeDeny())
                    .build();
        }

        void comparePublishing() {
            BitSet publishable = new BitSet();
            for (int i = 0; i < Subjects.all().size(); i++) {
                publishable.set(i, permissions.mayPublish(bytes(Subjects.all().get(i))));
            }
            assertThat(Subjects.named(publishable)).as("PUB: %s", this).isEqualTo(Subjects.named(model.publishable()));
        }

        boolean compareSubscription(Subscription s) {
            boolean accepted = permissions.maySubscribe(bytes(s.pattern()), bytes(s.queue()));
            assertThat(accepted).as("SUB %s: %s", s, this).isEqualTo(model.maySubscribe(s.pattern(), s.queue()));
            return accepted;
        }

        /** Of an accepted subscription; returns whether anything was kept away from it. */
        boolean compareDelivery(Subscription s) {
            boolean filtered = permissions.needsDeliveryFilter(bytes(s.pattern()), bytes(s.queue()));
            boolean wide = s.queue() != null
                    || s.pattern().contains("*")
                    || s.pattern().contains(">");
            assertThat(filtered).as("filter of %s: %s", s, this).isEqualTo(wide && model.overlapsDeny(s.pattern()));

            BitSet wanted = Subjects.matched(s.pattern());
            BitSet received = (BitSet) wanted.clone();
            wanted.stream()
                    .filter(i -> filtered
                            && !permissions.mayDeliver(bytes(Subjects.all().get(i)), bytes(s.queue())))
                    .forEach(received::clear);
            assertSame(received, model.received(s.pattern(), s.queue()), "delivered to " + s);
            return !received.equals(wanted);
        }

        private void assertSame(BitSet actual, BitSet expected, String what) {
            if (!actual.equals(expected)) { // the names only when they are of use
                assertThat(Subjects.named(actual)).as("%s: %s", what, this).isEqualTo(Subjects.named(expected));
            }
        }

        @Override
        public String toString() {
            return lists + ", seed " + seed;
        }
    }

    private static List<String> orNull(List<String> entries) {
        return entries.isEmpty() ? null : entries;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : Subject.bytes(text);
    }
}
