package dev.midge.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** default_permissions and who inherits them: authentication specification 5.1, 5.4, 10.3. */
class DefaultPermissionsTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "authorization {",
            "  default_permissions: { publish: \"default.>\", subscribe: \"default.>\" }",
            "  users: [",
            "    { user: heir, password: pw }",
            "    { nkey: " + Connect.publicKey(SEED) + " }",
            "    { user: own, password: pw, permissions: { publish: \"own.>\" } }",
            "    { user: unrestricted, password: pw, permissions: {} }",
            "  ]",
            "}");

    @Test
    void aUserWithoutPermissionsInheritsThem() {
        expectOnly(Connect.user("heir", "pw"));
    }

    @Test
    void anNKeyWithoutPermissionsInheritsThem() {
        expectOnly(Connect.nkey(SEED));
    }

    @Test
    void ownPermissionsReplaceThemWhole() {
        try (WireClient client = WireClient.connect(SERVER, Connect.user("own", "pw"))) {
            client.send("PUB own.x 0", "", "PUB default.x 0", "", "SUB anything 1");
            client.expect("-ERR 'Permissions Violation for Publish to \"default.x\"'");
            client.expectNothing();
        }
    }

    @Test
    void emptyPermissionsAreNoRestriction() {
        try (WireClient client = WireClient.connect(SERVER, Connect.user("unrestricted", "pw"))) {
            client.send("PUB anything 0", "", "SUB anything 1");
            client.expectNothing();
        }
    }

    private static void expectOnly(Connect options) {
        try (WireClient client = WireClient.connect(SERVER, options)) {
            client.send("PUB default.x 0", "", "SUB default.x 1", "PUB other.x 0", "", "SUB other.x 2");
            client.expect(
                    "-ERR 'Permissions Violation for Publish to \"other.x\"'",
                    "-ERR 'Permissions Violation for Subscription to \"other.x\"'");
            client.expectNothing();
        }
    }
}
