package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** PING from the server, and what becomes of a client that does not answer: protocol specification 7.2. */
@Execution(ExecutionMode.CONCURRENT)
class KeepaliveTest {

    private static final Duration INTERVAL = Duration.ofMillis(400);
    private static final Duration TIMER_TOLERANCE = Duration.ofMillis(20);

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("ping_interval: \"400ms\"", "ping_max: 2");

    /** Where an interval must not pass between two commands, however busy the machine is. */
    private static final Duration LONG_INTERVAL = Duration.ofSeconds(1);

    @RegisterExtension
    static final ServerUnderTest PATIENT = ServerUnderTest.shared("ping_interval: \"1s\"", "ping_max: 2");

    @Test
    void aClientThatNeverAnswersIsStaleAtTheThirdTick() {
        try (WireClient client = connect(SERVER)) {
            long connected = System.nanoTime();
            client.expect("PING");
            assertElapsedAtLeast(connected, INTERVAL);
            client.expect("PING", "-ERR 'Stale Connection'");
            client.expectClosed();
            assertElapsedAtLeast(connected, INTERVAL.multipliedBy(3));
        }
    }

    @Test
    void aClientWithoutConnectIsPingedAndGoesStaleToo() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.showPings();
            client.expect("PING", "PING", "-ERR 'Stale Connection'");
            client.expectClosed();
        }
    }

    @Test
    void aClientThatAnswersStays() {
        try (WireClient client = connect(SERVER)) {
            for (int i = 0; i < 4; i++) {
                client.expect("PING");
                client.send("PONG");
            }
            client.expectNothing();
        }
    }

    @Test
    void trafficDoesNotPreventTheFirstPingButTheLaterOnes() {
        try (WireClient client = connect(PATIENT)) {
            publishUntilPinged(client);
            for (int i = 0; i < 6; i++) {
                client.send("PUB foo 0", "");
                client.expectSilence(LONG_INTERVAL.dividedBy(4));
            }
        }
    }

    @Test
    void aPingOfTheClientPostponesThoseOfTheServer() {
        try (WireClient client = connect(PATIENT)) {
            client.expect("PING");
            client.send("PONG");
            for (int i = 0; i < 6; i++) {
                client.expectNothing();
                client.expectSilence(LONG_INTERVAL.dividedBy(4));
            }
        }
    }

    @Test
    void anUnaskedPongIsHarmless() {
        try (WireClient client = connect(SERVER)) {
            client.send("PONG", "PONG", "PONG");
            client.expectNothing();
        }
    }

    @Test
    void theFirstPingComesTwoSecondsAfterConnectWhenTheIntervalIsLonger() {
        try (ServerUnderTest server = ServerUnderTest.start("ping_interval: \"1m\"");
                WireClient client = connect(server)) {
            long connected = System.nanoTime();
            client.expect("PING");
            assertElapsedAtLeast(connected, Duration.ofSeconds(2));
            client.send("PONG");
            client.expectNothing();
        }
    }

    private static WireClient connect(ServerUnderTest server) {
        WireClient client = WireClient.connect(server);
        client.showPings();
        return client;
    }

    private static void publishUntilPinged(WireClient client) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < INTERVAL.toNanos() / 2) {
            client.send("PUB foo 0", "");
            client.expectSilence(Duration.ofMillis(20));
        }
        client.send("PUB foo 0", "");
        client.expect("PING");
    }

    private static void assertElapsedAtLeast(long startNanos, Duration expected) {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos).plus(TIMER_TOLERANCE);
        assertThat(elapsed).isGreaterThanOrEqualTo(expected);
    }
}
