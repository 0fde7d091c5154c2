package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The report on connections: accounts and monitoring specification 5.2, 5.5, 5.11. */
class ConnzTest {

    private static final String MONITORED = "http: \"127.0.0.1:-1\"";
    private static final String USERS =
            "authorization { users: [ { user: ann, password: pw }, { user: bob, password: pw, permissions: { publish: ok } } ] }";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(MONITORED);

    @RegisterExtension
    static final ServerUnderTest GUARDED = ServerUnderTest.shared(MONITORED, USERS);

    private static Connect named(String name) {
        return Connect.standard().with("name", name).with("lang", "java").with("version", "1.2");
    }

    @Test
    void theReportSaysWhatItHolds() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED);
                WireClient client = WireClient.connect(server)) {
            Map<String, Object> report = Monitor.report(server, "/connz");
            assertThat(report.keySet())
                    .containsExactly("server_id", "now", "num_connections", "total", "offset", "limit", "connections");
            assertThat(report)
                    .containsEntry("server_id", client.info().get("server_id"))
                    .containsEntry("num_connections", 1)
                    .containsEntry("total", 1)
                    .containsEntry("offset", 0)
                    .containsEntry("limit", 1024);
            assertThat((String) report.get("now")).endsWith("Z");
            assertThat(Instant.parse((String) report.get("now")))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        }
    }

    @Test
    void aConnectionIsShownWithItsFiguresInOrder() {
        try (WireClient client = WireClient.connect(SERVER, named("figures"))) {
            client.send("SUB foo 1", "SUB bar.* q 2", "PUB foo 5", "hello", "PUB nobody 2", "hi");
            client.expect("MSG foo 1 5", "hello");
            client.fence();
            Map<String, Object> entry = Monitor.connection(SERVER, client, "");
            assertThat(entry.keySet())
                    .containsExactly(
                            "cid",
                            "kind",
                            "type",
                            "ip",
                            "port",
                            "start",
                            "last_activity",
                            "rtt",
                            "uptime",
                            "idle",
                            "pending_bytes",
                            "in_msgs",
                            "out_msgs",
                            "in_bytes",
                            "out_bytes",
                            "subscriptions",
                            "name",
                            "lang",
                            "version");
            assertThat(entry)
                    .containsEntry("cid", client.info().get("client_id"))
                    .containsEntry("kind", "Client")
                    .containsEntry("type", "nats")
                    .containsEntry("ip", "127.0.0.1")
                    .containsEntry("in_msgs", 2)
                    .containsEntry("in_bytes", 7)
                    .containsEntry("out_msgs", 1)
                    .containsEntry("out_bytes", 5)
                    .containsEntry("subscriptions", 2)
                    .containsEntry("pending_bytes", 0)
                    .containsEntry("name", "figures")
                    .containsEntry("lang", "java")
                    .containsEntry("version", "1.2");
            assertThat((String) entry.get("rtt")).matches("[0-9.]+(µs|ms|s)").isNotEqualTo("0s");
            assertThat((String) entry.get("uptime")).matches("[0-9]+s");
            assertThat((String) entry.get("idle")).matches("[0-9]+s");
            assertThat(time(entry, "last_activity")).isAfter(time(entry, "start"));
        }
    }

    private static Instant time(Map<String, Object> entry, String name) {
        assertThat((String) entry.get(name)).doesNotMatch(".*0Z");
        return Instant.parse((String) entry.get(name));
    }

    @Test
    void aConnectionBeforeConnectIsShown() {
        try (WireClient client = WireClient.open(GUARDED)) {
            Map<String, Object> entry = Monitor.connection(GUARDED, client, "auth=1");
            assertThat(entry)
                    .containsEntry("rtt", "0s")
                    .containsEntry("name_tag", "$G")
                    .containsEntry("last_activity", entry.get("start"))
                    .doesNotContainKeys("name", "lang", "version", "authorized_user", "account");
        }
    }

    @Test
    void usersAreShownToWhoAsks() {
        try (WireClient client = WireClient.connect(GUARDED, Connect.user("ann", "pw"))) {
            assertThat(Monitor.connection(GUARDED, client, "auth=true"))
                    .containsEntry("authorized_user", "ann")
                    .containsEntry("name_tag", "$G")
                    .doesNotContainKeys("account", "jwt", "issuer_key", "tags");
            assertThat(Monitor.connection(GUARDED, client, "auth=F")).doesNotContainKeys("authorized_user", "name_tag");
        }
    }

    @Test
    void whoItClaimsToBeIsShownWhereNobodyAsked() {
        try (WireClient user = WireClient.connect(SERVER, Connect.user("eve", "x"));
                WireClient token = WireClient.connect(SERVER, Connect.token("secret"))) {
            assertThat(Monitor.connection(SERVER, user, "auth=1")).containsEntry("authorized_user", "eve");
            assertThat(Monitor.connection(SERVER, token, "auth=1")).containsEntry("authorized_user", "[REDACTED]");
        }
    }

    @Test
    void noAuthUserIsShownAsIfItHadLoggedIn() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, USERS, "no_auth_user: bob");
                WireClient client = WireClient.connect(server);
                WireClient hasty = WireClient.open(server)) {
            hasty.send("PING");
            assertThat(hasty.readLine()).isEqualTo("PONG");
            assertThat(Monitor.connection(server, client, "auth=1")).containsEntry("authorized_user", "bob");
            assertThat(Monitor.connection(server, hasty, "auth=1"))
                    .containsEntry("authorized_user", "bob")
                    .containsEntry("rtt", "0s");
        }
    }

    @Test
    void theIssuerOfAnNKeyUserIsItsAccount() {
        String seed = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
        try (ServerUnderTest server = ServerUnderTest.start(
                        MONITORED,
                        "accounts { A { users: [ {nkey: " + Connect.publicKey(seed)
                                + "}, {user: ann, password: pw} ] } }");
                WireClient nkey = WireClient.connect(server, Connect.nkey(seed));
                WireClient user = WireClient.connect(server, Connect.user("ann", "pw"))) {
            assertThat(Monitor.connection(server, nkey, "auth=1"))
                    .containsEntry("authorized_user", Connect.publicKey(seed))
                    .containsEntry("issuer_key", "A");
            assertThat(Monitor.connection(server, nkey, "")).doesNotContainKey("issuer_key");
            assertThat(Monitor.connection(server, user, "auth=1")).doesNotContainKey("issuer_key");
        }
    }

    @Test
    void subscriptionsAreListedToWhoAsks() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "SUB foo.> q 2", "UNSUB 2 5", "PUB foo.a 0", "");
            client.expect("MSG foo.a 2 0", "");
            client.fence();
            assertThat(Monitor.list(Monitor.connection(SERVER, client, "subs=1").get("subscriptions_list")))
                    .containsExactlyInAnyOrder("foo", "foo.>");
            Map<String, Object> detailed = Monitor.connection(SERVER, client, "subs=DETAIL");
            assertThat(detailed).doesNotContainKey("subscriptions_list");
            assertThat(Monitor.maps(detailed.get("subscriptions_list_detail")))
                    .containsExactlyInAnyOrder(
                            Map.of("subject", "foo", "sid", "1", "msgs", 0, "cid", detailed.get("cid")),
                            Map.of(
                                    "subject",
                                    "foo.>",
                                    "qgroup",
                                    "q",
                                    "sid",
                                    "2",
                                    "msgs",
                                    1,
                                    "max",
                                    5,
                                    "cid",
                                    detailed.get("cid")));
            client.send("UNSUB 1", "UNSUB 2");
            client.fence();
            assertThat(Monitor.connection(SERVER, client, "subs=1"))
                    .containsEntry("subscriptions", 0)
                    .doesNotContainKey("subscriptions_list");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cid, a b c",
        "start, a b c",
        "subs, c b a",
        "msgs_from, b c a",
        "bytes_from, a c b",
        "msgs_to, c a b",
        "bytes_to, a c b",
        "last, c b a",
        "idle, a b c",
        "uptime, c b a"
    })
    void connectionsAreSorted(String by, String expected) {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED);
                WireClient a = WireClient.connect(server, named("a"));
                WireClient b = WireClient.connect(server, named("b"));
                WireClient c = WireClient.connect(server, named("c"))) {
            a.send("SUB to.a 1", "PUB to.c 30", "x".repeat(30), "PUB to.c 30", "x".repeat(30));
            a.fence();
            b.send(
                    "SUB to.b 1",
                    "SUB to.b2 2",
                    "PUB to.c 2",
                    "xx",
                    "PUB no 0",
                    "",
                    "PUB no 0",
                    "",
                    "PUB no 0",
                    "",
                    "PUB no 1",
                    "x");
            b.fence();
            c.send("SUB to.c 1", "SUB to.c2 2", "SUB to.c3 3", "PUB to.a 10", "x".repeat(10));
            c.fence();
            a.expect("MSG to.a 1 10", "x".repeat(10));
            c.send("PUB to.c 5", "xxxxx", "PUB to.c 0", "");
            c.expect("MSG to.c 1 5", "xxxxx", "MSG to.c 1 0", "");
            if (!by.equals("last") && !by.equals("idle")) {
                assertThat(names(server, by)).isEqualTo(expected);
                return;
            }
            a.send("SUB late 9");
            a.fence();
            b.send("SUB late 9");
            b.fence();
            c.send("UNSUB 3");
            c.fence();
            assertThat(names(server, by)).isEqualTo(expected);
        }
    }

    private static String names(ServerUnderTest server, String by) {
        List<String> names = new ArrayList<>();
        Monitor.connections(server, "sort=" + by).forEach(connection -> names.add((String) connection.get("name")));
        return String.join(" ", names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "rtt"})
    void whatCannotBeForeseenIsSortedToo(String by) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.fence();
            assertThat(Monitor.connections(SERVER, "sort=" + by)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "sort=foo, invalid sorting option: foo",
                "sort=CID, invalid sorting option: CID",
                "sort=stop, sort by stop only valid on closed connections",
                "sort=reason&state=open, sort by reason only valid on closed connections",
                "sort=stop&state=all, sort by stop only valid on closed connections",
                "auth=zz, Error decoding boolean for 'auth': strconv.ParseBool: parsing \"zz\": invalid syntax",
                "auth=tRUE, Error decoding boolean for 'auth': strconv.ParseBool: parsing \"tRUE\": invalid syntax",
                "subs=details, Error decoding boolean for 'subs': strconv.ParseBool: parsing \"details\": invalid syntax",
                "limit=x, Error decoding int for 'limit': strconv.Atoi: parsing \"x\": invalid syntax",
                "offset=1_0, Error decoding int for 'offset': strconv.Atoi: parsing \"1_0\": invalid syntax",
                "limit=+5, Error decoding int for 'limit': strconv.Atoi: parsing \" 5\": invalid syntax",
                "limit=9223372036854775808, Error decoding int for 'limit': strconv.Atoi: parsing \"9223372036854775808\": value out of range",
                "cid=-1, Error decoding uint64 for 'cid': strconv.ParseUint: parsing \"-1\": invalid syntax",
                "cid=18446744073709551616, Error decoding uint64 for 'cid': strconv.ParseUint: parsing \"18446744073709551616\": value out of range",
                "state=zz, Error decoding state for zz",
                "sort=foo&cid=%22, Error decoding uint64 for 'cid': strconv.ParseUint: parsing \"\\\"\": invalid syntax"
            })
    void whatMakesNoSenseIsRefused(String parameters, String text) {
        assertThat(Monitor.refusal(SERVER, "/connz?" + parameters)).isEqualTo(text);
    }

    @Test
    void onlyRequestsWithReadableParametersAreCounted() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            Monitor.report(server, "/connz");
            Monitor.refusal(server, "/connz?sort=foo");
            Monitor.refusal(server, "/connz?limit=x");
            Monitor.report(server, "/subsz");
            Monitor.report(server, "/subscriptionsz");
            Monitor.refusal(server, "/subsz?limit=x");
            Map<String, Object> hits =
                    Monitor.map(Monitor.report(server, "/varz").get("http_req_stats"));
            assertThat(hits)
                    .containsEntry("/connz", 2)
                    .containsEntry("/subsz", 3)
                    .containsEntry("/varz", 1)
                    .doesNotContainKeys("/subscriptionsz", "/healthz");
        }
    }

    @Test
    void pagesAreCutFromTheWhole() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED);
                WireClient a = WireClient.connect(server, named("a"));
                WireClient b = WireClient.connect(server, named("b"));
                WireClient c = WireClient.connect(server, named("c"))) {
            Map<String, Object> page = Monitor.report(server, "/connz?offset=1&limit=1&limit=3");
            assertThat(page)
                    .containsEntry("num_connections", 1)
                    .containsEntry("total", 3)
                    .containsEntry("offset", 1)
                    .containsEntry("limit", 1);
            assertThat(Monitor.maps(page.get("connections")).get(0))
                    .containsEntry("cid", b.info().get("client_id"));
            assertThat(Monitor.report(server, "/connz?offset=7&limit=-1"))
                    .containsEntry("num_connections", 0)
                    .containsEntry("offset", 7)
                    .containsEntry("limit", 1024)
                    .containsEntry("connections", List.of());
            assertThat(Monitor.report(server, "/connz?offset=-7&limit=%2B2"))
                    .containsEntry("num_connections", 2)
                    .containsEntry("offset", 0)
                    .containsEntry("limit", 2);
            a.fence();
            c.fence();
        }
    }

    @Test
    void oneConnectionIsFoundByItsNumber() {
        try (WireClient client = WireClient.connect(SERVER);
                WireClient other = WireClient.connect(SERVER)) {
            Map<String, Object> none = Monitor.report(SERVER, "/connz?cid=999999");
            assertThat(none)
                    .containsEntry("num_connections", 0)
                    .containsEntry("limit", 1)
                    .containsEntry("connections", List.of());
            assertThat((int) none.get("total")).isGreaterThanOrEqualTo(2);
            assertThat(Monitor.connection(SERVER, client, "state=any&limit=9")).doesNotContainKey("stop");
            assertThat(Monitor.connections(
                            SERVER, "state=closed&cid=" + client.info().get("client_id")))
                    .isEmpty();
            other.fence();
        }
    }

    @Test
    void connectionsAreFilteredByUserAndAccount() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, USERS);
                WireClient ann = WireClient.connect(server, Connect.user("ann", "pw"));
                WireClient bob = WireClient.connect(server, Connect.user("bob", "pw"));
                WireClient nobody = WireClient.open(server)) {
            assertThat(cids(server, "user=ann")).containsExactly(ann.info().get("client_id"));
            assertThat(cids(server, "user=ANN")).isEmpty();
            assertThat(cids(server, "acc=$G")).hasSize(3).contains(nobody.info().get("client_id"));
            assertThat(cids(server, "acc=$G&user=bob&state=all"))
                    .containsExactly(bob.info().get("client_id"));
            assertThat(cids(server, "cid=" + ann.info().get("client_id") + "&user=bob"))
                    .isEmpty();
            assertThat(cids(server, "mqtt_client=x")).isEmpty();
            assertThat(Monitor.report(server, "/connz?user=bob&limit=5"))
                    .containsEntry("num_connections", 1)
                    .containsEntry("total", 3);
            assertThat(Monitor.report(server, "/connz?acc=$SYS"))
                    .containsEntry("total", 0)
                    .containsEntry("connections", List.of());
        }
    }

    private static List<Object> cids(ServerUnderTest server, String parameters) {
        List<Object> cids = new ArrayList<>();
        Monitor.connections(server, parameters).forEach(connection -> cids.add(connection.get("cid")));
        return cids;
    }

    @Test
    void anUnknownAccountHasNoConnections() {
        assertThat(Monitor.report(SERVER, "/connz?acc=nobody"))
                .containsEntry("server_id", "")
                .containsEntry("num_connections", 0)
                .containsEntry("total", 0)
                .containsEntry("connections", "null"); // the word, as our Json reads null
    }

    @Test
    void aClosedConnectionIsShownAsItWasAtItsEnd() {
        WireClient client =
                WireClient.connect(GUARDED, Connect.user("ann", "pw").with("name", "gone"));
        client.send("SUB foo 1", "SUB bar q 2", "PUB foo 5", "hello");
        client.expect("MSG foo 1 5", "hello");
        client.close();
        Map<String, Object> entry = Monitor.closed(GUARDED, client, "");
        assertThat(entry.keySet())
                .containsExactly(
                        "cid",
                        "kind",
                        "type",
                        "ip",
                        "port",
                        "start",
                        "last_activity",
                        "stop",
                        "reason",
                        "rtt",
                        "uptime",
                        "idle",
                        "pending_bytes",
                        "in_msgs",
                        "out_msgs",
                        "in_bytes",
                        "out_bytes",
                        "subscriptions",
                        "name");
        assertThat(entry)
                .containsEntry("reason", "Client Closed")
                .containsEntry("in_msgs", 1)
                .containsEntry("out_msgs", 1)
                .containsEntry("in_bytes", 5)
                .containsEntry("out_bytes", 5)
                .containsEntry("subscriptions", 2)
                .containsEntry("uptime", "0s");
        assertThat(time(entry, "stop")).isAfterOrEqualTo(time(entry, "last_activity"));
        assertThat(Monitor.list(Monitor.closed(GUARDED, client, "subs=1").get("subscriptions_list")))
                .containsExactlyInAnyOrder("foo", "bar");
        Map<String, Object> detailed = Monitor.closed(GUARDED, client, "subs=detail&auth=1");
        assertThat(detailed).containsEntry("authorized_user", "ann").doesNotContainKeys("account", "name_tag");
        assertThat(Monitor.maps(detailed.get("subscriptions_list_detail")))
                .anySatisfy(sub -> assertThat(sub)
                        .containsEntry("account", "$G")
                        .containsEntry("account_tag", "$G")
                        .containsEntry("subject", "foo")
                        .containsEntry("msgs", 1));
        assertThat(cids(GUARDED, "state=closed&user=ann"))
                .contains(client.info().get("client_id"));
        assertThat(cids(GUARDED, "state=closed&acc=$G")).isEmpty();
        assertThat(cids(GUARDED, "state=all")).contains(client.info().get("client_id"));
        assertThat(cids(GUARDED, "state=OPEN")).doesNotContain(client.info().get("client_id"));
    }

    @Test
    void closedConnectionsAreSortedByTheirEndAndItsReason() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            WireClient first = WireClient.connect(server, named("first"));
            WireClient second = WireClient.connect(server, named("second"));
            WireClient third = WireClient.connect(server, named("third"));
            third.send("ZZZ");
            Monitor.closed(server, third, "");
            first.close();
            Monitor.closed(server, first, "");
            second.send("-ERR x");
            Monitor.closed(server, second, "");
            assertThat(names(server, "stop&state=closed")).isEqualTo("second first third");
            assertThat(names(server, "reason&state=closed")).isEqualTo("first second third");
            assertThat(names(server, "uptime&state=closed")).isNotEmpty();
            second.close();
            third.close();
        }
    }

    @Test
    void onlyTheLastClosedConnectionsAreRemembered() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, "max_closed_clients: 3")) {
            List<Object> cids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                WireClient client = WireClient.connect(server);
                cids.add(client.info().get("client_id"));
                client.close();
                Monitor.closed(server, client, "");
            }
            assertThat(cids(server, "state=closed")).isEqualTo(cids.subList(2, 5));
            assertThat(Monitor.report(server, "/connz?state=closed")).containsEntry("total", 3);
        }
    }

    @Test
    void lastActivityIsWhatTheClientDoesOrGets() {
        try (WireClient client = WireClient.connect(SERVER);
                WireClient publisher = WireClient.connect(SERVER)) {
            client.send("SUB activity 1");
            client.fence();
            Object subscribed = lastActivity(client);
            client.send("PING", "PONG");
            client.expect("PONG");
            client.fence();
            assertThat(lastActivity(client)).isEqualTo(subscribed);
            publisher.send("PUB activity 0", "");
            client.expect("MSG activity 1 0", "");
            client.fence();
            Object received = lastActivity(client);
            assertThat(received).isNotEqualTo(subscribed);
            client.send("PUB nobody 0", "");
            client.fence();
            Object published = lastActivity(client);
            assertThat(published).isNotEqualTo(received);
            client.send("UNSUB 77");
            client.fence();
            assertThat(lastActivity(client)).isNotEqualTo(published);
        }
    }

    private static Object lastActivity(WireClient client) {
        return Monitor.connection(SERVER, client, "").get("last_activity");
    }

    @Test
    void deniedMessagesCountAndAnswersDoNot() {
        try (WireClient client =
                WireClient.connect(GUARDED, Connect.user("bob", "pw").with("verbose", true))) {
            client.send("PUB denied 3", "abc", "SUB inbox 1", "PUB ok inbox 2", "hi");
            assertThat(client.readLine()).startsWith("-ERR 'Permissions Violation for Publish to \"denied\"'");
            client.expect("+OK");
            assertThat(client.readUntilPong()).isNotEmpty();
            assertThat(Monitor.connection(GUARDED, client, ""))
                    .containsEntry("in_msgs", 2)
                    .containsEntry("in_bytes", 5)
                    .containsEntry("out_msgs", 0)
                    .containsEntry("out_bytes", 0);
        }
    }

    @Test
    void bytesAreCountedAsTheyAreDelivered() {
        try (WireClient bare = WireClient.connect(SERVER, Connect.withoutHeaders());
                WireClient full = WireClient.connect(SERVER);
                WireClient publisher = WireClient.connect(SERVER)) {
            bare.send("SUB counted 1");
            bare.fence();
            full.send("SUB counted 1");
            full.fence();
            publisher.send("HPUB counted 12 14", "NATS/1.0\r\n\r\nhi");
            bare.expect("MSG counted 1 2", "hi");
            full.expect("HMSG counted 1 12 14", "NATS/1.0", "", "hi");
            assertThat(Monitor.connection(SERVER, publisher, "")).containsEntry("in_bytes", 14);
            assertThat(Monitor.connection(SERVER, bare, "")).containsEntry("out_bytes", 2);
            assertThat(Monitor.connection(SERVER, full, "")).containsEntry("out_bytes", 14);
        }
    }

    @Test
    void anyMethodIsAnsweredAndHeadWithoutABody() {
        for (String method : List.of("POST", "PUT", "DELETE")) {
            HttpResponse<String> response = Monitor.ask(SERVER, method, "/connz");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).startsWith("{\n  \"server_id\"");
        }
        HttpResponse<String> head = Monitor.ask(SERVER, "HEAD", "/connz");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isPositive();
    }

    @Test
    void aCallbackIsNotCalled() {
        HttpResponse<String> response = Monitor.ask(SERVER, "GET", "/connz?callback=boo");
        assertThat(response.body()).startsWith("{\n  \"server_id\"");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    }

    @Test
    void namesAreNoMarkup() {
        try (WireClient client = WireClient.connect(SERVER, named("<b>&\u0001\"\\"))) {
            String path = "/connz?cid=" + client.info().get("client_id");
            assertThat(Monitor.ask(SERVER, "GET", path).body())
                    .contains("\"name\": \"\\u003cb\\u003e\\u0026\\u0001\\\"\\\\\"");
        }
    }

    @Test
    void reportsAreIndentedByTwoBlanks() {
        try (WireClient client = WireClient.connect(SERVER, named("layout"))) {
            client.send("SUB a 1", "SUB b 2");
            client.fence();
            String path = "/connz?subs=1&cid=" + client.info().get("client_id");
            assertThat(Monitor.ask(SERVER, "GET", path).body())
                    .contains("  \"connections\": [\n    {\n      \"cid\": ")
                    .contains("      \"subscriptions_list\": [\n        \"")
                    .contains("\",\n        \"")
                    .endsWith("\n      ]\n    }\n  ]\n}");
        }
    }
}
