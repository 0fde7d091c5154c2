package dev.midge.it;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens before CONNECT where authentication is required: protocol specification 1.3, 1.6, 10.2. */
@Execution(ExecutionMode.CONCURRENT)
class AuthGateTest {

    private static final Duration TIMEOUT = Duration.ofMillis(400);

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("authorization { token: secret, timeout: \"400ms\" }");

    @ParameterizedTest
    @ValueSource(
            strings = {"PING\r\n", "P", "SUB foo 1\r\n", "ZZZ", "\r\n", " ", "INFO {}\r\n", "+OK\r\n", "-ERR x\r\n"})
    void anyOperationButConnectIsAViolation(String bytes) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(bytes);
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CX", "cZ", "CONNECX", "COP"})
    void whatOnlyBeginsLikeConnectIsNoOperation(String bytes) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(bytes);
            client.expect("-ERR 'Unknown Protocol Operation'");
            client.expectClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "CONNECT {\"auth_token\":\"secret\""})
    void aClientThatDoesNotFinishConnectIsTimedOut(String bytes) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(bytes);
            client.expect("-ERR 'Authentication Timeout'");
            client.expectClosed();
        }
    }

    @Test
    void aClientThatLoggedInIsNotTimedOut() {
        try (WireClient client = WireClient.connect(SERVER, Connect.token("secret"))) {
            client.expectSilence(TIMEOUT.multipliedBy(2));
            client.expectNothing();
        }
    }

    @Test
    void aConnectWithBrokenJsonClosesWithoutAWord() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT {\"auth_token\":");
            client.expectClosed();
        }
    }

    @Test
    void anOverlongConnectIsRefused() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT {\"name\":\"" + "x".repeat(5_000) + "\"}");
            client.expect("-ERR 'maximum control line exceeded'");
            client.expectClosed();
        }
    }

    @Test
    void withoutAuthenticationThereIsNoDeadlineForConnect() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { timeout: \"100ms\" }");
                WireClient client = WireClient.open(server)) {
            client.expectSilence(Duration.ofMillis(400));
            client.expectNothing();
        }
    }
}
