package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reports on accounts: accounts and monitoring specification 5.7. */
class AccountReportsTest {

    private static final String MONITORED = "http: \"127.0.0.1:-1\"";
    private static final String ACCOUNTS = """
            accounts {
              A { users: [ {user: ann, password: pw}, {user: amy, password: pw} ] }
              B { users: [ {user: bob, password: pw} ] }
              S { users: [ {user: sys, password: pw} ] }
            }
            system_account: S
            """;

    @Test
    void accountsAreNamed() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            Map<String, Object> report = Monitor.report(server, "/accountz");
            assertThat(report.keySet()).containsExactly("server_id", "now", "system_account", "accounts");
            assertThat(report).containsEntry("system_account", "$SYS");
            assertThat(Monitor.list(report.get("accounts"))).containsExactlyInAnyOrder("$G", "$SYS");
        }
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, ACCOUNTS)) {
            Map<String, Object> report = Monitor.report(server, "/accountz?acc=");
            assertThat(report).containsEntry("system_account", "S");
            assertThat(Monitor.list(report.get("accounts"))).containsExactlyInAnyOrder("$G", "A", "B", "S");
        }
    }

    @Test
    void anAccountIsDescribed() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, ACCOUNTS);
                WireClient ann = WireClient.connect(server, Connect.user("ann", "pw"))) {
            Map<String, Object> before = detail(server, "A");
            assertThat(before)
                    .containsEntry("account_name", "A")
                    .containsEntry("name_tag", "A")
                    .containsEntry("expired", false)
                    .containsEntry("complete", true)
                    .containsEntry("jetstream_enabled", false)
                    .containsEntry("leafnode_connections", 0)
                    .containsEntry("client_connections", 1)
                    .containsKey("update_time")
                    .doesNotContainKey("is_system");
            assertThat(Monitor.map(before.get("sublist_stats")).keySet())
                    .containsExactly(
                            "num_subscriptions",
                            "num_cache",
                            "num_inserts",
                            "num_removes",
                            "num_matches",
                            "cache_hit_rate",
                            "max_fanout",
                            "avg_fanout");
            ann.send("SUB x 1", "SUB y 2");
            ann.fence();
            Map<String, Object> after = detail(server, "A");
            assertThat((int) after.get("subscriptions") - (int) before.get("subscriptions"))
                    .isEqualTo(2);
            assertThat(detail(server, "B")).containsEntry("client_connections", 0);
            assertThat(detail(server, "S")).containsEntry("is_system", true);
        }
    }

    private static Map<String, Object> detail(ServerUnderTest server, String account) {
        Map<String, Object> report = Monitor.report(server, "/accountz?acc=" + account);
        assertThat(report).doesNotContainKey("accounts");
        return Monitor.map(report.get("account_detail"));
    }

    @Test
    void anUnknownAccountDoesNotExist() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            assertThat(Monitor.refusal(server, "/accountz?acc=no%20body")).isEqualTo("Account no body does not exist");
        }
    }

    @Test
    void accountsWithoutConnectionsAreShownOnRequest() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, ACCOUNTS)) {
            assertThat(names(server, "/accstatz")).isEmpty();
            assertThat(names(server, "/accstatz?unused=1")).containsExactlyInAnyOrder("$G", "A", "B", "S");
            try (WireClient bob = WireClient.connect(server, Connect.user("bob", "pw"))) {
                bob.fence();
                assertThat(names(server, "/accstatz")).containsExactly("B");
            }
            Eventually.isTrue(
                    "nobody is connected", () -> names(server, "/accstatz").isEmpty());
        }
    }

    private static List<Object> names(ServerUnderTest server, String path) {
        List<Object> names = new ArrayList<>();
        Monitor.maps(Monitor.report(server, path).get("account_statz")).forEach(account -> {
            assertThat(account).containsEntry("name", account.get("acc"));
            names.add(account.get("acc"));
        });
        return names;
    }

    @Test
    void aClientThatHasNotSaidConnectIsInTheGlobalAccount() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, ACCOUNTS);
                WireClient client = WireClient.open(server)) {
            assertThat(client.info()).containsKey("client_id");
            Eventually.isTrue("it is seen", () -> names(server, "/accstatz").equals(List.of("$G")));
            client.send(client.connectLine(Connect.user("ann", "pw")), "PING");
            client.expect("PONG");
            assertThat(names(server, "/accstatz")).containsExactly("A");
        }
    }

    @Test
    void messagesCountForTheAccountOfThePublisher() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, ACCOUNTS);
                WireClient ann = WireClient.connect(server, Connect.user("ann", "pw"));
                WireClient amy = WireClient.connect(server, Connect.user("amy", "pw"));
                WireClient bob = WireClient.connect(server, Connect.user("bob", "pw"))) {
            amy.send("SUB x 1", "SUB x 2");
            amy.fence();
            ann.send("PUB x 5", "hello", "PUB x 2", "ho", "PUB y 1", "-");
            ann.fence();
            bob.send("PUB x 3", "abc");
            bob.fence();
            assertThat(account(server, "A"))
                    .containsEntry("conns", 2)
                    .containsEntry("total_conns", 2)
                    .containsEntry("leafnodes", 0)
                    .containsEntry("slow_consumers", 0)
                    .containsEntry("received", messages(3, 8))
                    .containsEntry("sent", messages(4, 14));
            assertThat(account(server, "B"))
                    .containsEntry("conns", 1)
                    .containsEntry("received", messages(1, 3))
                    .containsEntry("sent", messages(0, 0));
        }
    }

    private static Map<String, Object> account(ServerUnderTest server, String name) {
        return Monitor.maps(Monitor.report(server, "/accstatz").get("account_statz")).stream()
                .filter(account -> account.get("acc").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Object> messages(int count, int bytes) {
        Map<String, Object> none = Map.of("msgs", 0, "bytes", 0);
        return Map.of("msgs", count, "bytes", bytes, "gateways", none, "routes", none, "leafs", none);
    }
}
