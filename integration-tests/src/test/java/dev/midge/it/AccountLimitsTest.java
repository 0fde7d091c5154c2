package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits of configured accounts: accounts specification 1.6. */
class AccountLimitsTest {

    private static final String MONITORED = "http: \"127.0.0.1:-1\"";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            MONITORED,
            "max_payload: 100",
            "max_subscriptions: 5",
            "accounts {",
            "  A { users: [ {user: a, password: pw} ], limits { max_payload: 20, max_subscriptions: 2 } }",
            "  WIDE { users: [ {user: wide, password: pw} ], limits { max_pay: 1000, max_subs: 50 } }",
            "  NONE { users: [ {user: none, password: pw} ], limits { max_subs: 0 } }",
            "  FULL { users: [ {user: full, password: pw} ], limits { max_conn: 0 } }",
            "}");

    @Test
    void aConnectionTooManyIsRefusedAndAnotherAccountIsNot() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        MONITORED,
                        "accounts {",
                        "  A { users: [ {user: a, password: pw} ], limits { max_connections: 2 } }",
                        "  B { users: [ {user: b, password: pw} ] }",
                        "}");
                WireClient one = WireClient.connect(server, Connect.user("a", "pw"))) {
            try (WireClient two = WireClient.connect(server, Connect.user("a", "pw"));
                    WireClient three = WireClient.open(server)) {
                expectNoRoom(server, three, "a");
                WireClient.expectAdmitted(server, Connect.user("b", "pw"));
                two.expectNothing();
                assertThat(Monitor.closed(server, three, "auth=1"))
                        .containsEntry("reason", "Maximum Account Connections Exceeded")
                        .containsEntry("account", "A")
                        .containsEntry("authorized_user", "a");
            }
            Eventually.isTrue("a place for another connection", () -> isAdmitted(server));
            one.expectNothing();
        }
    }

    @Test
    void whoCannotLogInTakesNoPlace() {
        try (ServerUnderTest server = ServerUnderTest.start(
                "accounts { A { users: [ {user: a, password: pw} ], limits { max_conn: 1 } } }")) {
            WireClient.expectRefused(server, Connect.user("a", "wrong"));
            try (WireClient client = WireClient.connect(server, Connect.user("a", "pw"))) {
                // The place that it has is good for a second CONNECT.
                client.send("CONNECT {\"user\":\"a\",\"pass\":\"pw\"}");
                client.expectNothing();
            }
        }
    }

    @Test
    void aSecondConnectLeavesThePlaceInTheAccountBefore() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "accounts {",
                        "  A { users: [ {user: a, password: pw} ], limits { max_conn: 1 } }",
                        "  B { users: [ {user: b, password: pw} ] }",
                        "}");
                WireClient moving = WireClient.connect(server, Connect.user("a", "pw"))) {
            moving.send("CONNECT {\"user\":\"b\",\"pass\":\"pw\"}");
            moving.expectNothing();
            WireClient.expectAdmitted(server, Connect.user("a", "pw"));
        }
    }

    @Test
    void noConnectionsAtAllMayBeAllowed() {
        try (WireClient client = WireClient.open(SERVER)) {
            expectNoRoom(SERVER, client, "full");
        }
    }

    @Test
    void infoAfterConnectNamesThePayloadOfTheAccount() {
        assertThat(maxPayload("a")).isEqualTo(20);
        assertThat(maxPayload("wide")).isEqualTo(100);
    }

    @Test
    void aLargerPayloadEndsTheConnection() {
        try (WireClient client = WireClient.connect(SERVER, Connect.user("a", "pw"))) {
            client.send("SUB x 1", "PUB x 20", "01234567890123456789");
            client.expect("MSG x 1 20", "01234567890123456789");
            client.send("PUB x 21");
            client.expect("-ERR 'Maximum Payload Violation'");
            client.expectClosed();
            Eventually.isTrue("logged", () -> SERVER.log().contains("maximum payload exceeded: 21 vs 20"));
        }
    }

    @Test
    void theLimitOfSubscriptionsIsThatOfEachConnection() {
        for (int i = 0; i < 2; i++) {
            try (WireClient client = WireClient.connect(SERVER, Connect.user("a", "pw"))) {
                client.send("SUB a 1", "SUB b 2", "SUB c 3", "PUB c 0", "", "PUB b 0", "");
                client.expect("-ERR 'maximum subscriptions exceeded'", "MSG b 2 0", "");
            }
        }
    }

    @Test
    void theServersLimitsStillApplyToWhoMayHaveMore() {
        try (WireClient client = WireClient.connect(SERVER, Connect.user("wide", "pw"))) {
            client.send("SUB a 1", "SUB b 2", "SUB c 3", "SUB d 4", "SUB e 5", "SUB f 6");
            client.expect("-ERR 'maximum subscriptions exceeded'");
            client.expectNothing();
            Eventually.isTrue(
                    "logged",
                    () -> SERVER.log().contains("Max Payload set to 100 from server overrides account or user config")
                            && SERVER.log()
                                    .contains(
                                            "Max Subscriptions set to 5 from server overrides account or user config"));
        }
    }

    @Test
    void whoMayHaveNoSubscriptionsHasToGo() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send(client.connectLine(Connect.user("none", "pw")));
            client.expect("-ERR 'maximum subscriptions exceeded'");
            client.expectClosed();
            assertThat(Monitor.closed(SERVER, client, "")).containsEntry("reason", "Maximum Subscriptions Exceeded");
        }
    }

    private static void expectNoRoom(ServerUnderTest server, WireClient client, String user) {
        client.send(client.connectLine(Connect.user(user, "pw")), "PING");
        client.expect("-ERR 'maximum account active connections exceeded'");
        client.expectClosed();
        String line = " - cid:" + client.info().get("client_id") + " - maximum account active connections exceeded\n";
        Eventually.isTrue("logged:" + line, () -> server.log().contains(line));
        assertThat(server.log()).doesNotContain("authentication error - User \"" + user + '"');
    }

    private static Object maxPayload(String user) {
        try (WireClient client = WireClient.open(SERVER)) {
            assertThat(client.info()).containsEntry("max_payload", 100);
            client.send(client.connectLine(Connect.user(user, "pw")), "PING");
            client.expect("PONG");
            return client.expectInfo().get("max_payload");
        }
    }

    private static boolean isAdmitted(ServerUnderTest server) {
        try (WireClient client = WireClient.open(server)) {
            client.send(client.connectLine(Connect.user("a", "pw")), "PING");
            return client.readLine().equals("PONG");
        }
    }
}
