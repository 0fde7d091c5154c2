package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a reload does to the clients that are connected: configuration specification 9.3, authentication 4.9. */
class ReloadClientsTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String PASSWORD = "secret-password-1234";
    private static final String HASH = "$2a$04$etADT1KUbVY9ZX6Rd8OgzOWV/PMVEICpsQigXmA1C6vKMQbFnIoD.";
    private static final String OTHER_HASH = "$2a$04$vzCLegykrdJ9STYcK5gBW.hxujPB8DLTL2rjuXdv5VjRM20Il0xVK";
    private static final String MONITORED = "http: \"127.0.0.1:-1\"";
    private static final String A_AND_B = "authorization { users: [ {user: a, password: p}, {user: b, password: p} ] }";
    private static final String ONLY_A = "authorization { users: [ {user: a, password: p} ] }";

    @Test
    void whoIsStillAllowedStaysWithItsSubscriptions() {
        try (ServerUnderTest server = ServerUnderTest.start(A_AND_B);
                WireClient a = WireClient.connect(server, Connect.user("a", "p"))) {
            a.send("SUB foo 1");
            a.fence();
            server.reloaded(A_AND_B);
            a.send("PUB foo 2", "hi");
            a.expect("MSG foo 1 2", "hi");
        }
    }

    @Test
    void aUserThatIsGoneIsClosedWithoutAWord() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, A_AND_B);
                WireClient a = WireClient.connect(server, Connect.user("a", "p"));
                WireClient b = WireClient.connect(server, Connect.user("b", "p"))) {
            server.reloaded(MONITORED, ONLY_A);
            b.expectClosed();
            a.expectNothing();
            assertThat(Monitor.closed(server, b, "")).containsEntry("reason", "Client Closed");
            WireClient.expectRefused(server, Connect.user("b", "p"));
        }
    }

    @Test
    @Deviation("who cannot log in any more has to go, however the file says so")
    void aUserThatIsGoneForASingleOneIsClosedToo() {
        try (ServerUnderTest server = ServerUnderTest.start(A_AND_B);
                WireClient a = WireClient.connect(server, Connect.user("a", "p"));
                WireClient b = WireClient.connect(server, Connect.user("b", "p"))) {
            server.reloaded("authorization { user: a, password: p }");
            b.expectClosed();
            a.expectNothing();
        }
    }

    @Test
    void anNKeyThatIsGoneIsClosedWithoutAWord() {
        String withKey = "authorization { users: [ {user: a, password: p}, {nkey: " + Connect.publicKey(SEED) + "} ] }";
        try (ServerUnderTest server = ServerUnderTest.start(withKey);
                WireClient key = WireClient.connect(server, Connect.nkey(SEED))) {
            server.reloaded(withKey);
            key.expectNothing();
            server.reloaded(ONLY_A);
            key.expectClosed();
        }
    }

    @Test
    void aUserOfAnotherAccountIsClosedWithoutAWord() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "accounts { A { users: [ {user: a, password: p} ] }, B { users: [ {user: b, password: p} ] } }");
                WireClient a = WireClient.connect(server, Connect.user("a", "p"));
                WireClient b = WireClient.connect(server, Connect.user("b", "p"))) {
            server.reloaded("accounts { A { }, B { users: [ {user: b, password: p}, {user: a, password: p} ] } }");
            a.expectClosed();
            b.expectNothing();
            try (WireClient moved = WireClient.connect(server, Connect.user("a", "p"))) {
                moved.send("SUB foo 1");
                moved.fence();
                b.send("PUB foo 2", "hi");
                b.fence();
                moved.expect("MSG foo 1 2", "hi");
            }
        }
    }

    @Test
    void anotherPasswordIsAnAuthorizationViolation() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, A_AND_B);
                WireClient a = WireClient.connect(server, Connect.user("a", "p"))) {
            String log = server.reloaded(MONITORED, "authorization { users: [ {user: a, password: other} ] }");
            a.expect("-ERR 'Authorization Violation'");
            a.expectClosed();
            assertThat(log).contains("[ERR]").contains("authentication error - User \"a\"");
            assertThat(Monitor.closed(server, a, "")).containsEntry("reason", "Authentication Failure");
        }
    }

    @Test
    void aTokenIsLookedAtAgain() {
        String one = "authorization { token: one }";
        try (ServerUnderTest server = ServerUnderTest.start(one);
                WireClient client = WireClient.connect(server, Connect.token("one"))) {
            server.reloaded(one);
            client.expectNothing();
            server.reloaded("authorization { token: two }");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
            WireClient.expectAdmitted(server, Connect.token("two"));
        }
    }

    @Test
    void anonymousClientsAreRefusedWhereAuthenticationIsRequiredNow() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient connected = WireClient.connect(server);
                WireClient withoutConnect = WireClient.open(server)) {
            withoutConnect.send("SUB foo 1");
            withoutConnect.expect("+OK");
            server.reloaded("authorization { token: t }");
            connected.expect("-ERR 'Authorization Violation'");
            connected.expectClosed();
            withoutConnect.expect("-ERR 'Authorization Violation'");
            withoutConnect.expectClosed();
        }
    }

    @Test
    void anonymousClientsStayWhereNobodyAsks() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient client = WireClient.connect(server)) {
            server.reloaded("ping_max: 3");
            client.expectNothing();
        }
    }

    @Test
    void whoLoggedInByNameIsClosedWithoutAWordWhereNobodyAsksAnyMore() {
        try (ServerUnderTest server = ServerUnderTest.start(A_AND_B);
                WireClient a = WireClient.connect(server, Connect.user("a", "p"))) {
            server.reloaded();
            a.expectClosed();
            WireClient.expectAdmitted(server, Connect.standard());
        }
    }

    @Test
    void subscriptionsThatAreNotAllowedAnyMoreEnd() {
        try (ServerUnderTest server = ServerUnderTest.start(A_AND_B);
                WireClient a = WireClient.connect(server, Connect.user("a", "p"));
                WireClient b = WireClient.connect(server, Connect.user("b", "p"))) {
            a.send("SUB keep 1", "SUB drop 2", "SUB drop grp 3");
            a.fence();
            String log = server.reloaded(
                    "authorization { users: [",
                    "  {user: a, password: p, permissions: {subscribe: keep, publish: keep}}, {user: b, password: p}",
                    "] }");
            assertThat(a.readLines(2))
                    .containsExactlyInAnyOrder(
                            "-ERR 'Permissions Violation for Subscription to \"drop\" (sid \"2\")'",
                            "-ERR 'Permissions Violation for Subscription to \"drop\" using queue \"grp\" (sid \"3\")'");
            assertThat(log)
                    .contains("[INF] Removed sub \"drop\" (sid \"2\") for User \"a\" - not authorized")
                    .contains(
                            "[INF] Removed sub \"drop\" using queue \"grp\" (sid \"3\") for User \"a\" - not authorized");
            b.send("PUB drop 1", "x", "PUB keep 1", "y");
            b.fence();
            a.expect("MSG keep 1 1", "y");
            a.send("PUB drop 1", "x");
            a.expect("-ERR 'Permissions Violation for Publish to \"drop\"'");
            a.expectNothing();
        }
    }

    @Test
    void widerPermissionsAreInForceForTheNextMessage() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "authorization { users: [ {user: a, password: p, permissions: {publish: x, subscribe: x}} ] }");
                WireClient a = WireClient.connect(server, Connect.user("a", "p"))) {
            a.send("PUB y 1", "1");
            a.expect("-ERR 'Permissions Violation for Publish to \"y\"'");
            server.reloaded(ONLY_A);
            a.send("SUB y 1", "PUB y 1", "2");
            a.expect("MSG y 1 1", "2");
        }
    }

    @Test
    void defaultPermissionsOfAnAccountFollow() {
        String users = "users: [ {user: a, password: p} ]";
        try (ServerUnderTest server = ServerUnderTest.start("accounts { A { " + users + " } }");
                WireClient a = WireClient.connect(server, Connect.user("a", "p"))) {
            server.reloaded("accounts { A { " + users + ", default_permissions { publish: x } } }");
            a.send("PUB y 1", "1");
            a.expect("-ERR 'Permissions Violation for Publish to \"y\"'");
        }
    }

    @Test
    void clientsOfNoAuthUserAreJudgedAsThatUser() {
        String shy = "{user: shy, password: p}";
        try (ServerUnderTest server = ServerUnderTest.start(
                        "no_auth_user: shy", "authorization { users: [ " + shy + ", {user: a, password: p} ] }");
                WireClient client = WireClient.connect(server)) {
            server.reloaded(
                    "no_auth_user: shy",
                    "authorization { users: [ {user: shy, password: p, permissions: {publish: x}}, {user: a, password: p} ] }");
            client.send("PUB y 1", "1");
            client.expect("-ERR 'Permissions Violation for Publish to \"y\"'");
            server.reloaded(ONLY_A);
            client.expectClosed();
        }
    }

    @Test
    void removedAccountsAreGone() {
        try (ServerUnderTest server = ServerUnderTest.start(
                MONITORED,
                "accounts { A { users: [ {user: a, password: p} ] }, B { users: [ {user: b, password: p} ] } }")) {
            try (WireClient b = WireClient.connect(server, Connect.user("b", "p"))) {
                server.reloaded(
                        MONITORED,
                        "accounts { A { users: [ {user: a, password: p} ] }, C { users: [ {user: c, password: p} ] } }");
                b.expectClosed();
            }
            WireClient.expectAdmitted(server, Connect.user("c", "p"));
            assertThat(Monitor.list(Monitor.report(server, "/accountz").get("accounts")))
                    .contains("A", "C")
                    .doesNotContain("B");
        }
    }

    @Test
    void connectionsTooManyForTheirAccountAreClosed() {
        String users = "users: [ {user: a, password: p} ]";
        try (ServerUnderTest server = ServerUnderTest.start("accounts { A { " + users + " } }");
                WireClient one = WireClient.connect(server, Connect.user("a", "p"));
                WireClient two = WireClient.connect(server, Connect.user("a", "p"));
                WireClient three = WireClient.connect(server, Connect.user("a", "p"))) {
            server.reloaded("accounts { A { " + users + ", limits { max_connections: 2 } } }");
            List<String> answers = new ArrayList<>();
            for (WireClient client : List.of(one, two, three)) {
                client.send("PING");
                answers.add(client.readLine());
            }
            assertThat(answers)
                    .containsExactlyInAnyOrder("PONG", "PONG", "-ERR 'maximum account active connections exceeded'");
        }
    }

    @Test
    void payloadLimitsOfAccountsFollow() {
        String users = "users: [ {user: a, password: p} ]";
        try (ServerUnderTest server = ServerUnderTest.start("accounts { A { " + users + " } }");
                WireClient a = WireClient.connect(server, Connect.user("a", "p"))) {
            server.reloaded("accounts { A { " + users + ", limits { max_payload: 3 } } }");
            a.send("PUB y 4", "1234");
            a.expect("-ERR 'Maximum Payload Violation'");
            a.expectClosed();
        }
    }

    @Test
    void whoHasMoreSubscriptionsThanItsAccountAllowsNowIsClosed() {
        String users = "users: [ {user: a, password: p} ]";
        try (ServerUnderTest server = ServerUnderTest.start("accounts { A { " + users + " } }");
                WireClient a = WireClient.connect(server, Connect.user("a", "p"))) {
            a.send("SUB x 1", "SUB y 2");
            a.fence();
            server.reloaded("accounts { A { " + users + ", limits { max_subs: 1 } } }");
            a.expect("-ERR 'maximum subscriptions exceeded'");
            a.expectClosed();
        }
    }

    @Test
    void whoHasAsManySubscriptionsAsItsAccountAllowsIsClosedToo() {
        String config = "accounts { A { users: [ {user: a, password: p} ], limits { max_subs: 2 } } }";
        try (ServerUnderTest server = ServerUnderTest.start(config);
                WireClient a = WireClient.connect(server, Connect.user("a", "p"))) {
            a.send("SUB x 1", "SUB y 2");
            a.fence();
            server.reloaded(config);
            a.expect("-ERR 'maximum subscriptions exceeded'");
            a.expectClosed();
        }
    }

    @Test
    void whoNamedSomebodyWhenNobodyAskedIsJudgedByThat() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient right = WireClient.connect(server, Connect.user("a", "p"));
                WireClient wrong = WireClient.connect(server, Connect.user("a", "other"));
                WireClient unknown = WireClient.connect(server, Connect.user("x", "p"))) {
            server.reloaded(ONLY_A);
            right.expectNothing();
            wrong.expect("-ERR 'Authorization Violation'");
            wrong.expectClosed();
            unknown.expectClosed();
        }
    }

    @Test
    @Deviation("nobody is asked for a name, so none can be missing")
    void whoNamesSomebodyWhereNobodyAsksStays() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient client = WireClient.connect(server, Connect.user("a", "p"))) {
            server.reloaded();
            client.expectNothing();
        }
    }

    @Test
    void whoHasNotSentConnectYetIsRefused() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: one }");
                WireClient client = WireClient.open(server)) {
            server.reloaded("authorization { token: two }");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
        }
    }

    @Test
    void theSingleUserCanMoveIntoAListAndStays() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { user: a, password: p }");
                WireClient client = WireClient.connect(server, Connect.user("a", "p"))) {
            server.reloaded(ONLY_A);
            client.expectNothing();
        }
    }

    @Test
    @Deviation("a client whose credentials still match is kept")
    void theSingleUserIsKeptWhileItsCredentialsMatch() {
        String single = "authorization { user: u, password: p }";
        try (ServerUnderTest server = ServerUnderTest.start(single);
                WireClient client = WireClient.connect(server, Connect.user("u", "p"))) {
            server.reloaded(single);
            client.expectNothing();
        }
    }

    @Test
    void theSingleUserIsClosedWithoutAWordWhenItsPasswordChanges() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { user: u, password: p }");
                WireClient client = WireClient.connect(server, Connect.user("u", "p"))) {
            server.reloaded("authorization { user: u, password: other }");
            client.expectClosed();
            WireClient.expectAdmitted(server, Connect.user("u", "other"));
        }
    }

    @Test
    void aBcryptUserIsKeptAndRefusedWithAnotherHash() {
        String hashed = "authorization { users: [ {user: a, password: \"" + HASH + "\"} ] }";
        try (ServerUnderTest server = ServerUnderTest.start(hashed);
                WireClient a = WireClient.connect(server, Connect.user("a", PASSWORD))) {
            server.reloaded(hashed);
            a.expectNothing();
            server.reloaded("authorization { users: [ {user: a, password: \"" + OTHER_HASH + "\"} ] }");
            a.expect("-ERR 'Authorization Violation'");
            a.expectClosed();
        }
    }

    @Test
    void whatIsWrongChangesNothing() {
        try (ServerUnderTest server = ServerUnderTest.start(A_AND_B);
                WireClient b = WireClient.connect(server, Connect.user("b", "p"))) {
            assertThat(server.reload("authorization { users: [ {user: a, password: p} ]", "port: ]"))
                    .contains("[ERR] Failed to reload server configuration: ");
            assertThat(server.reload(ONLY_A, "max_pending: 5MB", "debug: false"))
                    .contains("config reload not supported for MaxPending: old=67108864, new=5242880");
            b.expectNothing();
            WireClient.expectAdmitted(server, Connect.user("b", "p"));
            server.reloaded(ONLY_A);
            b.expectClosed();
        }
    }

    @Test
    void everyReloadSaysThatUsersAndAccountsWereLookedAt() {
        try (ServerUnderTest server = ServerUnderTest.start(A_AND_B)) {
            assertThat(List.of(server.reloaded(A_AND_B).split("\n")))
                    .containsSubsequence("[INF] Reloaded: authorization users", "[INF] Reloaded: accounts");
        }
    }

    @Test
    void theSystemAccountIsToldOfEveryoneWhoStaysAndWhoGoes() {
        String system = "system_account: SYS\naccounts { SYS { users: [ {user: sys, password: p} ] }, ";
        try (ServerUnderTest server = ServerUnderTest.start(
                        system + "A { users: [ {user: a, password: p}, {user: b, password: p} ] } }");
                WireClient sys = WireClient.connect(server, Connect.user("sys", "p"));
                WireClient a = WireClient.connect(server, Connect.user("a", "p"));
                WireClient b = WireClient.connect(server, Connect.user("b", "p"))) {
            sys.send("SUB $SYS.ACCOUNT.A.CONNECT 1", "SUB $SYS.ACCOUNT.A.DISCONNECT 2");
            sys.fence();
            server.reloaded(system + "A { users: [ {user: a, password: p} ] } }");
            b.expectClosed();
            List<String> events = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String subject = sys.readLine().split(" ", -1)[1];
                String body = sys.readLine();
                events.add(subject + " " + (body.contains("\"user\":\"a\"") ? "a" : "b"));
            }
            assertThat(events).containsExactlyInAnyOrder("$SYS.ACCOUNT.A.CONNECT a", "$SYS.ACCOUNT.A.DISCONNECT b");
            a.expectNothing();
        }
    }

    @Test
    @Deviation("nats-server has no deadline in its configuration")
    void deadlinesFollow() {
        try (ServerUnderTest server = ServerUnderTest.start(A_AND_B);
                WireClient a = WireClient.connect(server, Connect.user("a", "p"));
                WireClient b = WireClient.connect(server, Connect.user("b", "p"))) {
            server.reloaded(
                    "authorization { users: [",
                    "  {user: a, password: p, connection_deadline: \""
                            + Instant.now().plusMillis(500) + "\"},",
                    "  {user: b, password: p, connection_deadline: \""
                            + Instant.now().minusSeconds(1) + "\"}",
                    "] }");
            b.expect("-ERR 'User Authentication Expired'");
            b.expectClosed();
            a.expect("-ERR 'User Authentication Expired'");
            a.expectClosed();
        }
    }

    @Test
    @Deviation("taking a user out should not have to wait")
    void aReloadInLameDuckModeIsForThoseWhoAreStillThere() {
        try (ServerUnderTest server = ServerUnderTest.start(A_AND_B);
                WireClient a = WireClient.connect(server, Connect.user("a", "p"));
                WireClient b = WireClient.connect(server, Connect.user("b", "p"))) {
            server.enterLameDuckMode();
            assertThat(a.expectInfo()).containsEntry("ldm", true);
            assertThat(b.expectInfo()).containsEntry("ldm", true);
            assertThat(server.reloaded(ONLY_A)).doesNotContain("Accept Error");
            b.expectClosed();
            a.expectNothing();
            assertThat(server.log()).doesNotContain("Accept Error");
        }
    }
}
