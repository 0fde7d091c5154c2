package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The report on the server, and how reports are served: accounts and monitoring specification 5.1 to 5.4. */
class VarzTest {

    private static final String MONITORED = "http: \"127.0.0.1:-1\"";

    private static final List<String> MEMBERS = List.of(
            "server_id",
            "server_name",
            "version",
            "proto",
            "go",
            "host",
            "port",
            "max_connections",
            "ping_interval",
            "ping_max",
            "http_host",
            "http_port",
            "http_base_path",
            "https_port",
            "auth_timeout",
            "max_control_line",
            "max_payload",
            "max_pending",
            "cluster",
            "gateway",
            "leaf",
            "mqtt",
            "websocket",
            "jetstream",
            "tls_timeout",
            "write_deadline",
            "start",
            "now",
            "uptime",
            "mem",
            "cores",
            "gomaxprocs",
            "cpu",
            "connections",
            "total_connections",
            "routes",
            "remotes",
            "leafnodes",
            "in_msgs",
            "in_bytes",
            "in_client_msgs",
            "in_client_bytes",
            "out_msgs",
            "out_bytes",
            "out_client_msgs",
            "out_client_bytes",
            "slow_consumers",
            "stale_connections",
            "stalled_clients",
            "subscriptions",
            "http_req_stats",
            "config_load_time",
            "config_digest",
            "system_account",
            "slow_consumer_stats",
            "stale_connection_stats",
            "disk_io_wait_stats");

    /** What a build of nats-server may say about itself, and about experiments that are its own. */
    private static final List<String> OF_NATS_SERVER_ONLY = List.of("git_commit", "gomemlimit", "feature_flags");

    @Test
    void membersStandInTheirOrder() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            List<String> members =
                    new ArrayList<>(Monitor.report(server, "/varz").keySet());
            members.removeAll(OF_NATS_SERVER_ONLY);
            assertThat(members).isEqualTo(MEMBERS);
        }
    }

    @Test
    void settingsAreShown() {
        String config = """
                server_name: one
                server_tags: [ " A ", "b:c", a, "" ]
                server_metadata { z: last, a: "<first>" }
                max_connections: 77
                max_subscriptions: 9
                max_payload: 1234
                max_control_line: 777
                max_pending: 1MB
                write_deadline: "3s"
                write_timeout: retry
                ping_interval: "7s"
                ping_max: 5
                client_advertise: "example.org:99"
                authorization { user: u, password: p, timeout: 1.5 }
                """;
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, config)) {
            Map<String, Object> report = Monitor.report(server, "/varz");
            assertThat(report)
                    .containsEntry("server_name", "one")
                    .containsEntry("tags", List.of("a", "b:c"))
                    .containsEntry("metadata", Map.of("a", "<first>", "z", "last"))
                    .containsEntry("max_connections", 77)
                    .containsEntry("max_subscriptions", 9)
                    .containsEntry("max_payload", 1234)
                    .containsEntry("max_control_line", 777)
                    .containsEntry("max_pending", 1048576)
                    .containsEntry("write_deadline", 3_000_000_000L)
                    .containsEntry("write_timeout", "retry")
                    .containsEntry("ping_interval", 7_000_000_000L)
                    .containsEntry("ping_max", 5)
                    .containsEntry("host", "example.org")
                    .containsEntry("port", 99)
                    .containsEntry("auth_required", true)
                    .containsEntry("auth_timeout", 1.5);
            List<String> members = new ArrayList<>(report.keySet());
            assertThat(members.subList(members.indexOf("config_digest") + 1, members.indexOf("system_account")))
                    .startsWith("tags", "metadata");
        }
    }

    @Test
    void requestsAreCounted() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            for (String path : List.of(
                    "/",
                    "/connz",
                    "/connz?auth=zz",
                    "/connz?sort=zz",
                    "/subsz",
                    "/subscriptionsz",
                    "/routez?subs=zz")) {
                Monitor.ask(server, "GET", path);
            }
            for (String path : List.of(
                    "/routez", "/gatewayz?accs=zz", "/leafz", "/accountz?acc=none", "/accstatz", "/jsz", "/healthz")) {
                Monitor.ask(server, "GET", path);
            }
            for (String path : List.of("/raftz", "/ipqueuesz", "/stacksz", "/debug/vars", "/none", "/varz/")) {
                Monitor.ask(server, "GET", path);
            }
            assertThat(Monitor.map(Monitor.report(server, "/varz").get("http_req_stats")))
                    .isEqualTo(Map.ofEntries(
                            Map.entry("/", 1),
                            Map.entry("/connz", 2),
                            Map.entry("/subsz", 2),
                            Map.entry("/routez", 1),
                            Map.entry("/gatewayz", 1),
                            Map.entry("/leafz", 1),
                            Map.entry("/accountz", 1),
                            Map.entry("/accstatz", 1),
                            Map.entry("/jsz", 1),
                            Map.entry("/healthz", 1),
                            Map.entry("/varz", 1)));
        }
    }

    @Test
    void everythingIsUnderTheBasePath() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, "http_base_path: \"a/../nats/\"")) {
            assertThat(Monitor.report(server, "/nats/varz")).containsEntry("http_base_path", "a/../nats/");
            assertThat(Monitor.ask(server, "GET", "/nats").body())
                    .contains("href=")
                    .contains("./nats/connz");
            for (String path : List.of("/varz", "/", "/nats/", "/nats/varz/", "/natsvarz")) {
                HttpResponse<String> response = Monitor.ask(server, "GET", path);
                assertThat(response.statusCode()).as(path).isEqualTo(404);
                assertThat(response.body()).isEqualTo("404 page not found\n");
                assertThat(response.headers().firstValue("X-Content-Type-Options"))
                        .contains("nosniff");
            }
        }
    }

    @Test
    void aPathThatCouldBeShorterIsRedirected() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            HttpResponse<String> response = Monitor.ask(server, "GET", "/a/../varz?x=1&y");
            assertThat(response.statusCode()).isEqualTo(307);
            assertThat(response.headers().firstValue("Location")).contains("/varz?x=1&y");
            assertThat(Monitor.ask(server, "GET", "/%76arz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theFirstPageLinksTheReports() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            HttpResponse<String> response = Monitor.ask(server, "GET", "/?x");
            assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            for (String path : List.of(
                    "varz",
                    "jsz",
                    "connz",
                    "accountz",
                    "accstatz",
                    "subsz",
                    "routez",
                    "leafz",
                    "gatewayz",
                    "raftz",
                    "healthz",
                    "debug/vars")) {
                assertThat(response.body()).contains("./" + path);
            }
        }
    }

    @Test
    void anyMethodIsServedAndHeadWithoutABody() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
                assertThat(Monitor.ask(server, method, "/varz").body())
                        .as(method)
                        .startsWith("{\n  \"server_id\"");
            }
            HttpResponse<String> head = Monitor.ask(server, "HEAD", "/varz");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void thereIsNoCallback() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            assertThat(Monitor.report(server, "/varz?callback=f")).containsKey("server_id");
        }
    }
}
