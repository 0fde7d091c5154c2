package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the log says of logins, and what it must never say: authentication specification 11.2 and 11.3. */
class AuthLogTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";

    @ParameterizedTest
    @CsvSource({"ann, User \"ann\"", "no-such-user, User \"no-such-user\""})
    void aRefusedUserIsNamedButNotWhetherItExists(String user, String named) {
        try (ServerUnderTest server =
                ServerUnderTest.start("authorization { users: [ { user: ann, password: pw } ] }")) {
            WireClient.expectRefused(server, Connect.user(user, "guessed-password"));
            expectLogged(server, "authentication error - " + named);
            assertThat(server.log()).doesNotContain("guessed-password");
        }
    }

    @Test
    void aRefusedTokenIsNotShown() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: right-token }")) {
            WireClient.expectRefused(server, Connect.token("guessed-token"));
            expectLogged(server, "authentication error - Token \"[REDACTED]\"");
            assertThat(server.log()).doesNotContain("guessed-token", "right-token");
        }
    }

    @Test
    void aClientThatClaimsNothingIsRefusedByAPlainLine() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: right-token }")) {
            WireClient.expectRefused(server, Connect.standard());
            expectLogged(server, "authentication error\n");
        }
    }

    @Test
    void aClientThatDoesNotBeginWithConnectIsRefusedByAPlainLine() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: right-token }");
                WireClient client = WireClient.open(server)) {
            client.send("PING");
            client.expect("-ERR 'Authorization Violation'");
            expectLogged(server, "authentication error\n");
        }
    }

    @Test
    void whoPresentsNothingIsRefusedByTheNameOfNoAuthUser() {
        String key = Connect.publicKey(SEED);
        String users = "authorization { users: [ { user: ann, password: pw, allowed_connection_types: MQTT },"
                + " { nkey: " + key + ", allowed_connection_types: MQTT } ] }";
        try (ServerUnderTest name = ServerUnderTest.start(users, "no_auth_user: ann");
                ServerUnderTest nkey = ServerUnderTest.start(users, "no_auth_user: " + key)) {
            WireClient.expectRefused(name, Connect.standard());
            expectLogged(name, "authentication error - User \"ann\"");
            WireClient.expectRefused(nkey, Connect.standard());
            expectLogged(nkey, "authentication error - Nkey \"" + key + "\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization { token: right-token }",
                "authorization { user: ann, password: pw }",
                "authorization { users: [ { user: ann, password: pw } ] }"
            })
    void aConnectionIsLabelledByTheFirstThatConnectNames(String config) {
        try (ServerUnderTest server = ServerUnderTest.start("debug: true", config)) {
            Connect everything = Connect.user("ann", "pw").with("auth_token", "right-token");
            WireClient.expectAdmitted(server, everything);
            expectLogged(server, " - \"$G/user:ann\" - ");
            WireClient.expectAdmitted(server, everything.with("nkey", "UX"));
            expectLogged(server, " - \"$G/nkey:UX\" - ");
        }
    }

    @Test
    void aRefusedKeyIsNamed() {
        String key = Connect.publicKey(SEED);
        try (ServerUnderTest server = ServerUnderTest.start("authorization { users: [ { nkey: " + key + " } ] }")) {
            WireClient.expectRefused(
                    server, Connect.standard().with("nkey", key).with("sig", "AAAA"));
            expectLogged(server, "authentication error - Nkey \"" + key + "\"");
        }
    }

    @Test
    void plainTextPasswordsAreWarnedOfOnceAndHashesAreNot() {
        String warning = "Plaintext passwords detected, use nkeys or bcrypt";
        try (ServerUnderTest plain = ServerUnderTest.start("authorization { user: ann, password: pw }")) {
            expectLogged(plain, warning);
        }
        String hash = "$2a$04$etADT1KUbVY9ZX6Rd8OgzOWV/PMVEICpsQigXmA1C6vKMQbFnIoD.";
        try (ServerUnderTest hashed =
                ServerUnderTest.start("authorization { user: ann, password: \"" + hash + "\" }")) {
            WireClient.expectRefused(hashed, Connect.user("ann", "x"));
            expectLogged(hashed, "authentication error - User \"ann\"");
            assertThat(hashed.log()).doesNotContain(warning);
        }
    }

    @Test
    void onlyAPasswordThatIsThereIsWarnedOf() {
        String warning = "Plaintext passwords detected, use nkeys or bcrypt";
        try (ServerUnderTest single = ServerUnderTest.start("authorization { user: ann }");
                ServerUnderTest token = ServerUnderTest.start("authorization { token: plain }");
                ServerUnderTest accounts = ServerUnderTest.start("accounts { A { users: [ { user: ann } ] } }")) {
            assertThat(single.log()).doesNotContain(warning);
            assertThat(token.log()).doesNotContain(warning);
            assertThat(accounts.log()).contains(warning);
        }
    }

    @Deviation("nobody could log in, and nobody would know why")
    @Test
    void aPasswordThatOnlyLooksLikeAHashIsWarnedOf() {
        try (ServerUnderTest server =
                ServerUnderTest.start("accounts { A { users: [ { user: ann, password: \"$2a$11$...\" } ] } }")) {
            WireClient.expectRefused(server, Connect.user("ann", "$2a$11$..."));
            assertThat(server.log())
                    .containsOnlyOnce("[WRN] The password of user \"ann\" looks like a bcrypt hash and is none")
                    .doesNotContain("$2a$11$");
        }
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: \"$2a$11$...\" }")) {
            WireClient.expectRefused(server, Connect.token("$2a$11$..."));
            assertThat(server.log())
                    .contains("[WRN] The token looks like a bcrypt hash and is none")
                    .doesNotContain("$2a$11$");
        }
    }

    @Deviation("whoever has a whole bearer token can log in with it elsewhere")
    @Test
    void aTraceShowsAJwtWithoutItsSignature() {
        try (ServerUnderTest server = ServerUnderTest.start("trace: true")) {
            WireClient.expectAdmitted(server, Connect.standard().with("jwt", "eyJ0.eyJq.hush-hush"));
            expectLogged(server, "\"jwt\":\"eyJ0.eyJq.[REDACTED]\"");
            assertThat(server.log()).doesNotContain("hush-hush");
        }
    }

    @Test
    void aTraceShowsConnectWithoutItsSecrets() {
        String key = Connect.publicKey(SEED);
        try (ServerUnderTest server = ServerUnderTest.start(
                "trace: true",
                "authorization { users: [ { user: ann, password: \"hush-hush\" }, { nkey: " + key + " } ] }")) {
            WireClient.expectAdmitted(server, Connect.user("ann", "hush-hush").with("auth_token", "quiet-token"));
            WireClient.expectRefused(server, Connect.user("ann", "guessed-password"));
            WireClient.expectAdmitted(server, Connect.nkey(SEED));
            expectLogged(server, "\"user\":\"ann\"");
            expectLogged(server, "[REDACTED]");
            WireClient last = WireClient.connect(server, Connect.nkey(SEED).with("name", "the-last-one"));
            last.close();
            expectLogged(server, "the-last-one");
            assertThat(server.log()).doesNotContain("hush-hush", "quiet-token", "guessed-password", SEED);
        }
    }

    private static void expectLogged(ServerUnderTest server, String text) {
        Eventually.isTrue(
                "logged: " + text + "\n" + server.log(), () -> server.log().contains(text));
    }
}
