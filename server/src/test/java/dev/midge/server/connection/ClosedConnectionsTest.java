package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.protocol.subject.Subject;
import dev.midge.server.account.Message;
import dev.midge.server.account.Router;
import dev.midge.server.account.Subscriber;
import dev.midge.server.account.Subscription;
import dev.midge.server.account.SubscriptionFigures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosedConnectionsTest {

    private static final SubscriptionFigures SUBSCRIPTION =
            SubscriptionFigures.of(new Subscription(new Nobody(), Subject.bytes("foo"), null, Subject.bytes("1"), 0));

    /** Never gets anything. */
    private static final class Nobody extends Subscriber {
        @Override
        protected void deliver(Subscription subscription, Message message, Router from) {}

        @Override
        protected boolean mayReceive(Subscription subscription, Message message) {
            return false;
        }

        @Override
        protected void exhausted(Subscription subscription, Router from) {}
    }

    private static ClosedConnection closed(long id, int subscriptions) {
        ConnectionFigures figures = new ConnectionFigures(
                id,
                "127.0.0.1",
                4711,
                new ConnectionFigures.Times(0, 0, 0, 0, 0),
                new ConnectionFigures.Traffic(0, 0, 0, 0, 0, 0),
                new ClientNames("", "", "", ""),
                "$G",
                "",
                "",
                subscriptions);
        return new ClosedConnection(
                figures, CloseReason.CLIENT_CLOSED, Collections.nCopies(subscriptions, SUBSCRIPTION));
    }

    private static List<Long> ids(ClosedConnections closed) {
        List<Long> ids = new ArrayList<>();
        closed.all().forEach(one -> ids.add(one.figures().id()));
        return ids;
    }

    @Test
    void theOldestMakesRoomWhenThereIsNoMore() {
        ClosedConnections closed = new ClosedConnections(40);
        for (long id = 1; id <= 40; id++) {
            closed.add(closed(id, 0));
            assertThat(ids(closed)).hasSize((int) id).startsWith(1L).endsWith(id);
        }
        closed.add(closed(41, 0));
        closed.add(closed(42, 0));
        assertThat(ids(closed)).hasSize(40).startsWith(3L, 4L).endsWith(41L, 42L);
    }

    @Test
    void withoutRoomNothingIsRemembered() {
        assertThat(new ClosedConnections(0).remembers()).isFalse();
        assertThat(new ClosedConnections(-1).remembers()).isFalse();
        assertThat(new ClosedConnections(0).all()).isEmpty();
    }

    @Test
    void ofTooManySubscriptionsTheOldestAreForgotten() {
        int half = ClosedConnections.MOST_SUBSCRIPTIONS / 2;
        ClosedConnections closed = new ClosedConnections(3);
        closed.add(closed(1, half));
        closed.add(closed(2, half));
        assertThat(lists(closed)).containsExactly(half, half);
        closed.add(closed(3, 1));
        assertThat(lists(closed)).containsExactly(0, half, 1);
        closed.add(closed(4, half - 1));
        assertThat(lists(closed)).containsExactly(half, 1, half - 1);
        closed.add(closed(5, half));
        assertThat(lists(closed)).containsExactly(1, half - 1, half);
        assertThat(closed.all().get(0).figures().subscriptions()).isEqualTo(1);
    }

    private static List<Integer> lists(ClosedConnections closed) {
        List<Integer> sizes = new ArrayList<>();
        closed.all().forEach(one -> sizes.add(one.subscriptions().size()));
        return sizes;
    }
}
