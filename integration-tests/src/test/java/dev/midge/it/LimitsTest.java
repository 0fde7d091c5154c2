package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configured limits: protocol specification 10.1. */
class LimitsTest {

    @Test
    void aConnectionTooManyGetsInfoAndARefusal() {
        try (ServerUnderTest server = ServerUnderTest.start("max_connections: 2");
                WireClient one = WireClient.connect(server)) {
            try (WireClient two = WireClient.connect(server);
                    WireClient three = WireClient.open(server)) {
                three.expect("-ERR 'maximum connections exceeded'");
                three.expectClosed();
                two.expectNothing();
            }
            Eventually.isTrue("a place for another connection", () -> isAdmitted(server));
            one.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void withoutAnyConnectionAllowedEverybodyIsRefused(int limit) {
        try (ServerUnderTest server = ServerUnderTest.start("max_connections: " + limit);
                WireClient client = WireClient.open(server)) {
            client.expect("-ERR 'maximum connections exceeded'");
            client.expectClosed();
            String line = " - cid:" + client.info().get("client_id") + " - maximum connections exceeded\n";
            Eventually.isTrue("logged:" + line, () -> server.log().contains(line));
        }
    }

    @Test
    void aSubscriptionTooManyIsRefusedAndTheConnectionStaysOpen() {
        try (ServerUnderTest server = ServerUnderTest.start("max_subscriptions: 2");
                WireClient client = WireClient.connect(server)) {
            client.send("SUB a 1", "SUB b 2", "SUB c 3", "SUB a 1", "PUB c 0", "", "PUB b 0", "");
            client.expect(
                    "-ERR 'maximum subscriptions exceeded'", "-ERR 'maximum subscriptions exceeded'", "MSG b 2 0", "");
            client.send("UNSUB 1", "SUB c 3", "PUB c 0", "");
            client.expect("MSG c 3 0", "");
        }
    }

    @Test
    void aSubscriptionLimitOfMinusOneIsNone() {
        try (ServerUnderTest server = ServerUnderTest.start("max_subscriptions: -1");
                WireClient client = WireClient.open(server)) {
            client.send("SUB a 1");
            client.expect("+OK");
            client.send(client.connectLine(Connect.verbose()), "SUB a 1", "PUB a 0", "");
            client.expect("+OK", "+OK", "+OK", "MSG a 1 0", "");
        }
    }

    @Test
    void aSubjectWithTooManyTokensIsRefused() {
        try (ServerUnderTest server = ServerUnderTest.start("max_subscription_tokens: 3");
                WireClient client = WireClient.connect(server)) {
            client.send("SUB a.b.c 1", "SUB a.b.c.d 2", "SUB a.b.> 3", "SUB a.*.c.> q 4", "PUB a.b.c.d 0", "");
            client.expect(
                    "-ERR 'Permissions Violation for Subscription to \"a.b.c.d\", too many tokens'",
                    "-ERR 'Permissions Violation for Subscription to \"a.*.c.>\", too many tokens'",
                    "MSG a.b.c.d 3 0",
                    "");
            client.expectNothing();
        }
    }

    @Test
    void theConfiguredControlLineLimitHolds() {
        try (ServerUnderTest server = ServerUnderTest.start("max_control_line: 128");
                WireClient client = WireClient.connect(server)) {
            client.send("SUB " + "x".repeat(126) + " 1");
            client.expectNothing();
            client.send("SUB " + "x".repeat(127) + " 2");
            client.expect("-ERR 'maximum control line exceeded'");
            client.expectClosed();
        }
    }

    @Test
    void theConfiguredPayloadLimitHolds() {
        try (ServerUnderTest server = ServerUnderTest.start("max_payload: 16");
                WireClient client = WireClient.connect(server)) {
            client.send("SUB a 1", "PUB a 16", "0123456789abcdef");
            client.expect("MSG a 1 16", "0123456789abcdef");
            client.send("PUB a 17");
            client.expect("-ERR 'Maximum Payload Violation'");
            client.expectClosed();
        }
    }

    @Test
    void aNegativePayloadLimitIsNone() {
        String payload = "x".repeat(3_000_000);
        try (ServerUnderTest server = ServerUnderTest.start("max_payload: -1");
                WireClient client = WireClient.connect(server)) {
            assertThat(client.info()).containsEntry("max_payload", -1);
            client.send("SUB a 1", "PUB a 3000000", payload);
            client.expect("MSG a 1 3000000", payload);
        }
    }

    @Test
    void noPayloadLimitGivenAsZeroIsTheDefault() {
        try (ServerUnderTest server = ServerUnderTest.start("max_payload: 0");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info()).containsEntry("max_payload", 1_048_576);
        }
    }

    @Test
    void aLargePayloadLimitIsWarnedOf() {
        String warning = "Maximum payloads over 8.00 MB are generally discouraged and could lead to poor performance";
        try (ServerUnderTest server = ServerUnderTest.start("max_payload: 8388608")) {
            assertThat(server.log()).doesNotContain(warning);
        }
        try (ServerUnderTest server = ServerUnderTest.start("max_payload: 8388609")) {
            assertThat(server.log()).contains("[WRN] " + warning);
        }
    }

    @Test
    void aNegativePayloadLimitOtherThanMinusOneRefusesEveryMessage() {
        try (ServerUnderTest server = ServerUnderTest.start("max_payload: -5");
                WireClient client = WireClient.connect(server)) {
            assertThat(client.info()).containsEntry("max_payload", -5);
            client.send("PUB a 0", "");
            client.expect("-ERR 'Maximum Payload Violation'");
            client.expectClosed();
        }
    }

    private static boolean isAdmitted(ServerUnderTest server) {
        try (WireClient client = WireClient.open(server)) {
            client.send("PING");
            return client.readLine().equals("PONG");
        }
    }
}
