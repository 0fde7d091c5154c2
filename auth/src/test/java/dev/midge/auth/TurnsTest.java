package dev.midge.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Origin HONEST = Origin.of("198.51.100.7");

    private final Turns<String> turns = new Turns<>();
    private long now = Long.MAX_VALUE - 5; // nanoTime may run over

    @Test
    void networksTakeTurnsHoweverManyAddressesTheyCommand() {
        for (int i = 0; i < 200; i++) {
            turns.add(Origin.of("192.0.2." + i), "flood");
        }
        turns.add(HONEST, "honest");

        assertThat(take(3)).containsExactly("flood", "honest", "flood");
    }

    @Test
    void addressesOfANetworkTakeTurns() {
        add("192.0.2.1", "a1", "a2", "a3");
        add("192.0.2.2", "b1", "b2");

        assertThat(take(5)).containsExactly("a1", "b1", "a2", "b2", "a3");
        assertThat(turns.size()).isZero();
    }

    @Test
    void whoHasHadATurnStandsBehindWhoHasNot() {
        for (int i = 0; i < 100; i++) {
            add("10.1." + i + ".1", "first", "second");
        }
        assertThat(take(100)).containsOnly("first");
        turns.add(HONEST, "honest");

        assertThat(take(2)).containsExactly("honest", "second");
    }

    @Test
    void inItsOwnNetworkTooWhoHasHadATurnStandsBehindWhoHasNot() {
        for (int i = 1; i <= 100; i++) {
            add("192.0.2." + i, "first", "second");
        }
        assertThat(take(100)).containsOnly("first");
        add("192.0.2.200", "honest");

        assertThat(take(2)).containsExactly("honest", "second");
    }

    @Test
    void aDebtEnds() {
        add("192.0.2.1", "first", "second");
        assertThat(take(1)).containsExactly("first");
        now += Duration.ofMinutes(1).toNanos();
        turns.add(HONEST, "honest");

        assertThat(take(2)).containsExactly("second", "honest");
    }

    @Test
    void aTurnThatIsForgivenIsNoDebt() {
        add("192.0.2.1", "first", "second");
        assertThat(take(1)).containsExactly("first");
        turns.forgive(Origin.of("192.0.2.1"), now);
        turns.add(HONEST, "honest");

        assertThat(take(2)).containsExactly("second", "honest");
    }

    @Test
    void oneForgivenTurnDoesNotPayForAnother() {
        add("192.0.2.1", "first", "second", "third");
        assertThat(take(2)).containsExactly("first", "second");
        turns.forgive(Origin.of("192.0.2.1"), now);
        turns.add(HONEST, "honest");

        assertThat(take(2)).containsExactly("honest", "third");
    }

    @Test
    void roomIsMadeByTheNetworkThatHasMost() {
        add("192.0.2.1", "a1");
        add("192.0.2.2", "b1", "b2");
        add("203.0.113.1", "c1", "c2");

        assertThat(turns.displaceFor(HONEST, now)).isEqualTo("b2");
        assertThat(turns.displaceFor(HONEST, now)).isEqualTo("a1");
        assertThat(turns.size()).isEqualTo(3);
    }

    @Test
    void ofAsManyJobsThoseOfTheIndebtedMakeRoom() {
        for (int i = 0; i < 10; i++) {
            add("10.1." + i + ".1", "first", "second");
        }
        assertThat(turns.displaceFor(Origin.of("10.1.3.1"), now)).isNull();
        assertThat(take(10)).containsOnly("first");

        assertThat(turns.displaceFor(HONEST, now)).isEqualTo("second");
        assertThat(turns.displaceFor(Origin.of("10.1.3.1"), now))
                .as("owes as much")
                .isNull();
    }

    @Test
    void insideANetworkTheAddressThatHasMostMakesRoom() {
        add("192.0.2.1", "a1", "a2", "a3");
        add("192.0.2.2", "b1");

        assertThat(turns.displaceFor(Origin.of("192.0.2.2"), now)).isEqualTo("a3");
        assertThat(turns.displaceFor(Origin.of("192.0.2.1"), now)).isNull();
        assertThat(take(3)).containsExactly("a1", "b1", "a2");
    }

    private void add(String host, String... jobs) {
        for (String job : jobs) {
            turns.add(Origin.of(host), job);
        }
    }

    private List<String> take(int count) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(turns.next(now));
        }
        return taken;
    }
}
