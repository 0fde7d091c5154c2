package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The INFO line: protocol specification 2. */
class InfoTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("server_name: midge-test");

    @Test
    void describesTheServer() {
        try (WireClient client = WireClient.open(SERVER)) {
            assertThat(client.info())
                    .containsEntry("server_name", "midge-test")
                    .containsEntry("proto", 1)
                    .containsEntry("host", "127.0.0.1")
                    .containsEntry("port", SERVER.port())
                    .containsEntry("headers", true)
                    .containsEntry("max_payload", 1_048_576)
                    .containsEntry("client_ip", "127.0.0.1")
                    .containsEntry("api_lvl", 5);
            assertThat((String) client.info().get("server_id")).matches("N[A-Z2-7]{55}");
            assertThat((String) client.info().get("xkey")).matches("X[A-Z2-7]{55}");
            assertThat((String) client.info().get("version")).matches("2\\.\\d+\\.\\d+.*");
            assertThat((String) client.info().get("go")).isNotEmpty();
        }
    }

    @Test
    void hasItsMembersInOrder() {
        try (WireClient client = WireClient.open(SERVER)) {
            assertThat(client.info().keySet())
                    .containsExactly(
                            "server_id",
                            "server_name",
                            "version",
                            "proto",
                            "go",
                            "host",
                            "port",
                            "headers",
                            "max_payload",
                            "client_id",
                            "client_ip",
                            "api_lvl",
                            "xkey");
            client.send("CONNECT {\"verbose\":false,\"protocol\":1}", "PING");
            client.expect("PONG");
            assertThat(client.expectInfo().keySet())
                    .containsExactly(
                            "server_id",
                            "server_name",
                            "version",
                            "proto",
                            "go",
                            "host",
                            "port",
                            "headers",
                            "max_payload",
                            "client_id",
                            "client_ip",
                            "connect_info",
                            "remote_account",
                            "api_lvl",
                            "xkey");
        }
    }

    @Test
    void hasTheNonceBehindTheAddress() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "authorization { users: [ { nkey: " + Connect.publicKey(SEED) + " } ] }");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info().keySet())
                    .containsSubsequence(
                            "headers", "auth_required", "max_payload", "client_id", "client_ip", "nonce", "api_lvl");
            assertThat((String) client.info().get("nonce")).matches("[A-Za-z0-9_-]{15}");
        }
    }

    /**
     * nats-server counts clients of its own: four of the system account, one of each other. Those come by and by, so that
     * a client may be before them.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5 | ",
                "7 | accounts { A {}, B { users: [ { user: a, password: a } ] } }",
                "6 | accounts [ A ]",
                "5 | accounts { $SYS { users: [ { user: a, password: a } ] } }",
                "6 | accounts { A {}, B {} }, system_account: A",
                "1 | accounts { A {} }, no_system_account: true"
            })
    void theFirstClientHasAnIdBehindThoseOfTheServer(int id, String accounts) {
        try (ServerUnderTest server = ServerUnderTest.start(accounts == null ? "" : accounts);
                WireClient client = WireClient.open(server)) {
            assertThat(((Number) client.info().get("client_id")).intValue()).isBetween(Math.min(id, 5), id);
        }
    }

    @Test
    void namesAnAddressOfVersionSixInItsShortForm() {
        try (ServerUnderTest server = ServerUnderTest.startAsWritten("listen: \"[::1]:-1\"");
                WireClient client = WireClient.open("::1", server)) {
            assertThat(client.info()).containsEntry("client_ip", "::1").containsEntry("host", "::1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.org:7777, example.org, 7777",
        "example.org, example.org, ",
        "example.org:-1, example.org, ",
        "example.org:0, example.org, ",
        "'[::1]:99', ::1, 99",
        "'[::1]', ::1, ",
        "':99', '', 99"
    })
    void namesTheAdvertisedAddress(String setting, String host, Integer port) {
        try (ServerUnderTest server = ServerUnderTest.start("client_advertise: \"" + setting + '"');
                WireClient client = WireClient.open(server)) {
            assertThat(client.info())
                    .containsEntry("host", host)
                    .containsEntry("port", port == null ? server.port() : port)
                    .doesNotContainKey("connect_urls");
        }
    }

    @Test
    void leavesOutWhatIsNotSo() {
        try (WireClient client = WireClient.open(SERVER)) {
            assertThat(client.info())
                    .doesNotContainKeys(
                            "auth_required",
                            "tls_required",
                            "tls_verify",
                            "tls_available",
                            "jetstream",
                            "nonce",
                            "cluster",
                            "connect_urls",
                            "ws_connect_urls",
                            "ldm",
                            "connect_info",
                            "remote_account");
        }
    }

    @Test
    void numbersClients() {
        try (WireClient first = WireClient.open(SERVER);
                WireClient second = WireClient.open(SERVER)) {
            long one = ((Number) first.info().get("client_id")).longValue();
            long other = ((Number) second.info().get("client_id")).longValue();
            assertThat(one).isPositive();
            assertThat(other).isGreaterThan(one);
        }
    }

    @Test
    void isSentAgainAfterTheFirstPongToAClientOfProtocolOne() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT {\"verbose\":false,\"protocol\":1}", "PING");
            client.expect("PONG");
            Map<String, Object> info = client.expectInfo();
            assertThat(info)
                    .containsEntry("connect_info", true)
                    .containsEntry("remote_account", "$G")
                    .containsEntry("max_payload", 1_048_576)
                    .containsEntry("client_id", client.info().get("client_id"))
                    .doesNotContainKeys("nonce", "acc_is_sys");
            client.expectNothing();
        }
    }

    @Test
    void isNotSentAgainToAClientOfProtocolZero() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT {\"verbose\":false,\"protocol\":0}", "PING");
            client.expect("PONG");
            client.expectNothing();
        }
    }

    @Test
    void isNotSentAgainBeforeConnect() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.expectNothing();
            client.send("CONNECT {\"verbose\":false,\"protocol\":1}", "PING");
            client.expect("PONG");
            assertThat(client.expectInfo()).containsEntry("connect_info", true);
        }
    }

    @Test
    void isNotRepeatedAfterASecondConnect() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("CONNECT {}");
            client.expectNothing();
        }
    }

    @Test
    void serverNameIsTheServerIdUnlessConfigured() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient client = WireClient.open(server)) {
            assertThat(client.info().get("server_name")).isEqualTo(client.info().get("server_id"));
        }
    }

    @Test
    void carriesTheAdvertisedAddressAndTheConfiguredLimits() {
        try (ServerUnderTest server =
                        ServerUnderTest.start("client_advertise: \"example.org:7777\"", "max_payload: 2048");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info())
                    .containsEntry("host", "example.org")
                    .containsEntry("port", 7777)
                    .containsEntry("max_payload", 2048);
        }
    }

    @Test
    void saysThatHeadersAreOff() {
        try (ServerUnderTest server = ServerUnderTest.start("no_header_support: true");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info()).containsEntry("headers", false);
            client.send("CONNECT {\"verbose\":false,\"headers\":true}", "HPUB foo 12 12", "NATS/1.0", "", "");
            client.expectClosed();
        }
    }

    @Test
    void authRequiredIsABoolean() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: secret }");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info().get("auth_required"))
                    .asInstanceOf(InstanceOfAssertFactories.BOOLEAN)
                    .isTrue();
            assertThat(client.info()).doesNotContainKey("nonce");
        }
    }
}
