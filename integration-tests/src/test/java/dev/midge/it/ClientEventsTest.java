package dev.midge.it;

import static dev.midge.it.EventWatcher.clientOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the system account hears of clients: authentication specification 11.4, accounts specification 4.2.
 *
 * <p>Tests share a server one after the other, and each sees the end of its own clients before it ends.
 */
class ClientEventsTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String OTHER_SEED = "SUAEBKFGQVOLROW5ZVGCPWCJJZLV25O2WISM72SRD5WWHYCMR4G2TWV7OA";

    private static final Connect SYSTEM = Connect.user("sys", "pw");
    private static final Connect GLOBAL = Connect.user("g", "pw");
    private static final Connect OF_A =
            Connect.user("a", "pw").with("name", "n").with("lang", "java").with("version", "1.2");

    private static final String[] ALL = {
        "$SYS.ACCOUNT.*.CONNECT", "$SYS.ACCOUNT.*.DISCONNECT", "$SYS.SERVER.*.CLIENT.AUTH.ERR"
    };
    private static final String ACCOUNT_AUTH_ERROR = "$SYS.ACCOUNT.CLIENT.AUTH.ERR";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "server_name: events",
            "server_tags: [\"b:2\", \"a\"]",
            "server_metadata: {z: last, a: first}",
            "authorization {",
            "  timeout: 1.5",
            "  users: [ {user: g, password: pw} ]",
            "}",
            "accounts {",
            "  \"$SYS\" { users: [ {user: sys, password: pw} ] }",
            "  A { users: [ {user: a, password: pw}, {nkey: " + Connect.publicKey(SEED) + "} ] }",
            "  FULL { users: [ {user: full, password: pw} ], limits { max_conn: 0 } }",
            "  NONE { users: [ {user: none, password: pw} ], limits { max_subs: 0 } }",
            "  SMALL { users: [ {user: small, password: pw} ], limits { max_payload: 4 } }",
            "}");

    private static String authError(WireClient client) {
        return "$SYS.SERVER." + client.info().get("server_id") + ".CLIENT.AUTH.ERR";
    }

    @Test
    void aLoginIsAnnouncedAndSoIsTheEnd() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                WireClient client = WireClient.connect(SERVER, OF_A)) {
            Map<String, Object> login = watcher.next("$SYS.ACCOUNT.A.CONNECT");
            assertThat(login.keySet()).containsExactly("type", "id", "timestamp", "server", "client");
            assertThat(login).containsEntry("type", "io.nats.server.advisory.v1.client_connect");
            assertThat((String) login.get("id")).matches("[0-9A-Za-z]{22}");
            Map<String, Object> loggedIn = Monitor.map(login.get("client"));
            assertThat(loggedIn.keySet())
                    .containsExactly(
                            "start",
                            "host",
                            "id",
                            "acc",
                            "user",
                            "name",
                            "lang",
                            "ver",
                            "name_tag",
                            "kind",
                            "client_type");
            assertThat(loggedIn)
                    .containsEntry("host", "127.0.0.1")
                    .containsEntry("id", client.info().get("client_id"))
                    .containsEntry("acc", "A")
                    .containsEntry("user", "a")
                    .containsEntry("name", "n")
                    .containsEntry("lang", "java")
                    .containsEntry("ver", "1.2")
                    .containsEntry("name_tag", "A")
                    .containsEntry("kind", "Client")
                    .containsEntry("client_type", "nats");
            client.send("SUB x 1", "SUB x 2", "PUB x 3", "abc");
            client.expectMessagesInAnyOrder("MSG x 1 3\nabc", "MSG x 2 3\nabc");
            client.finishSending();
            Map<String, Object> end = watcher.next("$SYS.ACCOUNT.A.DISCONNECT");
            assertThat(end.keySet())
                    .containsExactly("type", "id", "timestamp", "server", "client", "sent", "received", "reason");
            assertThat(end)
                    .containsEntry("type", "io.nats.server.advisory.v1.client_disconnect")
                    .containsEntry("sent", Map.of("msgs", 1, "bytes", 3))
                    .containsEntry("received", Map.of("msgs", 2, "bytes", 6))
                    .containsEntry("reason", "Client Closed");
            Map<String, Object> gone = Monitor.map(end.get("client"));
            assertThat(gone.keySet())
                    .containsExactly(
                            "start",
                            "host",
                            "id",
                            "acc",
                            "user",
                            "name",
                            "lang",
                            "ver",
                            "rtt",
                            "stop",
                            "name_tag",
                            "kind",
                            "client_type");
            assertThat(gone).containsEntry("start", loggedIn.get("start")).containsEntry("stop", end.get("timestamp"));
            assertThat((Integer) gone.get("rtt")).isPositive();
            assertThat(Instant.parse((String) gone.get("start"))).isBefore(Instant.parse((String) gone.get("stop")));
            assertThat(end.get("id")).isNotEqualTo(login.get("id"));
        }
    }

    @Test
    void everyMessageNamesTheServerAndIsNumbered() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                WireClient client = WireClient.connect(SERVER, OF_A)) {
            Map<String, Object> first =
                    Monitor.map(watcher.next("$SYS.ACCOUNT.A.CONNECT").get("server"));
            assertThat(first)
                    .containsEntry("name", "events")
                    .containsEntry("host", "127.0.0.1")
                    .containsEntry("id", client.info().get("server_id"))
                    .containsEntry("ver", client.info().get("version"))
                    .containsEntry("tags", List.of("b:2", "a"))
                    .containsEntry("metadata", Map.of("a", "first", "z", "last"))
                    .containsEntry("jetstream", false)
                    .containsEntry("flags", 0);
            assertThat(first.keySet())
                    .containsSubsequence(
                            "name", "host", "id", "ver", "tags", "metadata", "jetstream", "flags", "seq", "time");
            client.finishSending();
            Map<String, Object> second =
                    Monitor.map(watcher.next("$SYS.ACCOUNT.A.DISCONNECT").get("server"));
            assertThat((Integer) second.get("seq")).isGreaterThan((Integer) first.get("seq"));
        }
    }

    @Test
    void anNKeyUserIsNamedByItsKeyWithItsAccountAsTheIssuer() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL)) {
            WireClient.expectAdmitted(SERVER, Connect.nkey(SEED));
            for (String event : List.of("$SYS.ACCOUNT.A.CONNECT", "$SYS.ACCOUNT.A.DISCONNECT")) {
                assertThat(clientOf(watcher.next(event)))
                        .containsEntry("user", Connect.publicKey(SEED))
                        .containsEntry("issuer_key", "A")
                        .containsEntry("name_tag", "A");
            }
        }
    }

    static List<Arguments> badLogins() {
        return List.of(
                Arguments.of(Connect.user("a", "wrong"), "a"),
                Arguments.of(Connect.user("nobody", "pw"), "nobody"),
                Arguments.of(Connect.token("secret-token"), "[REDACTED]"),
                Arguments.of(Connect.nkey(OTHER_SEED), Connect.publicKey(OTHER_SEED)),
                Arguments.of(Connect.standard(), null),
                Arguments.of(Connect.standard().with("jwt", "a.b.c"), null),
                Arguments.of(Connect.user("a", "wrong").with("jwt", "a.b.c"), "a"));
    }

    @ParameterizedTest
    @MethodSource("badLogins")
    void aRefusedLoginIsAnnouncedAsSuchAndAsAnEnd(Connect login, String claimed) {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                EventWatcher account = EventWatcher.of(SERVER, GLOBAL, ACCOUNT_AUTH_ERROR);
                WireClient client = WireClient.open(SERVER)) {
            client.send(client.connectLine(login));
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
            expectRefusal(account.next(ACCOUNT_AUTH_ERROR), client, claimed);
            expectRefusal(watcher.next(authError(client)), client, claimed);
            expectRefusal(watcher.next("$SYS.ACCOUNT.$G.DISCONNECT"), client, claimed);
            watcher.expectNothing();
        }
    }

    private static void expectRefusal(Map<String, Object> event, WireClient client, String claimed) {
        assertThat(event.keySet())
                .containsExactly("type", "id", "timestamp", "server", "client", "sent", "received", "reason");
        assertThat(event)
                .containsEntry("type", "io.nats.server.advisory.v1.client_disconnect")
                .containsEntry("sent", Map.of("msgs", 0, "bytes", 0))
                .containsEntry("received", Map.of("msgs", 0, "bytes", 0))
                .containsEntry("reason", "Authentication Failure");
        assertThat(Monitor.map(event.get("client"))).containsKeys("rtt", "stop");
        Map<String, Object> refused = clientOf(event);
        assertThat(refused.keySet())
                .containsExactlyElementsOf(
                        claimed == null
                                ? List.of("host", "id", "acc", "name_tag", "kind", "client_type")
                                : List.of("host", "id", "acc", "user", "name_tag", "kind", "client_type"));
        assertThat(refused)
                .containsEntry("id", client.info().get("client_id"))
                .containsEntry("acc", "$G")
                .containsEntry("name_tag", "$G");
        assertThat(refused.get("user")).isEqualTo(claimed);
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void noSecretIsAnnounced(Connect login) {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL)) {
            WireClient.expectRefused(SERVER, login);
            assertThat(watcher.nextText() + watcher.nextText()).doesNotContain("very-secret");
        }
    }

    static List<Connect> secrets() {
        return List.of(
                Connect.user("a", "very-secret"),
                Connect.token("very-secret"),
                Connect.user("a", "x").with("jwt", "very-secret.very-secret.very-secret"),
                Connect.standard().with("jwt", "very-secret.very-secret.very-secret"));
    }

    @Test
    void whatClientsSayOfThemselvesIsEscaped() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL)) {
            WireClient.expectRefused(SERVER, Connect.user("u", "x").with("name", "<&>\""));
            assertThat(watcher.nextText()).contains("\"name\":\"\\u003c\\u0026\\u003e\\\"\"");
            watcher.next("$SYS.ACCOUNT.$G.DISCONNECT");
        }
    }

    @Test
    void aCommandBeforeConnectIsRefusedWithoutAnAccountToTell() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                EventWatcher account = EventWatcher.of(SERVER, GLOBAL, ACCOUNT_AUTH_ERROR);
                WireClient client = WireClient.open(SERVER)) {
            client.send("PUB x 0", "");
            client.expect("-ERR 'Authorization Violation'");
            Map<String, Object> refused = watcher.next(authError(client));
            assertThat(refused).containsEntry("reason", "Authentication Failure");
            assertThat(Monitor.map(refused.get("client"))).doesNotContainKeys("user", "rtt");
            watcher.next("$SYS.ACCOUNT.$G.DISCONNECT");
            account.expectNothing();
        }
    }

    @Test
    void whoLetsTheTimeForItsLoginPassHasOnlyAnEnd() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                WireClient client = WireClient.open(SERVER)) {
            client.expect("-ERR 'Authentication Timeout'");
            assertThat(watcher.next("$SYS.ACCOUNT.$G.DISCONNECT")).containsEntry("reason", "Authentication Timeout");
        }
    }

    @Test
    void whoComesOverTheConnectionLimitOfItsAccountHasOnlyAnEnd() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                WireClient client = WireClient.open(SERVER)) {
            client.send(client.connectLine(Connect.user("full", "pw")));
            Map<String, Object> end = watcher.next("$SYS.ACCOUNT.FULL.DISCONNECT");
            assertThat(end).containsEntry("reason", "Maximum Account Connections Exceeded");
            assertThat(clientOf(end)).containsEntry("acc", "FULL").containsEntry("user", "full");
            watcher.expectNothing();
        }
    }

    @Test
    void whoIsClosedForALimitOfItsAccountHasLoggedInBefore() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                WireClient without = WireClient.open(SERVER);
                WireClient large = WireClient.connect(SERVER, Connect.user("small", "pw"))) {
            watcher.next("$SYS.ACCOUNT.SMALL.CONNECT");
            large.send("PUB x 5");
            assertThat(watcher.next("$SYS.ACCOUNT.SMALL.DISCONNECT"))
                    .containsEntry("reason", "Maximum Message Payload Exceeded");
            without.send(without.connectLine(Connect.user("none", "pw")));
            watcher.next("$SYS.ACCOUNT.NONE.CONNECT");
            assertThat(watcher.next("$SYS.ACCOUNT.NONE.DISCONNECT"))
                    .containsEntry("reason", "Maximum Subscriptions Exceeded");
        }
    }

    @Test
    void whatIsNotPermittedIsNoEvent() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                WireClient client = WireClient.connect(SERVER, OF_A)) {
            watcher.next("$SYS.ACCOUNT.A.CONNECT");
            client.send("PUB $NRG.x 0", "");
            client.expect("-ERR 'Permissions Violation for Publish to \"$NRG.x\"'");
            watcher.expectNothing();
            client.finishSending();
            watcher.next("$SYS.ACCOUNT.A.DISCONNECT");
        }
    }

    @Test
    void whoAsksForAnAccountHasLoggedInAndIsRefusedThen() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                WireClient client = WireClient.open(SERVER)) {
            client.send(client.connectLine(OF_A.with("account", "A")));
            watcher.next("$SYS.ACCOUNT.A.CONNECT");
            assertThat(clientOf(watcher.next(authError(client)))).containsEntry("acc", "A");
            assertThat(watcher.next("$SYS.ACCOUNT.A.DISCONNECT")).containsEntry("reason", "Authentication Failure");
        }
    }

    @Test
    void aFurtherConnectIsAnotherLogin() {
        try (EventWatcher watcher = EventWatcher.of(SERVER, SYSTEM, ALL);
                WireClient client = WireClient.connect(SERVER, OF_A)) {
            watcher.next("$SYS.ACCOUNT.A.CONNECT");
            client.send(client.connectLine(GLOBAL));
            assertThat(clientOf(watcher.next("$SYS.ACCOUNT.$G.CONNECT"))).containsEntry("user", "g");
            client.finishSending();
            assertThat(clientOf(watcher.next("$SYS.ACCOUNT.$G.DISCONNECT"))).containsEntry("user", "g");
        }
    }

    @Test
    void usersOfOtherAccountsHearNothing() {
        try (EventWatcher system = EventWatcher.of(SERVER, SYSTEM, ALL);
                EventWatcher other = EventWatcher.of(SERVER, OF_A, "$SYS.>")) {
            WireClient.expectRefused(SERVER, Connect.user("a", "wrong"));
            system.nextText();
            system.next("$SYS.ACCOUNT.$G.DISCONNECT");
            other.expectNothing();
        }
    }

    @Test
    void anotherAccountMayBeTheSystemAccount() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "system_account: ADM",
                        "accounts { ADM { users: [ {user: sys, password: pw} ] }, B { users: [ {user: b, password: pw} ] } }");
                EventWatcher watcher = EventWatcher.of(server, SYSTEM, ALL)) {
            WireClient.expectAdmitted(server, Connect.user("b", "pw"));
            watcher.next("$SYS.ACCOUNT.B.CONNECT");
            watcher.next("$SYS.ACCOUNT.B.DISCONNECT");
        }
    }

    @Test
    void whereUsersAreNotNeededClientsAreAnnouncedWithoutCredentials() {
        try (ServerUnderTest server =
                        ServerUnderTest.start("accounts { \"$SYS\" { users: [ {user: sys, password: pw} ] } }");
                EventWatcher watcher = EventWatcher.of(server, SYSTEM, ALL)) {
            WireClient.expectAdmitted(server, Connect.standard());
            assertThat((String)
                            clientOf(watcher.next("$SYS.ACCOUNT.$G.CONNECT")).get("user"))
                    .startsWith("nats-");
            watcher.next("$SYS.ACCOUNT.$G.DISCONNECT");
        }
    }

    @Test
    void withoutASystemAccountNobodyIsTold() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "no_system_account: true",
                        "authorization { users: [ {user: g, password: pw} ] }",
                        "accounts { A { users: [ {user: a, password: pw} ] } }");
                EventWatcher account = EventWatcher.of(server, GLOBAL, ACCOUNT_AUTH_ERROR);
                EventWatcher other = EventWatcher.of(server, OF_A, "$SYS.>")) {
            WireClient.expectRefused(server, Connect.user("a", "wrong"));
            account.expectNothing();
            other.expectNothing();
        }
    }

    @Test
    void aShutdownIsTheLastEvent() {
        EventWatcher watcher;
        try (ServerUnderTest server =
                ServerUnderTest.start("accounts { \"$SYS\" { users: [ {user: sys, password: pw} ] } }")) {
            watcher = EventWatcher.of(server, SYSTEM, "$SYS.SERVER.*.SHUTDOWN", "$SYS.ACCOUNT.*.DISCONNECT");
        }
        try (watcher) {
            assertThat(Json.object(watcher.nextText()).keySet())
                    .startsWith("name", "host", "id", "ver")
                    .endsWith("flags", "seq", "time");
            watcher.expectClosed();
        }
    }

    @Test
    void lameDuckModeIsAnnounced() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "lame_duck_duration: \"30s\"",
                        "lame_duck_grace_period: \"10s\"",
                        "accounts { \"$SYS\" { users: [ {user: sys, password: pw} ] } }");
                EventWatcher watcher = EventWatcher.of(server, SYSTEM.with("protocol", 0), "$SYS.SERVER.*.LAMEDUCK");
                WireClient client = WireClient.connect(server)) {
            server.enterLameDuckMode();
            watcher.next("$SYS.SERVER." + client.info().get("server_id") + ".LAMEDUCK");
        }
    }

    @Test
    @Deviation("a blank in a subject breaks the line of a MSG, and with it its receivers")
    void anAccountWithABlankInItsNameHasNoEvents() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "accounts {",
                        "  \"$SYS\" { users: [ {user: sys, password: pw} ] }",
                        "  \"two words\" { users: [ {user: two, password: pw} ] }",
                        "  A { users: [ {user: a, password: pw} ] }",
                        "}");
                EventWatcher watcher = EventWatcher.of(server, SYSTEM, "$SYS.ACCOUNT.>")) {
            WireClient.expectAdmitted(server, Connect.user("two", "pw"));
            WireClient.expectAdmitted(server, OF_A);
            watcher.next("$SYS.ACCOUNT.A.CONNECT");
        }
    }
}
