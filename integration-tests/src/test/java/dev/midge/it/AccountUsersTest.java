package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users of different accounts do not hear each other: authentication specification 4.5, protocol specification 3.4. */
class AccountUsersTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "accounts {",
            "  RED: { users: [ { user: red, password: pw } ] }",
            "  BLUE: {",
            "    users: [",
            "      { user: blue, password: pw },",
            "      { nkey: " + Connect.publicKey(SEED) + " },",
            "      { user: shy, password: pw, permissions: { publish: { deny: \"loud\" } } }",
            "      { user: meek, password: pw }",
            "    ]",
            "    default_permissions: { publish: { deny: \"foo.>\" } }",
            "  }",
            "}",
            "authorization { users: [ { user: grey, password: pw } ] }",
            "http: \"127.0.0.1:-1\"");

    @Test
    void messagesStayInTheirAccount() {
        try (WireClient red = login("red");
                WireClient blue = login("blue")) {
            red.send("SUB > 1");
            red.fence();
            blue.send("SUB > 2", "PUB foo 2", "hi");
            blue.expect("MSG foo 2 2", "hi");
            red.expectNothing();
            red.send("PUB foo 2", "ho");
            red.expect("MSG foo 1 2", "ho");
            blue.expectNothing();
        }
    }

    @Test
    void infoAfterConnectNamesTheAccount() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send(client.connectLine(Connect.user("blue", "pw")), "PING");
            client.expect("PONG");
            assertThat(client.expectInfo()).containsEntry("remote_account", "BLUE");
        }
    }

    @Test
    void usersOfTheAuthorizationBlockAreInTheGlobalAccount() {
        try (WireClient grey = login("grey");
                WireClient red = login("red")) {
            red.send("SUB > 1");
            red.fence();
            grey.send("SUB > 2", "PUB foo 2", "hi");
            grey.expect("MSG foo 2 2", "hi");
            red.expectNothing();
            assertThat(Monitor.connection(SERVER, red, "auth=1"))
                    .containsEntry("account", "RED")
                    .containsEntry("authorized_user", "red");
            assertThat(Monitor.connection(SERVER, grey, "auth=1")).doesNotContainKey("account");
            assertThat(Monitor.connections(SERVER, "acc=RED"))
                    .extracting(connection -> connection.get("cid"))
                    .contains(red.info().get("client_id"))
                    .doesNotContain(grey.info().get("client_id"));
        }
    }

    @Test
    void anNKeyBelongsToItsAccount() {
        try (WireClient blue = login("blue");
                WireClient key = WireClient.connect(SERVER, Connect.nkey(SEED))) {
            blue.send("SUB x 1");
            blue.fence();
            key.send("PUB x 2", "hi");
            blue.expect("MSG x 1 2", "hi");
        }
    }

    @Test
    void usersWithoutPermissionsHaveThoseOfTheAccount() {
        try (WireClient meek = login("meek");
                WireClient shy = login("shy")) {
            meek.send("PUB foo.x 0", "", "PUB loud 0", "");
            meek.expect("-ERR 'Permissions Violation for Publish to \"foo.x\"'");
            meek.expectNothing();
            shy.send("PUB foo.x 0", "", "PUB loud 0", "");
            shy.expect("-ERR 'Permissions Violation for Publish to \"loud\"'");
            shy.expectNothing();
        }
    }

    @Test
    void anAccountDoesNotLetInWithoutCredentials() {
        WireClient.expectRefused(SERVER, Connect.standard());
        WireClient.expectRefused(SERVER, Connect.user("red", "wrong"));
    }

    @Test
    void theLogNamesTheAccount() {
        try (WireClient client =
                WireClient.connect(SERVER, Connect.user("red", "pw").with("name", "logged"))) {
            client.send("PUB $NRG.x 0", "");
            client.expect("-ERR 'Permissions Violation for Publish to \"$NRG.x\"'");
            String line = " - \"logged\" - \"RED/user:red\" - Publish Violation - Subject \"$NRG.x\"\n";
            Eventually.isTrue("logged:" + line, () -> SERVER.log().contains(line));
        }
    }

    @Test
    void noAuthUserMayBeOfAnAccount() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "no_auth_user: a", "accounts { A: { users: [ { user: a, password: pw } ] } }");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info()).doesNotContainKey("auth_required");
            client.send(client.connectLine(Connect.standard()), "PING");
            client.expect("PONG");
            assertThat(client.expectInfo()).containsEntry("remote_account", "A");
        }
    }

    @Test
    void aSecondConnectMovesToAnotherAccount() {
        try (WireClient blue = login("blue");
                WireClient moving = login("red")) {
            moving.send("SUB foo 1", "CONNECT {\"user\":\"blue\"}", "SUB foo 2");
            moving.fence();
            blue.send("PUB foo 2", "hi");
            moving.expect("MSG foo 2 2", "hi");
            moving.expectNothing();
        }
    }

    private static WireClient login(String user) {
        return WireClient.connect(SERVER, Connect.user(user, "pw"));
    }
}
