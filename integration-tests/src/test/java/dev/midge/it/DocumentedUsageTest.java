package dev.midge.it;

import static dev.midge.it.Distribution.answer;
import static dev.midge.it.Distribution.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.it.Distribution.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents in docs/documented-usage.md print, typed as it stands there. */
class DocumentedUsageTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String KEY = "UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV";
    private static final String OTHER_SEED = "SUAMAX7EBV7EQ3BG3KTK5GMMAAZRECT7WYZQVAXI6VEZKKPUYHMOVNPJCI";

    @TempDir
    private Path directory;

    // NKeys; Securing NATS with NKey Authentication

    @Test
    void aUserWithAnNKey() {
        try (ServerUnderTest server = ServerUnderTest.start("""
                authorization: {
                  users: [
                    { nkey: %s }
                  ]
                }""".formatted(KEY))) {
            WireClient.expectAdmitted(server, Connect.nkey(SEED));
            WireClient.expectRefused(server, Connect.nkey(OTHER_SEED));
        }
    }

    @Test
    void anEqualsSignInsteadOfAColon() {
        try (ServerUnderTest server = ServerUnderTest.start("""
                authorization {
                  users = [
                    {
                      nkey: %s
                    }
                  ]
                }""".formatted(KEY))) {
            WireClient.expectAdmitted(server, Connect.nkey(SEED));
        }
    }

    @Test
    void listsOfSubjectsWithoutAllow() {
        try (ServerUnderTest server = ServerUnderTest.start("""
                authorization {
                  users = [
                    {
                      nkey: %s
                      permissions: {
                        publish: ["orders.>"]
                        subscribe: ["orders.status"]
                      }
                    }
                  ]
                }""".formatted(KEY));
                WireClient client = WireClient.connect(server, Connect.nkey(SEED))) {
            client.send("SUB orders.status 1", "PUB orders.status 2", "ok", "PUB events.x 0", "", "SUB orders.new 2");
            client.expect(
                    "MSG orders.status 1 2",
                    "ok",
                    "-ERR 'Permissions Violation for Publish to \"events.x\"'",
                    "-ERR 'Permissions Violation for Subscription to \"orders.new\"'");
        }
    }

    /** Two of the first document, one of the second: their checksums are wrong, on both servers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UCKASD5KPQQYHB6KYD7RC62VZQN7VRU5NN2BKL7UFBQ3UBYAJQPVNHSQ",
                "UDIBRYX7D2S2IXMOV4ABWSH5TJCF5YLQT3V7KTKSW5MBTXNBD7WKEWXY",
                "UDXU4RCVJ5K7MONFUQ2WFP3QZJWLQVZ3AQKJ7HNVQXKFZJQXQZQXQZQX"
            })
    void aPrintedKeyWithAWrongChecksumIsRefused(String key) throws Exception {
        Answer answer = check("authorization {", "  users = [", "    {nkey: \"" + key + "\"}", "  ]", "}");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).contains(":3:", "Not a valid public nkey for a user");
    }

    @Test
    void debugAndTrace() throws Exception {
        try (LaunchedServer server = launch("-DV")) {
            WireClient.expectAdmitted(server.port(), Connect.standard());
            Eventually.isTrue(
                    "debug and trace lines",
                    () -> server.log().contains("[DBG]") && server.log().contains("[TRC]"));
        }
    }

    // Authentication Overview

    @Test
    void aToken() {
        try (ServerUnderTest server = ServerUnderTest.start("""
                authorization {
                  token: "secret_token_here"
                }""")) {
            WireClient.expectAdmitted(server, Connect.token("secret_token_here"));
            WireClient.expectRefused(server, Connect.token("another"));
        }
    }

    @Test
    void aTokenOnTheCommandLine() throws Exception {
        try (LaunchedServer server = launch("--auth", "secret_token_here")) {
            WireClient.expectAdmitted(server.port(), Connect.token("secret_token_here"));
            WireClient.expectRefused(server.port(), Connect.standard());
        }
    }

    @Test
    void aSingleUserWithAHash() {
        try (ServerUnderTest server = ServerUnderTest.start("""
                authorization {
                  user: "admin"
                  password: "$2a$11$W2zko4z4nZC5z6o7FPNbO.4qGOsQWiPCqQ3O0kJLKLQP5WtHLx4KW"
                }""")) {
            WireClient.expectRefused(server, Connect.user("admin", "secret_password"));
            assertThat(server.log()).doesNotContain("Plaintext passwords detected");
        }
    }

    @Test
    void aUserAndAPasswordOnTheCommandLine() throws Exception {
        try (LaunchedServer server = launch("--user", "admin", "--pass", "secret_password")) {
            WireClient.expectAdmitted(server.port(), Connect.user("admin", "secret_password"));
            WireClient.expectRefused(server.port(), Connect.user("admin", "another"));
            assertThat(server.log()).contains("Plaintext passwords detected, use nkeys or bcrypt");
        }
    }

    /** The hash is a placeholder in the document: nobody can log in with it. */
    @Test
    void severalUsersWithPlaceholdersForHashes() {
        try (ServerUnderTest server = ServerUnderTest.start("""
                authorization {
                  users = [
                    {
                      user: "alice"
                      password: "$2a$11$..."
                    }
                    {
                      user: "bob"
                      password: "$2a$11$..."
                      permissions: {
                        publish: ["events.>"]
                        subscribe: ["results.bob.>"]
                      }
                    }
                  ]
                }""")) {
            WireClient.expectRefused(server, Connect.user("alice", "$2a$11$..."));
            WireClient.expectRefused(server, Connect.user("bob", ""));
        }
    }

    @Test
    @Deviation("nats-server does not know connection_deadline in a configuration")
    void aConnectionDeadline() throws Exception {
        Answer answer = check("""
                authorization {
                  users = [
                    {
                      user: "temporary"
                      password: "$2a$11$..."
                      connection_deadline: "2026-12-31T23:59:59Z"
                    }
                  ]
                }""");

        assertThat(answer.err()).contains("is valid");
    }

    @Test
    void severalNKeyUsersWithPermissions() {
        try (ServerUnderTest server = ServerUnderTest.start("""
                authorization {
                  users = [
                    {
                      nkey: "%s"
                      permissions: {
                        publish: ["orders.>"]
                        subscribe: ["results.>"]
                      }
                    }
                    {
                      nkey: "%s"
                      permissions: {
                        publish: ["events.>"]
                        subscribe: ["_INBOX.>"]
                      }
                    }
                  ]
                }""".formatted(KEY, Connect.publicKey(OTHER_SEED)));
                WireClient first = WireClient.connect(server, Connect.nkey(SEED));
                WireClient second = WireClient.connect(server, Connect.nkey(OTHER_SEED))) {
            first.send("SUB results.a 1", "SUB _INBOX.a 2");
            first.expect("-ERR 'Permissions Violation for Subscription to \"_INBOX.a\"'");
            second.send("PUB orders.a 0", "", "SUB _INBOX.a 1");
            second.expect("-ERR 'Permissions Violation for Publish to \"orders.a\"'");
            second.fence();
        }
    }

    @Test
    void anAuthenticationTimeout() {
        try (ServerUnderTest server = ServerUnderTest.start("http: \"127.0.0.1:-1\"", """
                authorization {
                  timeout: 2.0  # seconds
                  token: t
                }""")) {
            Object timeout = Monitor.report(server, "/varz").get("auth_timeout");
            assertThat(((Number) timeout).doubleValue()).isEqualTo(2);
        }
    }

    @Test
    @Deviation("nats-server has no flag for it")
    void anAuthenticationTimeoutOnTheCommandLine() throws Exception {
        try (LaunchedServer server = launch("--auth_timeout", "2")) {
            WireClient.expectAdmitted(server.port(), Connect.standard());
        }
    }

    /** What is not there yet is never passed over in silence. */
    @ParameterizedTest
    @MidgeOnly
    @ValueSource(
            strings = {
                "operator: OAFEEYZSYYVI4FXLRXJTMM32PQEI3RGOWZJT7Y3YFM4HB7ACPE4RTJPG",
                "operator: \"/path/to/operator.jwt\"",
                "resolver: MEMORY",
                "resolver: { type: full, dir: \"/path/to/jwt/accounts\" }",
                "resolver: URL(http://localhost:9090/jwt/v1/accounts/)",
                "accounts { PROD: { signing_keys: [ \"ADKXVKMR3VF7JXJK7H3KVZJFG7WR7SWZ7GBFZ6U5D4NBJQABTQUWZDJM\" ] } }",
                "authorization { auth_callout: { issuer: \"A\", account: \"AUTH\", auth_users: [\"U\"] } }",
                "tls { cert_file: \"server.pem\", key_file: \"server-key.pem\", verify: true, map_and_verify: true }"
            })
    void whatIsNotThereYetIsRefusedWithItsPlace(String fragment) throws Exception {
        Answer answer = check(fragment);

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).contains("server.conf:1:");
    }

    private Answer check(String... lines) throws Exception {
        return answer("-t", "-c", write(lines).toString());
    }

    private Path write(String... lines) throws IOException {
        return Files.write(directory.resolve("server.conf"), List.of(lines));
    }

    /** As in the document, but on a free port of this machine alone. */
    private LaunchedServer launch(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-a", "127.0.0.1", "-p", "-1"));
        all.addAll(List.of(arguments));
        return LaunchedServer.start(command(all.toArray(new String[0])), directory.resolve("log"));
    }
}
