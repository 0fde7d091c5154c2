package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.server.account.Message;
import dev.midge.server.account.Router;
import dev.midge.server.account.Subscriber;
import dev.midge.server.account.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SidTableTest {

    private final SidTable table = new SidTable();
    private final Map<String, Subscription> model = new HashMap<>();

    private static Subscription sub(String sid) {
        return new Subscription(new Nobody(), bytes("foo"), null, bytes(sid), 0);
    }

    private static final class Nobody extends Subscriber {
        @Override
        protected void deliver(Subscription subscription, Message message, Router from) {}

        @Override
        protected boolean mayReceive(Subscription subscription, Message message) {
            return true;
        }

        @Override
        protected void exhausted(Subscription subscription, Router from) {}
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Subscription get(String sid) {
        byte[] array = bytes("[" + sid + "]");
        return table.get(array, 1, array.length - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 300, 5_000})
    void theTableFindsWhatAMapFinds(int sids) {
        Random random = new Random(sids);
        for (int step = 0; step < 20_000; step++) {
            String sid = Integer.toString(random.nextInt(sids), 36);
            Subscription known = model.get(sid);
            assertThat(get(sid)).isSameAs(known);
            if (known == null) {
                Subscription fresh = sub(sid);
                table.put(fresh);
                model.put(sid, fresh);
            } else if (random.nextInt(3) > 0) {
                assertThat(table.remove(known)).isTrue();
                model.remove(sid);
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
        assertThat(table.all()).containsExactlyInAnyOrderElementsOf(model.values());
        model.forEach((sid, sub) -> assertThat(get(sid)).isSameAs(sub));
    }

    @Test
    void sidsAreAnyBytes() {
        List<String> sids = List.of("1", "01", "\u00ff", "\u0000", "a b", "a ", "", "x".repeat(1_000));
        List<Subscription> subs = new ArrayList<>();
        for (String sid : sids) {
            Subscription sub = sub(sid);
            table.put(sub);
            subs.add(sub);
        }

        for (int i = 0; i < sids.size(); i++) {
            assertThat(get(sids.get(i))).isSameAs(subs.get(i));
        }
    }

    @Test
    void onlyTheSubscriptionItselfIsRemoved() {
        Subscription old = sub("1");
        table.put(old);
        assertThat(table.remove(old)).isTrue();
        Subscription fresh = sub("1");
        table.put(fresh);

        assertThat(table.remove(old)).isFalse();
        assertThat(table.remove(sub("2"))).isFalse();
        assertThat(get("1")).isSameAs(fresh);
    }

    @Test
    void anEmptyTableFindsNothing() {
        assertThat(get("1")).isNull();
        assertThat(table.remove(sub("1"))).isFalse();
        assertThat(table.all()).isEmpty();

        table.put(sub("1"));
        table.clear();
        assertThat(get("1")).isNull();
        assertThat(table.size()).isZero();
    }

    @Test
    void aTableThatHasLostMostOfItsSidsIsSmallAgain() {
        List<Subscription> subs = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Subscription sub = sub("s" + i);
            subs.add(sub);
            table.put(sub);
        }
        subs.subList(0, 9_999).forEach(table::remove);

        assertThat(table.slots()).isLessThan(100);
        assertThat(get("s9999")).isSameAs(subs.get(9_999));
        assertThat(get("s1")).isNull();
    }
}
