package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** NKeys of users: authentication specification 4.2 and 4.5 step 5. */
class NKeyAuthTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String KEY = "UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV";
    private static final String OTHER_SEED = "SUAEBKFGQVOLROW5ZVGCPWCJJZLV25O2WISM72SRD5WWHYCMR4G2TWV7OA";
    private static final String UNKNOWN_SEED = "SUAMAX7EBV7EQ3BG3KTK5GMMAAZRECT7WYZQVAXI6VEZKKPUYHMOVNPJCI";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "authorization { users: [",
            "  { nkey: " + KEY + " }",
            "  { nkey: " + Connect.publicKey(OTHER_SEED) + ", permissions: { publish: \"only.this\" } }",
            "  { user: ann, password: wonderland }",
            "] }");

    @Test
    void aGoodSignatureLetsIn() {
        WireClient.expectAdmitted(SERVER, Connect.nkey(SEED));
        WireClient.expectAdmitted(SERVER, Connect.nkey(OTHER_SEED));
    }

    @Test
    void usersWithPasswordsStayPossibleBesideNKeys() {
        WireClient.expectAdmitted(SERVER, Connect.user("ann", "wonderland"));
        WireClient.expectRefused(SERVER, Connect.user("ann", "wrong"));
        WireClient.expectRefused(SERVER, Connect.standard());
    }

    @Test
    void infoCarriesAFreshNonceForEveryConnection() {
        try (WireClient one = WireClient.open(SERVER);
                WireClient two = WireClient.open(SERVER)) {
            assertThat((String) one.info().get("nonce")).matches("[A-Za-z0-9_-]{15}");
            assertThat(one.info().get("nonce")).isNotEqualTo(two.info().get("nonce"));
            assertThat(one.info()).containsEntry("auth_required", true);
        }
    }

    @Test
    void noNonceComesTwice() {
        Set<Object> nonces = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            try (WireClient client = WireClient.open(SERVER)) {
                assertThat((String) client.info().get("nonce")).matches("[A-Za-z0-9_-]{15}");
                assertThat(nonces.add(client.info().get("nonce"))).isTrue();
                client.reset();
            }
        }
    }

    @Test
    void laterInfoCarriesNoNonce() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send(client.connectLine(Connect.nkey(SEED)), "PING");
            client.expect("PONG");
            assertThat(client.expectInfo()).doesNotContainKey("nonce").containsEntry("auth_required", true);
        }
    }

    @Test
    void theSignatureMayBePaddedStandardBase64() {
        try (WireClient client = WireClient.open(SERVER)) {
            byte[] signature = Connect.sign(SEED, (String) client.info().get("nonce"));
            Connect options = Connect.standard()
                    .with("nkey", KEY)
                    .with("sig", Base64.getEncoder().encodeToString(signature));
            client.login(options);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "AAAA",
                "not base64 at all!",
                "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0"
            })
    void aWrongSignatureIsRefused(String signature) {
        WireClient.expectRefused(SERVER, Connect.standard().with("nkey", KEY).with("sig", signature));
    }

    @Test
    void aMissingSignatureIsRefused() {
        WireClient.expectRefused(SERVER, Connect.standard().with("nkey", KEY));
    }

    @Test
    void theSignatureOfAnotherKeyIsRefused() {
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefusedWith(
                    client, KEY, Connect.sign(OTHER_SEED, (String) client.info().get("nonce")));
        }
    }

    @Test
    void aSignatureOverTheNonceOfAnotherConnectionIsRefused() {
        try (WireClient other = WireClient.open(SERVER);
                WireClient client = WireClient.open(SERVER)) {
            expectRefusedWith(
                    client, KEY, Connect.sign(SEED, (String) other.info().get("nonce")));
        }
    }

    @Test
    void aSignatureThatWasAcceptedIsRefusedOnEveryOtherConnection() {
        try (WireClient overheard = WireClient.open(SERVER)) {
            byte[] signature = Connect.sign(SEED, (String) overheard.info().get("nonce"));
            Connect options = Connect.standard()
                    .with("nkey", KEY)
                    .with("sig", Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
            WireClient.expectRefused(SERVER, options);
            overheard.login(options);
            WireClient.expectRefused(SERVER, options);
        }
        WireClient.expectAdmitted(SERVER, Connect.nkey(SEED));
    }

    @Test
    void anUnknownKeyIsRefused() {
        WireClient.expectRefused(SERVER, Connect.nkey(UNKNOWN_SEED));
        WireClient.expectRefused(
                SERVER, Connect.standard().with("nkey", "UNONSENSE").with("sig", "AAAA"));
    }

    @Test
    void theRightPasswordDoesNotRescueAnUnknownKey() {
        WireClient.expectRefused(
                SERVER, Connect.nkey(UNKNOWN_SEED).with("user", "ann").with("pass", "wonderland"));
        WireClient.expectRefused(
                SERVER, Connect.standard().with("nkey", KEY).with("user", "ann").with("pass", "wonderland"));
    }

    @Test
    void aGoodSignatureNeedsNoRightPassword() {
        WireClient.expectAdmitted(SERVER, Connect.nkey(SEED).with("user", "ann").with("pass", "wrong"));
    }

    @Test
    void permissionsOfTheKeyApply() {
        try (WireClient client = WireClient.connect(SERVER, Connect.nkey(OTHER_SEED))) {
            client.send("PUB only.this 0", "", "PUB something.else 0", "");
            client.expect("-ERR 'Permissions Violation for Publish to \"something.else\"'");
            client.expectNothing();
        }
    }

    private static void expectRefusedWith(WireClient client, String key, byte[] signature) {
        Connect options = Connect.standard()
                .with("nkey", key)
                .with("sig", Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
        client.send(client.connectLine(options), "PING");
        client.expect("-ERR 'Authorization Violation'");
        client.expectClosed();
    }
}
