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

    private final Keepalive keepalive = begun();

    private static Keepalive begun() {
        Keepalive keepalive = new Keepalive(ACCEPTED);
        keepalive.begin(ACCEPTED, INTERVAL * 1_000_000);
        return keepalive;
    }

    private static long at(long millis) {
        return ACCEPTED + millis * 1_000_000;
    }

    private Keepalive.Action tick(long millis) {
        return keepalive.tick(at(millis), INTERVAL * 1_000_000, MAX);
    }

    private void connected(long millis, long random) {
        keepalive.connectCame(at(millis));
        keepalive.connected(at(millis), INTERVAL * 1_000_000, 0, random);
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
    void theFirstPingsAreSpreadOverAFifthLessTheLatenessOfTheSweep() {
        long earliest = Long.MAX_VALUE;
        long latest = 0;
        for (long random = -1_000_000_000_003L; random < 1_000_000_000_000L; random += 7_777_777_777L) {
            long millis = firstPing(250, random);
            earliest = Math.min(earliest, millis);
            latest = Math.max(latest, millis);
        }
        assertThat(earliest).isBetween(2_000L, 2_010L);
        assertThat(latest).isBetween(2_140L, 2_150L);
        assertThat(firstPing(10_000, 12_345)).as("a sweep later than that").isEqualTo(2_000);
    }

    private static long firstPing(long latenessMillis, long random) {
        Keepalive one = begun();
        one.connected(at(0), INTERVAL * 1_000_000, latenessMillis * 1_000_000, random);
        long millis = 1_990;
        while (one.tick(at(millis), INTERVAL * 1_000_000, MAX) == NOTHING) {
            millis++;
        }
        return millis;
    }

    @Test
    void aShortIntervalIsNotStretched() {
        Keepalive quick = begun();
        quick.connected(at(0), 1_000_000_000L, 0, 0);

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
    void aBusyClientIsNotPingedAgainWhetherItAnswersOrNot() {
        keepalive.command(at(INTERVAL - 1));
        assertThat(tick(INTERVAL)).as("to measure the round trip").isEqualTo(PING);

        for (int i = 2; i < 20; i++) {
            keepalive.command(at(i * INTERVAL - 1));
            assertThat(tick(i * INTERVAL)).isEqualTo(NOTHING);
        }
        assertThat(tick(20 * INTERVAL)).as("a whole interval without a command").isEqualTo(PING);
        assertThat(tick(21 * INTERVAL)).isEqualTo(STALE);
    }

    @Test
    void aSecondConnectLeavesTheRoundTripAlone() {
        connected(7, 0);
        connected(5_000, 0);

        assertThat(keepalive.roundTripNanos()).isEqualTo(7_000_000);
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
