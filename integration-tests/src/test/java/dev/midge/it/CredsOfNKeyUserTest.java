package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials files of configured NKey users: authentication specification 13.2. */
class CredsOfNKeyUserTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String KEY = Connect.publicKey(SEED);
    private static final String SECOND_SEED = "SUAEBKFGQVOLROW5ZVGCPWCJJZLV25O2WISM72SRD5WWHYCMR4G2TWV7OA";
    private static final String SECOND_KEY = Connect.publicKey(SECOND_SEED);
    private static final String UNKNOWN_SEED = "SUAMAX7EBV7EQ3BG3KTK5GMMAAZRECT7WYZQVAXI6VEZKKPUYHMOVNPJCI";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "max_control_line: 64k",
            "http: \"127.0.0.1:-1\"",
            "authorization { users: [",
            "  { nkey: " + KEY + ", permissions: { publish: \"only.this\" } }",
            "  { nkey: " + SECOND_KEY + " }",
            "  { user: ann, password: pw }",
            "] }");

    private static final String GUEST = "no_auth_user: guest\nauthorization { users: [ { nkey: " + KEY
            + " }, { user: guest, password: unknown } ] }";

    @Deviation("the subject of the JWT stands for the missing nkey")
    @Test
    void theSubjectOfTheJwtStandsForTheMissingNkey() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.login(file(client, KEY, SEED));
            client.send("PUB only.this 0", "", "PUB else 0", "");
            client.expect("-ERR 'Permissions Violation for Publish to \"else\"'");
            assertThat(Monitor.connection(SERVER, client, "auth=1"))
                    .containsEntry("authorized_user", KEY)
                    .doesNotContainKey("jwt");
            String line = " - cid:" + client.info().get("client_id") + " - \"$G/nkey:" + KEY
                    + "\" - Publish Violation - Subject \"else\"\n";
            Eventually.isTrue("logged:" + line, () -> SERVER.log().contains(line));
        }
    }

    @Deviation("nothing else of the JWT counts")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"exp\":1",
                "\"nbf\":99999999999",
                "\"iss\":\"ANYBODY\",\"nats\":{\"bearer_token\":true,\"type\":\"activation\"}"
            })
    void nothingElseOfItCounts(String members) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.login(signed(client, SEED, jwt("{" + members + ",\"sub\":\"" + KEY + "\"}")));
        }
    }

    @Test
    void theSeedOfAnotherKeyIsRefused() {
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, file(client, KEY, SECOND_SEED));
        }
    }

    @Deviation("the log names the key that was claimed")
    @Test
    void theLogNamesTheKeyThatWasClaimed() {
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, file(client, KEY, SECOND_SEED));
            String line =
                    " - cid:" + client.info().get("client_id") + " - authentication error - Nkey \"" + KEY + "\"\n";
            Eventually.isTrue("logged:" + line, () -> SERVER.log().contains(line));
        }
    }

    @Test
    void withoutASignatureItIsRefused() {
        WireClient.expectRefused(SERVER, Connect.standard().with("jwt", jwtOf(KEY)));
        String bearer = jwt("{\"sub\":\"" + KEY + "\",\"nats\":{\"bearer_token\":true}}");
        WireClient.expectRefused(SERVER, Connect.standard().with("jwt", bearer));
    }

    @Test
    void anUnknownKeyIsRefused() {
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, file(client, Connect.publicKey(UNKNOWN_SEED), UNKNOWN_SEED));
        }
    }

    @Test
    void aUserBesideItIsTheOneThatCounts() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.login(file(client, KEY, SEED).with("user", "ann").with("pass", "pw"));
            client.send("PUB else 0", "");
            client.expectNothing();
        }
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, file(client, KEY, SEED).with("user", "ann").with("pass", "wrong"));
        }
    }

    @Test
    void anNkeyBesideItIsTheOneThatCounts() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.login(file(client, KEY, SECOND_SEED).with("nkey", SECOND_KEY));
            client.send("PUB else 0", "");
            client.expectNothing();
        }
    }

    @Test
    void anUnknownKeyIsWhoeverHasNoCredentials() {
        try (ServerUnderTest server = ServerUnderTest.start(GUEST);
                WireClient client = WireClient.open(server)) {
            client.login(file(client, Connect.publicKey(UNKNOWN_SEED), UNKNOWN_SEED));
        }
    }

    @Deviation("the client said who it wants to be: it does not silently become another")
    @Test
    void aWrongSignatureIsNotWhoeverHasNoCredentials() {
        try (ServerUnderTest server = ServerUnderTest.start(GUEST)) {
            try (WireClient client = WireClient.open(server)) {
                expectRefused(client, file(client, KEY, UNKNOWN_SEED));
            }
            WireClient.expectRefused(server, Connect.standard().with("jwt", jwtOf(KEY)));
            WireClient.expectAdmitted(server, Connect.standard());
        }
    }

    @Deviation("a second CONNECT is judged by its own JWT")
    @Test
    void aSecondConnectIsJudgedByItsOwnJwt() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.login(file(client, KEY, SEED));
            client.send(client.connectLine(file(client, SECOND_KEY, SECOND_SEED)));
            client.send("PUB else 0", "");
            client.expectNothing();
            client.send("CONNECT {\"jwt\":\"" + jwtOf(KEY) + "\"}");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
        }
    }

    @Test
    void aSecondConnectDoesNotInheritTheJwt() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "authorization { users: [ { nkey: " + KEY + " }, { user: ann, password: pw } ] }");
                WireClient client = WireClient.open(server)) {
            client.login(file(client, KEY, SEED).with("user", "ann").with("pass", "pw"));
            client.send("CONNECT {\"user\":\"\",\"pass\":\"\"}");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
        }
    }

    private static Connect file(WireClient client, String subject, String seed) {
        return signed(client, seed, jwtOf(subject));
    }

    private static Connect signed(WireClient client, String seed, String jwt) {
        byte[] signature = Connect.sign(seed, (String) client.info().get("nonce"));
        return Connect.standard()
                .with("jwt", jwt)
                .with("sig", Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    private static String jwtOf(String subject) {
        return jwt("{\"jti\":\"x\",\"sub\":\"" + subject + "\",\"nats\":{\"type\":\"user\",\"version\":2}}");
    }

    /** A JWT that nobody has signed. */
    private static String jwt(String payload) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String header = "{\"typ\":\"JWT\",\"alg\":\"ed25519-nkey\"}";
        return base64.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + '.'
                + base64.encodeToString(payload.getBytes(StandardCharsets.UTF_8)) + ".AAAA";
    }

    private static void expectRefused(WireClient client, Connect options) {
        client.send(client.connectLine(options), "PING");
        client.expect("-ERR 'Authorization Violation'");
        client.expectClosed();
    }
}
