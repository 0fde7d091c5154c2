package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users of different accounts do not hear each other: authentication specification 4.5, protocol specification 3.4. */
@NotYet("accounts with users")
class AccountsTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "accounts {",
            "  RED: { users: [ { user: red, password: pw } ] }",
            "  BLUE: { users: [ { user: blue, password: pw } ] }",
            "}");

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
