package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reason under which monitoring lists a closed connection: protocol specification 1.3 and 11. */
class ClosedReasonTest {

    private static final String MONITORED = "http: \"127.0.0.1:-1\"";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(MONITORED);

    @RegisterExtension
    static final ServerUnderTest GUARDED =
            ServerUnderTest.shared(MONITORED, "authorization { token: secret, timeout: \"200ms\" }");

    @ParameterizedTest
    @CsvSource({
        "'ZZZ', 'Protocol Violation'",
        "'PUB foo 2\r\nhello\r\n', 'Protocol Violation'",
        "'PUB foo\r\n', 'Protocol Violation'",
        "'PUB foo x\r\n', 'Protocol Violation'",
        "'HPUB foo 5 2\r\n', 'Protocol Violation'",
        "'HPUB foo 12 12\r\n', 'Protocol Violation'",
        "'CONNECT {bad\r\n', 'Protocol Violation'",
        "'INFO {bad\r\n', 'Protocol Violation'",
        "'-ERR x\r\n', 'Parse Error'",
        "'PUB foo 999999999\r\n', 'Maximum Message Payload Exceeded'",
        "'CONNECT {\"protocol\":9}\r\n', 'Bad Client Protocol Version'",
        "'CONNECT {\"no_responders\":true}\r\n', 'No Responders Requires Headers'",
        "'CONNECT {\"account\":\"x\"}\r\n', 'Authentication Failure'"
    })
    void whatTheClientDidWrong(String bytes, String reason) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(bytes);
            assertThat(client.readUntilClosed()).hasSizeLessThan(2);
            expectReason(SERVER, client, reason);
        }
    }

    @Test
    void aLineTooLong() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("SUB " + "x".repeat(5_000) + " 1");
            client.expect("-ERR 'maximum control line exceeded'");
            client.expectClosed();
            expectReason(SERVER, client, "Maximum Control Line Exceeded");
        }
    }

    @Test
    void aClientThatLeft() {
        WireClient client = WireClient.connect(SERVER);
        client.close();
        expectReason(SERVER, client, "Client Closed");
    }

    @Test
    void wrongCredentials() {
        try (WireClient client = WireClient.open(GUARDED)) {
            client.send(client.connectLine(Connect.token("wrong")));
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
            expectReason(GUARDED, client, "Authentication Failure");
        }
    }

    @Test
    void anOperationBeforeConnect() {
        try (WireClient client = WireClient.open(GUARDED)) {
            client.send("PING");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
            expectReason(GUARDED, client, "Authentication Failure");
        }
    }

    @Test
    void noCredentialsInTime() {
        try (WireClient client = WireClient.open(GUARDED)) {
            client.expect("-ERR 'Authentication Timeout'");
            client.expectClosed();
            expectReason(GUARDED, client, "Authentication Timeout");
        }
    }

    @Test
    void oneClientTooMany() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, "max_connections: 1");
                WireClient first = WireClient.connect(server);
                WireClient second = WireClient.open(server)) {
            second.expect("-ERR 'maximum connections exceeded'");
            second.expectClosed();
            expectReason(server, second, "Maximum Connections Exceeded");
            first.expectNothing();
        }
    }

    @Test
    void aClientThatIsReset() {
        WireClient client = WireClient.connect(SERVER);
        client.reset();
        expectReason(SERVER, client, "Read Error");
    }

    @Test
    void aClientThatIsResetInTheMiddleOfAMessage() {
        WireClient client = WireClient.connect(SERVER);
        client.sendRaw("PUB foo 100\r\nhalf of");
        client.reset();
        expectReason(SERVER, client, "Read Error");
    }

    @Test
    void aClientThatSaidNothingAndLeft() {
        WireClient client = WireClient.open(GUARDED);
        client.close();
        expectReason(GUARDED, client, "Client Closed");
    }

    @Test
    void aClientThatAnswersNoPing() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, "ping_interval: \"400ms\"", "ping_max: 1");
                WireClient client = WireClient.connect(server)) {
            client.showPings();
            assertThat(client.readUntilClosed()).endsWith("-ERR 'Stale Connection'");
            expectReason(server, client, "Stale Connection");
            Map<String, Object> varz = Monitor.report(server, "/varz");
            assertThat(varz).containsEntry("stale_connections", 1).containsEntry("slow_consumers", 0);
            assertThat(Monitor.map(varz.get("stale_connection_stats"))).containsEntry("clients", 1);
        }
    }

    @Test
    void aReceiverWithTooMuchPending() {
        expectSlowConsumer("max_pending: 2MB", "Slow Consumer (Pending Bytes)");
    }

    @Test
    void aReceiverThatTakesNothingInTime() {
        expectSlowConsumer("write_deadline: \"200ms\"", "Slow Consumer (Write Deadline)");
    }

    private static void expectSlowConsumer(String option, String reason) {
        byte[] message = ("PUB flood 65536\r\n" + "x".repeat(65_536) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, option);
                WireClient slow = WireClient.connect(server);
                WireClient publisher = WireClient.connect(server)) {
            slow.shrinkReceiveBuffer(16_384);
            slow.send("SUB flood 1");
            slow.fence();
            for (int i = 0; i < 250; i++) {
                publisher.sendBytes(message);
            }
            expectReason(server, slow, reason);
            Map<String, Object> varz = Monitor.report(server, "/varz");
            // nats-server counts once more when the write that was under way passes its deadline.
            assertThat((int) varz.get("slow_consumers")).isBetween(1, 2);
            assertThat(varz.get("slow_consumers"))
                    .isEqualTo(Monitor.map(varz.get("slow_consumer_stats")).get("clients"));
            assertThat(varz).containsEntry("stale_connections", 0);
        }
    }

    @Test
    @Deviation("nats-server does not know connection_deadline in a configuration")
    void aUserWhoseTimeIsOver() {
        String deadline = Instant.now().plusMillis(1_500).toString();
        try (ServerUnderTest server = ServerUnderTest.start(
                        MONITORED,
                        "authorization { users: [ { user: u, password: p, connection_deadline: \"" + deadline
                                + "\" } ] }");
                WireClient client = WireClient.connect(server, Connect.user("u", "p"))) {
            client.expect("-ERR 'User Authentication Expired'");
            client.expectClosed();
            expectReason(server, client, "Authentication Expired");
        }
    }

    private static void expectReason(ServerUnderTest server, WireClient client, String reason) {
        assertThat(Monitor.closed(server, client, "")).containsEntry("reason", reason);
    }
}
