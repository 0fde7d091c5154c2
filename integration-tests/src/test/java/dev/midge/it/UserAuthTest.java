package dev.midge.it;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and passwords, plain and hashed, of one user or of a list: authentication specification 4.5 to 4.7, 10.5. */
class UserAuthTest {

    private static final String HASHED = "04$etADT1KUbVY9ZX6Rd8OgzOWV/PMVEICpsQigXmA1C6vKMQbFnIoD.";
    private static final String HASH_OF_72_P = "$2a$04$5E/O/wiFjJtoY2XH8/JEVua86SR29r9WZXSrg2Yopqe.At6071czy";
    private static final String PASSWORD = "secret-password-1234";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "authorization { users: [",
            "  { user: ann, password: wonderland }",
            "  { user: \"bob@example.org\", password: \"bob's \\\"word\\\"\" }",
            "  { user: hashed, password: \"$2a$" + HASHED + "\" }",
            "  { user: long, password: \"" + HASH_OF_72_P + "\" }",
            "  { user: broken, password: \"$2a$11$nonsense\" }",
            "  { user: open }",
            "  { user: web, password: pw, allowed_connection_types: [\"WEBSOCKET\", \"MQTT\"] }",
            "  { user: tcp, password: pw, allowed_connection_types: \"standard\" }",
            "  { user: proxied, password: pw, proxy_required: true }",
            "] }");

    @ParameterizedTest
    @CsvSource({
        "ann, wonderland",
        "bob@example.org, bob's \"word\"",
        "hashed, secret-password-1234",
        "tcp, pw",
        "open, ''"
    })
    void theRightPasswordLetsIn(String user, String password) {
        WireClient.expectAdmitted(SERVER, Connect.user(user, password));
    }

    @ParameterizedTest
    @CsvSource({
        "ann, Wonderland",
        "ann, wonderlan",
        "ann, wonderland2",
        "ann, ''",
        "ANN, wonderland",
        "nobody, wonderland",
        "'', ''",
        "'', wonderland",
        "hashed, wrong",
        "hashed, ''",
        "broken, $2a$11$nonsense",
        "broken, ''",
        "open, something",
        "web, pw",
        "proxied, pw"
    })
    void anythingElseDoesNot(String user, String password) {
        WireClient.expectRefused(SERVER, Connect.user(user, password));
    }

    @Test
    void theHashItselfIsNoPassword() {
        WireClient.expectRefused(SERVER, Connect.user("hashed", "$2a$" + HASHED));
    }

    @Test
    void aUserWithoutPasswordMayLeaveItOut() {
        WireClient.expectAdmitted(SERVER, Connect.standard().with("user", "open"));
    }

    @Test
    void missingCredentialsAreNotAnonymous() {
        WireClient.expectRefused(SERVER, Connect.standard());
        WireClient.expectRefused(SERVER, Connect.token("wonderland"));
        WireClient.expectRefused(SERVER, Connect.standard().with("pass", "wonderland"));
    }

    @Test
    void aTokenBesideTheRightPasswordDoesNoHarm() {
        WireClient.expectAdmitted(SERVER, Connect.user("ann", "wonderland").with("auth_token", "x"));
        WireClient.expectRefused(SERVER, Connect.user("ann", "wrong").with("auth_token", "wonderland"));
    }

    @Test
    void aJwtIsIgnoredWithoutOperators() {
        WireClient.expectAdmitted(SERVER, Connect.user("ann", "wonderland").with("jwt", "x.y.z"));
        WireClient.expectRefused(SERVER, Connect.standard().with("jwt", "x.y.z"));
    }

    @Test
    void anAccountIsRefusedEvenWithTheRightPassword() {
        WireClient.expectRefused(SERVER, Connect.user("ann", "wonderland").with("account", "A"));
        WireClient.expectRefused(SERVER, Connect.user("ann", "wonderland").with("new_account", true));
    }

    @Test
    void onlyTheFirst72BytesOfAHashedPasswordCount() {
        WireClient.expectAdmitted(SERVER, Connect.user("long", "p".repeat(72)));
        WireClient.expectAdmitted(SERVER, Connect.user("long", "p".repeat(72) + "anything"));
        WireClient.expectRefused(SERVER, Connect.user("long", "p".repeat(71)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2x$", "$2y$"})
    void oneUserWithAHashedPassword(String variant) {
        try (ServerUnderTest server =
                ServerUnderTest.start("authorization { user: ann, password: \"" + variant + HASHED + "\" }")) {
            WireClient.expectAdmitted(server, Connect.user("ann", PASSWORD));
            WireClient.expectRefused(server, Connect.user("ann", PASSWORD + "x"));
            WireClient.expectRefused(server, Connect.user("other", PASSWORD));
        }
    }

    @Test
    void oneUserWithAPlainPassword() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { user: ann, password: secret }")) {
            WireClient.expectAdmitted(server, Connect.user("ann", "secret"));
            WireClient.expectRefused(server, Connect.user("ann", "Secret"));
            WireClient.expectRefused(server, Connect.user("bob", "secret"));
            WireClient.expectRefused(server, Connect.standard().with("user", "ann"));
            WireClient.expectRefused(server, Connect.token("secret"));
            WireClient.expectRefused(server, Connect.standard());
        }
    }

    @Test
    void operationsBehindConnectWaitForThePassword() {
        try (WireClient client = WireClient.open(SERVER)) {
            String connect = client.connectLine(Connect.user("hashed", PASSWORD).with("verbose", true));
            client.send(connect, "SUB foo 1", "PUB foo 2", "hi", "PING");
            client.expect("+OK", "+OK", "+OK", "MSG foo 1 2", "hi", "PONG");
        }
    }

    @Test
    void operationsBehindARefusedConnectAreNotCarriedOut() {
        try (WireClient listener = WireClient.connect(SERVER, Connect.user("ann", "wonderland"));
                WireClient client = WireClient.open(SERVER)) {
            listener.send("SUB leak 1");
            listener.fence();
            client.send(client.connectLine(Connect.user("hashed", "wrong")), "PUB leak 2", "hi", "PING");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
            listener.expectNothing();
        }
    }

    @Test
    void manyMayLogInAtTheSameTime() {
        List<WireClient> clients =
                IntStream.range(0, 40).mapToObj(i -> WireClient.open(SERVER)).toList();
        AtOnce.forEach(clients, client -> client.login(Connect.user("hashed", PASSWORD)));
        clients.forEach(WireClient::close);
    }

    @Test
    void aClientThatLeavesWhileItsPasswordIsCheckedHurtsNobody() {
        try (WireClient witness = WireClient.connect(SERVER, Connect.user("ann", "wonderland"))) {
            for (int i = 0; i < 40; i++) {
                try (WireClient client = WireClient.open(SERVER)) {
                    client.send(client.connectLine(Connect.user("hashed", PASSWORD)), "SUB foo 1");
                }
            }
            WireClient.expectAdmitted(SERVER, Connect.user("hashed", PASSWORD));
            witness.send("SUB inbox 9");
            Eventually.isTrue("nobody subscribes to foo", () -> {
                witness.send("PUB foo inbox 0", "");
                return witness.readUntilPong().contains("NATS/1.0 503");
            });
        }
    }

    @Test
    void aSecondConnectMayBecomeAnotherUser() {
        try (WireClient client = WireClient.connect(SERVER, Connect.user("ann", "wonderland"))) {
            client.send("CONNECT {\"user\":\"hashed\",\"pass\":\"" + PASSWORD + "\"}");
            client.expectNothing();
            client.send("CONNECT {\"user\":\"ann\"}");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
        }
    }
}
