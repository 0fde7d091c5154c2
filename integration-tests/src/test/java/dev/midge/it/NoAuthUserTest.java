package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients without credentials where no_auth_user names who they are: authentication specification 4.3 and 4.5. */
class NoAuthUserTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "no_auth_user: guest",
            "authorization { timeout: \"400ms\", users: [",
            "  { user: guest, password: unknown, permissions: { publish: \"public.>\" } }",
            "  { user: ann, password: wonderland }",
            "] }");

    @Test
    void infoDoesNotAskForAuthentication() {
        try (WireClient client = WireClient.open(SERVER)) {
            assertThat(client.info()).doesNotContainKeys("auth_required", "nonce");
        }
    }

    @Test
    void connectWithoutCredentialsIsThatUser() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("PUB public.x 0", "", "PUB private.x 0", "");
            client.expect("-ERR 'Permissions Violation for Publish to \"private.x\"'");
            client.expectNothing();
        }
    }

    @Test
    void anOperationBeforeConnectIsThatUsersToo() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("PING", "SUB foo 1", "PUB private.x 0", "", "PUB public.x 0", "");
            client.expect("PONG", "+OK", "-ERR 'Permissions Violation for Publish to \"private.x\"'", "+OK");
        }
    }

    @Test
    void aConnectAfterSuchAnOperationIsASecondOne() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("SUB private.x 1");
            client.expect("+OK");
            client.login(Connect.user("ann", "wonderland"));
            client.send("PUB private.x 2", "hi");
            client.expectNothing();
        }
    }

    @Test
    void aConnectBehindAnAnsweredPingBringsNoInfo() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("PING", "CONNECT {\"verbose\":false,\"protocol\":1}", "PING", "PING");
            client.expect("PONG", "PONG", "PONG");
        }
    }

    @Deviation("nats-server lets the client use the password of no_auth_user, which it does not know")
    @Test
    void aSecondConnectIsNotCompletedByTheCredentialsOfThatUser() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("CONNECT {\"user\":\"guest\"}");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
        }
    }

    @Test
    void otherUsersLogInWithTheirCredentials() {
        try (WireClient client = WireClient.connect(SERVER, Connect.user("ann", "wonderland"))) {
            client.send("PUB private.x 0", "");
            client.expectNothing();
        }
    }

    @Test
    void wrongOrPartialCredentialsAreNotReplaced() {
        WireClient.expectRefused(SERVER, Connect.user("ann", "wrong"));
        WireClient.expectRefused(SERVER, Connect.user("nobody", "x"));
        WireClient.expectRefused(SERVER, Connect.standard().with("user", "guest"));
        WireClient.expectRefused(SERVER, Connect.standard().with("pass", "x"));
        WireClient.expectRefused(SERVER, Connect.token("x"));
    }

    @Test
    void aSilentClientRunsIntoTheAuthenticationTimeoutAllTheSame() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.expect("-ERR 'Authentication Timeout'");
            client.expectClosed();
        }
    }

    @Nested
    class WhenItIsAnNKey {

        @RegisterExtension
        static final ServerUnderTest KEYS = ServerUnderTest.shared(
                "no_auth_user: " + Connect.publicKey(SEED),
                "authorization { users: [",
                "  { nkey: " + Connect.publicKey(SEED) + ", permissions: { publish: \"public.>\" } }",
                "  { user: ann, password: wonderland }",
                "] }");

        @Test
        void connectWithoutCredentialsIsThatKeyWithoutASignature() {
            try (WireClient client = WireClient.connect(KEYS)) {
                client.send("PUB public.x 0", "", "PUB private.x 0", "");
                client.expect("-ERR 'Permissions Violation for Publish to \"private.x\"'");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"PING", "SUB foo 1", "PUB public.x 0"})
        void anOperationBeforeConnectIsRefused(String line) {
            try (WireClient client = WireClient.open(KEYS)) {
                client.send(line);
                client.expect("-ERR 'Authorization Violation'");
                client.expectClosed();
            }
        }

        @Test
        void infoDoesNotAskForAuthenticationButCarriesANonce() {
            try (WireClient client = WireClient.open(KEYS)) {
                assertThat(client.info()).doesNotContainKey("auth_required").containsKey("nonce");
            }
        }

        @Test
        void credentialsAreJudgedAsUsual() {
            WireClient.expectAdmitted(KEYS, Connect.user("ann", "wonderland"));
            WireClient.expectAdmitted(KEYS, Connect.nkey(SEED));
            WireClient.expectRefused(KEYS, Connect.user("ann", "wrong"));
            WireClient.expectRefused(KEYS, Connect.token("x"));
        }
    }
}
