package dev.midge.server.connection;

import static dev.midge.server.connection.Keepalive.Action.NOTHING;
import static dev.midge.server.connection.Keepalive.Action.PING;
import static dev.midge.server.connection.Keepalive.Action.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Times in milliseconds since the connection was accepted. */
class KeepaliveTest {

    private static final long INTERVAL = 60_000;
    private static final int MAX = 2;
    /** Close to where nanoTime runs over. */
    private static final long ACCEPTED = Long.MAX_VALUE - 1_000_000_000L;

    private final Keepalive keepalive = new Keepalive(ACCEPTED, INTERVAL * 1_000_000);

    private static long at(long millis) {
        return ACCEPTED + millis * 1_000_000;
    }

    private Keepalive.Action tick(long millis) {
        return keepalive.tick(at(millis), INTERVAL * 1_000_000, MAX);
    }

    private void connected(long millis, long random) {
        keepalive.connected(at(millis), INTERVAL * 1_000_000, random);
    }

    @Test
    void withoutConnectThePingComesAfterTheInterval() {
        assertThat(tick(INTERVAL - 1)).isEqualTo(NOTHING);
        assertThat(tick(INTERVAL)).isEqualTo(PING);
        assertThat(tick(2 * INTERVAL - 1)).isEqualTo(NOTHING);
        assertThat(tick(2 * INTERVAL)).isEqualTo(PING);
        assertThat(tick(3 * INTERVAL)).isEqualTo(STALE);
    }

    @Test
    void theFirstPingComesTwoSecondsAfterConnectWhateverTheClientDoes() {
        connected(100, 0);
        keepalive.command(at(2_000));

        assertThat(tick(2_099)).isEqualTo(NOTHING);
        assertThat(tick(2_100)).isEqualTo(PING);
    }

    @Test
    void theFirstPingsAreSpread() {
        long latest = 0;
        for (long random = -1_000_003; random < 1_000_000_000_000L; random += 7_777_777_777L) {
            Keepalive one = new Keepalive(ACCEPTED, INTERVAL * 1_000_000);
            one.connected(at(0), INTERVAL * 1_000_000, random);
            assertThat(one.tick(at(1_999), INTERVAL * 1_000_000, MAX)).isEqualTo(NOTHING);
            latest = Math.max(latest, one.tick(at(2_100), INTERVAL * 1_000_000, MAX) == NOTHING ? 1 : 0);
            assertThat(one.tick(at(2_400), INTERVAL * 1_000_000, MAX)).isIn(PING, NOTHING);
        }
        assertThat(latest).isEqualTo(1);
    }

    @Test
    void ashortIntervalIsNotStretched() {
        Keepalive quick = new Keepalive(ACCEPTED, 1_000_000_000L);
        quick.connected(at(0), 1_000_000_000L, 0);

        assertThat(quick.tick(at(999), 1_000_000_000L, MAX)).isEqualTo(NOTHING);
        assertThat(quick.tick(at(1_000), 1_000_000_000L, MAX)).isEqualTo(PING);
        assertThat(quick.tick(at(2_000), 1_000_000_000L, MAX)).isEqualTo(PING);
        assertThat(quick.tick(at(3_000), 1_000_000_000L, MAX)).isEqualTo(STALE);
    }

    @Test
    void anAnswerClearsWhatIsOutstanding() {
        for (int i = 1; i <= 10; i++) {
            assertThat(tick(i * INTERVAL)).isEqualTo(PING);
            keepalive.pong(at(i * INTERVAL + 5));
        }
        assertThat(keepalive.roundTripNanos()).isEqualTo(5_000_000);
    }

    @Test
    void aBusyClientIsNotPingedOnceItsRoundTripIsKnown() {
        assertThat(tick(INTERVAL)).isEqualTo(PING);
        keepalive.command(at(2 * INTERVAL - 1));
        assertThat(tick(2 * INTERVAL)).as("not measured yet").isEqualTo(PING);

        keepalive.pong(at(2 * INTERVAL + 3));
        keepalive.command(at(3 * INTERVAL - 1));
        assertThat(tick(3 * INTERVAL)).isEqualTo(NOTHING);
        assertThat(tick(4 * INTERVAL)).as("a whole interval without a command").isEqualTo(PING);
    }

    @Test
    void aBusyClientIsMeasuredAgainAfterAnHour() {
        assertThat(tick(INTERVAL)).isEqualTo(PING);
        keepalive.pong(at(INTERVAL));
        int pings = 0;
        for (int i = 2; i <= 70; i++) {
            keepalive.command(at(i * INTERVAL - 1));
            pings += tick(i * INTERVAL) == PING ? 1 : 0;
            if (pings == 1) {
                assertThat(i).isEqualTo(61);
                return;
            }
        }
        assertThat(pings).isEqualTo(1);
    }

    @Test
    void anUnsolicitedPongMeasuresNothing() {
        connected(7, 0);
        keepalive.pong(at(500));

        assertThat(keepalive.roundTripNanos()).isEqualTo(7_000_000);
        keepalive.command(at(2_000));
        assertThat(tick(2_500)).isEqualTo(PING);
    }

    @Test
    void aLateTickIsNotMadeUpFor() {
        assertThat(tick(5 * INTERVAL)).isEqualTo(PING);
        assertThat(tick(5 * INTERVAL + 1)).isEqualTo(NOTHING);
        assertThat(tick(6 * INTERVAL)).isEqualTo(PING);
    }
}
