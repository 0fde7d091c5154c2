package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which options a reload applies, and which it refuses: configuration specification 5 and 9.2. */
class ReloadOptionsTest {

    private static final String MONITORED = "http: \"127.0.0.1:-1\"";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            server_name: other                | ServerName: old=, new=other
            http_port: -1                     | HTTPPort: old=0, new=-1
            http_base_path: "/x"              | HTTPBasePath: old=, new=/x
            max_pending: 5MB                  | MaxPending: old=67108864, new=5242880
            max_subscriptions: 5              | MaxSubs: old=0, new=5
            max_subscription_tokens: 7        | MaxSubTokens: old=0, new=7
            max_closed_clients: 5             | MaxClosedClients: old=10000, new=5
            no_header_support: true           | NoHeaderSupport: old=false, new=true
            proxy_protocol: true              | ProxyProtocol: old=false, new=true
            write_timeout: retry              | WriteTimeout: old=, new=retry
            lame_duck_duration: "40s"         | LameDuckDuration: old=2m0s, new=40s
            lame_duck_grace_period: "5s"      | LameDuckGracePeriod: old=10s, new=5s
            disable_sublist_cache: true       | NoSublistCache: old=false, new=true
            no_system_account: true           | NoSystemAccount: old=false, new=true
            logfile_size_limit: 100           | LogSizeLimit: old=0, new=100
            logfile_max_num: 4                | LogMaxFiles: old=0, new=4
            prof_port: 7777                   | ProfPort: old=0, new=7777
            allow_non_tls: true               | AllowNonTLS: old=false, new=true
            authorization { proxy_required: true, token: t } | ProxyRequired: old=false, new=true
            websocket { no_tls: true, port: -1 } | Websocket:
            feature_flags { js_ack_fc_v2: true } | FeatureFlags:
            no_auth_user: a; authorization { users: [ {user: a, password: b} ] } | NoAuthUser: old=, new=a
            system_account: A; accounts { A { users: [ {user: a, password: b} ] } } | SystemAccount: old=, new=A
            """)
    void takesARestart(String lines, String refusal) {
        assertThat(SERVER.reload(lines.split(";")))
                .contains("[ERR] Failed to reload server configuration: config reload not supported for " + refusal);
        WireClient.expectAdmitted(SERVER, Connect.standard());
    }

    @Test
    void anotherPortTakesARestartUnlessItIsTheOneInUse() {
        try (ServerUnderTest server = ServerUnderTest.start()) {
            int port = server.port();
            assertThat(server.reloadAsWritten("listen: \"127.0.0.1:1\"\ndebug: true\n"))
                    .contains("config reload not supported for Port: old=" + port + ", new=1\n");
            assertThat(server.reloadAsWritten("listen: \"127.0.0.1:" + port + "\"\ndebug: true\n"))
                    .contains("Reloaded server configuration");
            server.reloaded("ping_max: 3");
            WireClient.expectAdmitted(server, Connect.standard());
        }
    }

    @Test
    void anotherHostTakesARestart() {
        assertThat(SERVER.reloadAsWritten("listen: \"127.0.0.2:-1\"\ndebug: true\n"))
                .contains("config reload not supported for Host: old=127.0.0.1, new=127.0.0.2\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            max_payload: 100MB                | max_payload (104857600) cannot be higher than max_pending (67108864)
            lame_duck_grace_period: "500s"    | lame duck grace period (8m20s) should be strictly lower than lame duck duration (2m0s)
            client_advertise: "a:b:c"         | invalid ClientAdvertise value of a:b:c, err=address a:b:c: too many colons in address
            client_advertise: "a:b"           | invalid ClientAdvertise value of a:b, err=strconv.Atoi: parsing "b": invalid syntax
            """)
    void isRefused(String line, String refusal) {
        assertThat(SERVER.reload(line)).contains("[ERR] Failed to reload server configuration: " + refusal + "\n");
    }

    @Test
    void everyChangeHasItsLineAndTheOrderIsFixed() {
        try (ServerUnderTest server = ServerUnderTest.start("server_metadata { x: y }")) {
            String log = server.reloaded(
                    "server_tags: [a, b]",
                    "max_traced_msg_len: 20",
                    "write_deadline: \"7s\"",
                    "no_fast_producer_stall: true",
                    "max_payload: 1000",
                    "max_control_line: 2048",
                    "authorization { user: u, password: p, timeout: 3.5 }",
                    "ping_max: 3",
                    "ping_interval: \"30s\"",
                    "max_connections: 100",
                    "trace_headers: true",
                    "client_advertise: \"a.example:1\"");
            List<String> lines = new ArrayList<>(List.of(log.split("\n")));
            lines.removeIf(line -> !line.startsWith("[INF] Reload"));
            lines.replaceAll(line -> line.replaceFirst(" \\(sha256.*", "").trim());
            assertThat(lines)
                    .containsExactly(
                            "[INF] Reload: client_advertise = a.example:1",
                            "[INF] Reloaded: trace = true",
                            "[INF] Reloaded: trace_headers = true",
                            "[INF] Reloaded: max_connections = 100",
                            "[INF] Reloaded: authorization users",
                            "[INF] Reloaded: accounts",
                            "[INF] Reloaded: authorization username",
                            "[INF] Reloaded: authorization password",
                            "[INF] Reloaded: ping_interval = 30s",
                            "[INF] Reloaded: ping_max = 3",
                            "[INF] Reloaded: authorization timeout = 3.5",
                            "[INF] Reloaded: max_control_line = 2048",
                            "[INF] Reloaded: max_payload = 1000",
                            "[INF] Reloaded: fast producers will not be stalled",
                            "[INF] Reloaded: write_deadline = 7s",
                            "[INF] Reloaded: max_traced_msg_len = 20",
                            "[INF] Reloaded: tags",
                            "[INF] Reloaded: metadata",
                            "[INF] Reloaded server configuration");
        }
    }

    @Test
    void surplusConnectionsAreClosed() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED);
                WireClient one = WireClient.connect(server);
                WireClient two = WireClient.connect(server);
                WireClient three = WireClient.connect(server)) {
            String log = server.reloaded(MONITORED, "max_connections: 1");
            assertThat(log)
                    .containsSubsequence(
                            "[INF] Closed 2 connections to fall within max_connections",
                            "[INF] Reloaded: max_connections = 1");
            List<String> ends = new ArrayList<>();
            for (WireClient client : List.of(one, two, three)) {
                client.send("PING");
                ends.add(client.readLine());
            }
            assertThat(ends)
                    .containsExactlyInAnyOrder(
                            "PONG", "-ERR 'maximum connections exceeded'", "-ERR 'maximum connections exceeded'");
            try (WireClient late = WireClient.open(server)) {
                late.expect("-ERR 'maximum connections exceeded'");
                late.expectClosed();
            }
        }
    }

    @Test
    void aLowerMaxPayloadIsInForceAtOnceAndNoInfoComes() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient client = WireClient.connect(server)) {
            server.reloaded("max_payload: 4");
            client.send("PUB foo 4", "1234");
            client.expectNothing();
            client.send("PUB foo 5", "12345");
            client.expect("-ERR 'Maximum Payload Violation'");
            client.expectClosed();
            try (WireClient late = WireClient.open(server)) {
                assertThat(late.info()).containsEntry("max_payload", 4);
            }
        }
    }

    @Test
    void aLowerMaxControlLineIsInForceAtOnce() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient client = WireClient.connect(server)) {
            server.reloaded("max_control_line: 64");
            client.send("SUB " + "x".repeat(100) + " 1");
            client.expect("-ERR 'maximum control line exceeded'");
            client.expectClosed();
        }
    }

    @Test
    void whatIsAdvertisedStandsInTheInfoOfNewConnections() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient before = WireClient.connect(server)) {
            server.reloaded("client_advertise: \"a.example:1\"");
            before.expectNothing();
            try (WireClient after = WireClient.open(server)) {
                assertThat(after.info()).containsEntry("host", "a.example").containsEntry("port", 1);
            }
        }
    }

    @Test
    void whetherAuthenticationIsRequiredStandsInTheInfoOfNewConnections() {
        try (ServerUnderTest server = ServerUnderTest.start()) {
            server.reloaded("authorization { token: t }");
            try (WireClient after = WireClient.open(server)) {
                assertThat(after.info()).containsEntry("auth_required", true).doesNotContainKey("nonce");
            }
            server.reloaded("authorization { users: [ {nkey: "
                    + Connect.publicKey("SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E") + "} ] }");
            try (WireClient after = WireClient.open(server)) {
                assertThat(after.info()).containsKey("nonce");
            }
            server.reloaded();
            try (WireClient after = WireClient.open(server)) {
                assertThat(after.info()).doesNotContainKeys("auth_required", "nonce");
            }
        }
    }

    @Test
    void aShorterLoginTimeIsThatOfNewConnections() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: t, timeout: 60 }")) {
            server.reloaded("authorization { token: t, timeout: 0.1 }");
            try (WireClient silent = WireClient.open(server)) {
                silent.expect("-ERR 'Authentication Timeout'");
                silent.expectClosed();
            }
        }
    }

    @Test
    void pingsComeAtTheNewPace() {
        try (ServerUnderTest server = ServerUnderTest.start("ping_interval: \"300ms\"");
                WireClient client = WireClient.connect(server)) {
            client.showPings();
            client.expect("PING");
            client.send("PONG");
            server.reloaded("ping_interval: \"60s\"", "ping_max: 1");
            client.expectNothing();
        }
    }

    @Test
    void monitoringTellsOfTheNewSettings() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            Object loaded = Monitor.report(server, "/varz").get("config_load_time");
            server.reloaded(
                    MONITORED,
                    "authorization { token: t, timeout: 3 }",
                    "max_connections: 77",
                    "max_payload: 1000",
                    "max_control_line: 2048",
                    "ping_interval: \"5s\"",
                    "ping_max: 4",
                    "write_deadline: \"7s\"",
                    "server_tags: [a, b]",
                    "server_metadata { x: y }");
            assertThat(Monitor.report(server, "/varz"))
                    .containsEntry("auth_required", true)
                    .containsEntry("auth_timeout", 3)
                    .containsEntry("max_connections", 77)
                    .containsEntry("max_payload", 1000)
                    .containsEntry("max_control_line", 2048)
                    .containsEntry("ping_interval", 5_000_000_000L)
                    .containsEntry("ping_max", 4)
                    .containsEntry("write_deadline", 7_000_000_000L)
                    .containsEntry("tags", List.of("a", "b"))
                    .containsEntry("metadata", Map.of("x", "y"))
                    .doesNotContainEntry("config_load_time", loaded);
            server.reloaded(MONITORED);
            assertThat(Monitor.report(server, "/varz"))
                    .doesNotContainKeys("auth_required", "tags", "metadata")
                    .containsEntry("max_connections", 65536);
        }
    }

    @Test
    void debugAndTraceAreSwitched() {
        try (ServerUnderTest server = ServerUnderTest.start()) {
            server.reloaded("trace: true");
            try (WireClient client = WireClient.connect(server)) {
                client.send("SUB traced.on 1");
                client.fence();
                Eventually.isTrue("a trace", () -> server.log().contains("<<- [SUB traced.on 1]"));
                server.reloaded("trace: false");
                client.send("SUB traced.off 2");
                client.fence();
                assertThat(server.log()).doesNotContain("traced.off");
            }
        }
    }

    @Test
    void noAuthUserGoesTogetherWithItsUserOnly() {
        String users = "authorization { users: [ {user: shy, password: p}, {user: a, password: p} ] }";
        try (ServerUnderTest server = ServerUnderTest.start("no_auth_user: shy", users)) {
            assertThat(server.reload(users)).contains("config reload not supported for NoAuthUser: old=shy, new=\n");
            assertThat(server.reload("no_auth_user: a", users))
                    .contains("config reload not supported for NoAuthUser: old=shy, new=a\n");
            server.reloaded("authorization { users: [ {user: a, password: p} ] }");
            WireClient.expectRefused(server, Connect.standard());
        }
    }

    @Test
    void theSystemAccountCanBeUnset() {
        String system = "accounts { $SYS { users: [ {user: sys, password: p} ] } }";
        try (ServerUnderTest server = ServerUnderTest.start(system)) {
            WireClient.expectAdmitted(server, Connect.user("sys", "p"));
            server.reloaded(system, "ping_max: 3");
            WireClient.expectAdmitted(server, Connect.user("sys", "p"));
            server.reloaded("authorization { users: [ {user: a, password: p} ] }");
            WireClient.expectRefused(server, Connect.user("sys", "p"));
        }
    }
}
