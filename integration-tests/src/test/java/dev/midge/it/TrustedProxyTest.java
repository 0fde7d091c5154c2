package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies that sign the nonce of what they pass on: authentication specification 4.8. */
class TrustedProxyTest {

    private static final String USER_SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String PROXY_SEED = "SUAEBKFGQVOLROW5ZVGCPWCJJZLV25O2WISM72SRD5WWHYCMR4G2TWV7OA";
    private static final String OTHER_SEED = "SUAMAX7EBV7EQ3BG3KTK5GMMAAZRECT7WYZQVAXI6VEZKKPUYHMOVNPJCI";

    private static final String MONITORED = "http: \"127.0.0.1:-1\"";
    private static final String PROXIES = "proxies { trusted: [ { key: " + Connect.publicKey(PROXY_SEED) + " } ] }";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            MONITORED,
            PROXIES,
            "authorization { users: [",
            "  { user: ann, password: pw }",
            "  { user: far, password: pw, proxy_required: true }",
            "  { nkey: " + Connect.publicKey(USER_SEED) + ", proxy_required: true }",
            "] }");

    @Test
    void infoCarriesANonce() {
        try (WireClient client = WireClient.open(SERVER)) {
            assertThat((String) client.info().get("nonce")).matches("[A-Za-z0-9_-]{15}");
        }
    }

    @Test
    void whoMustComeThroughAProxyDoes() {
        expectAdmitted(SERVER, Connect.user("far", "pw"));
        expectAdmitted(SERVER, Connect.nkey(USER_SEED));
        WireClient.expectAdmitted(SERVER, Connect.user("ann", "pw"));
    }

    @Test
    void whoMustAndDoesNotIsRefused() {
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, Connect.user("far", "pw"));
            expectReason(client, "Proxy Required", "proxy connection required");
        }
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, Connect.nkey(USER_SEED));
            expectReason(client, "Proxy Required", "proxy connection required");
        }
    }

    @Test
    void anotherProxyIsNotTrustedWhoeverItIsFor() {
        for (String user : new String[] {"ann", "far", "nobody"}) {
            try (WireClient client = WireClient.open(SERVER)) {
                expectRefused(client, through(OTHER_SEED, client, Connect.user(user, "pw")));
                expectReason(client, "Proxy Not Trusted", "proxy is not trusted");
            }
        }
    }

    @Test
    void theSignatureIsOverTheNonceOfTheConnection() {
        try (WireClient other = WireClient.open(SERVER);
                WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, through(PROXY_SEED, other, Connect.user("far", "pw")));
            expectReason(client, "Proxy Not Trusted", "proxy is not trusted");
        }
    }

    @Test
    void aSignatureThatCannotBeReadIsNotTrusted() {
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, Connect.user("ann", "pw").with("proxy_sig", "%%%"));
            expectReason(client, "Proxy Not Trusted", "Proxy signature not valid base64");
            expectReason(client, "Proxy Not Trusted", "proxy is not trusted");
        }
    }

    @Test
    void whoCameThroughAProxyThatIsTrustedNoLongerIsClosed() {
        String other = Connect.publicKey(OTHER_SEED);
        String users = "authorization { users: [ { user: ann, password: pw } ] }";
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED, PROXIES, users);
                WireClient direct = WireClient.connect(server, Connect.user("ann", "pw"));
                WireClient behind = WireClient.open(server)) {
            behind.login(through(PROXY_SEED, behind, Connect.user("ann", "pw")));
            server.reloaded(MONITORED, PROXIES, users);
            behind.expectNothing();
            String log = server.reloaded(MONITORED, "proxies { trusted: [ { key: " + other + " } ] }", users);
            behind.expect("-ERR 'Authorization Violation'");
            behind.expectClosed();
            direct.expectNothing();
            assertThat(log)
                    .contains("[INF] Reloaded: proxies trusted keys [\"" + Connect.publicKey(PROXY_SEED)
                            + "\"] were removed\n")
                    .contains("[INF] Reloaded: proxies trusted keys [\"" + other + "\"] were added\n");
            assertThat(Monitor.closed(server, behind, "")).containsEntry("reason", "Proxy Not Trusted");
        }
    }

    @Test
    @Deviation("nats-server ends")
    void proxiesCanBeAddedByAReload() {
        String users = "authorization { users: [ { user: far, password: pw, proxy_required: true } ] }";
        try (ServerUnderTest server = ServerUnderTest.start(users)) {
            WireClient.expectRefused(server, Connect.user("far", "pw"));
            server.reloaded(PROXIES, users);
            try (WireClient behind = WireClient.open(server)) {
                behind.login(through(PROXY_SEED, behind, Connect.user("far", "pw")));
                server.reloaded(users);
                behind.expect("-ERR 'Authorization Violation'");
                behind.expectClosed();
            }
        }
    }

    @Test
    void aWrongPasswordIsNotRescued() {
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, through(PROXY_SEED, client, Connect.user("far", "wrong")));
        }
    }

    @Test
    void monitoringNamesTheProxy() {
        Map<String, Object> key = Map.of("key", Connect.publicKey(PROXY_SEED));
        try (WireClient proxied = WireClient.open(SERVER);
                WireClient direct = WireClient.connect(SERVER, Connect.user("ann", "pw"))) {
            proxied.login(through(PROXY_SEED, proxied, Connect.user("ann", "pw")));
            assertThat(Monitor.connection(SERVER, proxied, "")).containsEntry("proxy", key);
            assertThat(Monitor.connection(SERVER, direct, "auth=1")).doesNotContainKey("proxy");
            assertThat(Monitor.report(SERVER, "/varz")).containsEntry("proxies", Map.of("trusted", List.of(key)));
        }
    }

    @Test
    void monitoringNamesTheProxyOfALoginThatIsRefused() {
        Map<String, Object> key = Map.of("key", Connect.publicKey(PROXY_SEED));
        for (Connect options : List.of(Connect.user("far", "wrong"), Connect.user("nobody", "pw"))) {
            try (WireClient client = WireClient.open(SERVER)) {
                expectRefused(client, through(PROXY_SEED, client, options));
                assertThat(Monitor.closed(SERVER, client, "")).containsEntry("proxy", key);
            }
        }
        try (WireClient client = WireClient.open(SERVER)) {
            expectRefused(client, through(OTHER_SEED, client, Connect.user("far", "wrong")));
            assertThat(Monitor.closed(SERVER, client, "")).doesNotContainKey("proxy");
        }
    }

    @Test
    void theProxyOfAnEarlierConnectIsKept() {
        Map<String, Object> key = Map.of("key", Connect.publicKey(PROXY_SEED));
        try (WireClient client = WireClient.open(SERVER)) {
            client.login(through(PROXY_SEED, client, Connect.user("ann", "pw")));
            client.send(client.connectLine(Connect.user("ann", "pw").with("proxy_sig", "")));
            client.expectNothing();
            assertThat(Monitor.connection(SERVER, client, "")).containsEntry("proxy", key);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user: ann, password: pw", "token: tok"})
    void theSingleUserAndTheTokenMayHaveToComeThroughAProxy(String who) {
        Connect options = who.startsWith("token") ? Connect.token("tok") : Connect.user("ann", "pw");
        try (ServerUnderTest server =
                ServerUnderTest.start(PROXIES, "authorization { proxy_required: true, " + who + " }")) {
            expectAdmitted(server, options);
            WireClient.expectRefused(server, options);
        }
    }

    @Test
    void withoutAuthenticationAProxyThatIsNotTrustedIsRefusedAllTheSame() {
        try (ServerUnderTest server = ServerUnderTest.start(PROXIES)) {
            WireClient.expectAdmitted(server, Connect.standard());
            expectAdmitted(server, Connect.standard());
            try (WireClient client = WireClient.open(server)) {
                assertThat(client.info()).containsKey("nonce").doesNotContainKey("auth_required");
                expectRefused(client, through(OTHER_SEED, client, Connect.standard()));
            }
        }
    }

    @Test
    void withoutProxiesASignatureMeansNothing() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: tok }", "proxies { trusted: [] }");
                WireClient client = WireClient.open(server)) {
            assertThat(client.info()).doesNotContainKey("nonce");
            client.login(Connect.token("tok").with("proxy_sig", "AAAA"));
        }
    }

    private static Connect through(String seed, WireClient signedFor, Connect options) {
        byte[] signature = Connect.sign(seed, (String) signedFor.info().get("nonce"));
        return options.with("proxy_sig", Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    private static void expectAdmitted(ServerUnderTest server, Connect options) {
        try (WireClient client = WireClient.open(server)) {
            client.login(through(PROXY_SEED, client, options));
        }
    }

    private static void expectRefused(WireClient client, Connect options) {
        client.send(client.connectLine(options), "PING");
        client.expect("-ERR 'Authorization Violation'");
        client.expectClosed();
    }

    private static void expectReason(WireClient client, String reason, String debugLine) {
        assertThat(Monitor.closed(SERVER, client, "")).containsEntry("reason", reason);
        String line = " - cid:" + client.info().get("client_id") + " - " + debugLine + '\n';
        Eventually.isTrue("logged:" + line, () -> SERVER.log().contains(line));
    }
}
