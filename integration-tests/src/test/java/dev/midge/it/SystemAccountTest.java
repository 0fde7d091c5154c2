package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of the system account, and the clients beside them: authentication specification 5.7. */
class SystemAccountTest {

    private static final String SYSTEM = "accounts { \"$SYS\" { users: [ {user: sys, password: pw} ] } }";
    private static final String MONITORED = "http: \"127.0.0.1:-1\"";

    @Test
    void clientsWithoutCredentialsAreInTheGlobalAccountAlthoughInfoAsksForThem() {
        try (ServerUnderTest server = ServerUnderTest.start(SYSTEM, MONITORED);
                WireClient client = WireClient.open(server)) {
            assertThat(client.info()).containsEntry("auth_required", true).doesNotContainKey("nonce");
            client.send(client.connectLine(Connect.standard()), "PING");
            client.expect("PONG");
            assertThat(client.expectInfo())
                    .containsEntry("remote_account", "$G")
                    .containsEntry("auth_required", true)
                    .doesNotContainKey("acc_is_sys");
            assertThat((String) Monitor.connection(server, client, "auth=1").get("authorized_user"))
                    .matches("nats-[0-9A-Za-z]{8}");
            client.send("SUB x 1", "PUB x 2", "hi");
            client.expect("MSG x 1 2", "hi");
        }
    }

    @Test
    void theyAreAllTheSameUser() {
        try (ServerUnderTest server = ServerUnderTest.start(SYSTEM, MONITORED);
                WireClient one = WireClient.connect(server);
                WireClient two = WireClient.connect(server)) {
            Object user = Monitor.connection(server, one, "auth=1").get("authorized_user");
            assertThat(Monitor.connection(server, two, "auth=1")).containsEntry("authorized_user", user);
            WireClient.expectRefused(server, Connect.standard().with("user", user));
        }
    }

    @Test
    void anOperationMayComeBeforeConnect() {
        try (ServerUnderTest server = ServerUnderTest.start(SYSTEM);
                WireClient client = WireClient.open(server)) {
            client.send("SUB x 1", "PUB x 2", "hi");
            client.expect("+OK", "+OK", "MSG x 1 2", "hi");
        }
    }

    @Test
    void wrongCredentialsAreRefused() {
        try (ServerUnderTest server = ServerUnderTest.start(SYSTEM)) {
            WireClient.expectRefused(server, Connect.user("sys", "wrong"));
            WireClient.expectRefused(server, Connect.user("nobody", ""));
            WireClient.expectRefused(server, Connect.token("token"));
        }
    }

    @Test
    void usersOfTheSystemAccountAreByThemselves() {
        try (ServerUnderTest server = ServerUnderTest.start(SYSTEM);
                WireClient system = WireClient.open(server);
                WireClient other = WireClient.connect(server)) {
            system.send(system.connectLine(Connect.user("sys", "pw")), "PING");
            system.expect("PONG");
            assertThat(system.expectInfo())
                    .containsEntry("remote_account", "$SYS")
                    .containsEntry("acc_is_sys", true);
            system.send("SUB greet 1", "SUB $NRG.x 2", "PUB $NRG.x 2", "hi");
            system.expect("MSG $NRG.x 2 2", "hi");
            other.send("PUB greet 2", "hi", "PUB $NRG.x 0", "");
            other.expect("-ERR 'Permissions Violation for Publish to \"$NRG.x\"'");
            system.expectNothing();
        }
    }

    @Test
    void anotherAccountMayBeTheSystemAccount() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        MONITORED, "system_account: ADM", "accounts { ADM { users: [ {user: adm, password: pw} ] } }");
                WireClient system = WireClient.open(server)) {
            system.send(system.connectLine(Connect.user("adm", "pw")), "PING");
            system.expect("PONG");
            assertThat(system.expectInfo())
                    .containsEntry("remote_account", "ADM")
                    .containsEntry("acc_is_sys", true);
            WireClient.expectAdmitted(server, Connect.standard());
            assertThat(Monitor.report(server, "/varz")).containsEntry("system_account", "ADM");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization { timeout: 1 }",
                "authorization {}",
                "authorization { users: [ {user: u, password: pw} ] }"
            })
    void anAuthorizationBlockEndsAnonymousAccess(String block) {
        try (ServerUnderTest server = ServerUnderTest.start(SYSTEM, block)) {
            WireClient.expectRefused(server, Connect.standard());
            WireClient.expectAdmitted(server, Connect.user("sys", "pw"));
        }
    }

    @Test
    void anotherAccountEndsAnonymousAccess() {
        try (ServerUnderTest server =
                ServerUnderTest.start("accounts { \"$SYS\" { users: [ {user: sys, password: pw} ] }, A {} }")) {
            WireClient.expectRefused(server, Connect.standard());
            WireClient.expectAdmitted(server, Connect.user("sys", "pw"));
        }
    }

    @Test
    void aNoAuthUserTakesThePlaceOfThatUser() {
        try (ServerUnderTest server = ServerUnderTest.start(SYSTEM, "no_auth_user: sys");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info()).doesNotContainKey("auth_required");
            client.send(client.connectLine(Connect.standard()), "PING");
            client.expect("PONG");
            assertThat(client.expectInfo()).containsEntry("remote_account", "$SYS");
        }
    }

    @Test
    void aSystemAccountWithoutUsersChangesNothingForClients() {
        try (ServerUnderTest server = ServerUnderTest.start("accounts { \"$SYS\" {} }");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info()).containsEntry("auth_required", true);
            client.login(Connect.standard());
        }
    }

    @Test
    void theServerMayHaveNone() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, "no_system_account: true")) {
            Map<String, Object> varz = Monitor.report(server, "/varz");
            assertThat(varz).doesNotContainKey("system_account");
            assertThat(server.log()).doesNotContain("Created system account");
        }
    }

    @Test
    void thePasswordsOfOtherUsersAreWarnedOfAndTheMadeUpOneIsNot() {
        String warning = "Plaintext passwords detected, use nkeys or bcrypt";
        try (ServerUnderTest server = ServerUnderTest.start(SYSTEM)) {
            assertThat(server.log()).contains(warning);
        }
        try (ServerUnderTest server = ServerUnderTest.start("accounts { \"$SYS\" {} }")) {
            assertThat(server.log()).doesNotContain(warning);
        }
    }
}
