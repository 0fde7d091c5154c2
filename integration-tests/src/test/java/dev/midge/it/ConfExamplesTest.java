package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file in conf-examples starts a server that lets in whom it says it lets in, and nobody else. */
class ConfExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "conf-examples");
    private static final String LISTEN = "listen: \"127.0.0.1:4222\"";

    @Test
    void token() {
        try (ServerUnderTest server = start("token.conf")) {
            WireClient.expectAdmitted(server, Connect.token("s3cr3t-token-of-example"));
            WireClient.expectRefused(server, Connect.token("another"));
            WireClient.expectRefused(server, Connect.standard());
        }
    }

    @Test
    void bcryptUser() {
        try (ServerUnderTest server = start("bcrypt-user.conf")) {
            WireClient.expectAdmitted(server, Connect.user("ann", "correct-horse-battery"));
            WireClient.expectRefused(server, Connect.user("ann", "wrong-horse-battery"));
            WireClient.expectRefused(server, Connect.user("bob", "correct-horse-battery"));
        }
    }

    @Test
    void usersWithPermissions() {
        try (ServerUnderTest server = start("users-with-permissions.conf");
                WireClient shop = WireClient.connect(server, Connect.user("shop", "shop-password"));
                WireClient billing = WireClient.connect(server, Connect.user("billing", "billing-password"));
                WireClient audit = WireClient.connect(server, Connect.user("audit", "audit-password"))) {
            billing.send("SUB orders.> billing 1", "SUB orders.> 2");
            billing.expect("-ERR 'Permissions Violation for Subscription to \"orders.>\"'");
            audit.send("SUB orders.* 3", "PUB orders.x 0", "", "SUB secret.x 4");
            audit.expect(
                    "-ERR 'Permissions Violation for Publish to \"orders.x\"'",
                    "-ERR 'Permissions Violation for Subscription to \"secret.x\"'");
            audit.fence();
            billing.fence();
            shop.send("SUB _INBOX.a 9", "PUB orders.new _INBOX.a 2", "42", "PUB prices.x 0", "");
            shop.expect("-ERR 'Permissions Violation for Publish to \"prices.x\"'");
            audit.expect("MSG orders.new 3 _INBOX.a 2", "42");
            billing.expect("MSG orders.new 1 _INBOX.a 2", "42");
            billing.send("PUB _INBOX.a 2", "ok", "PUB _INBOX.a 2", "no");
            billing.expect("-ERR 'Permissions Violation for Publish to \"_INBOX.a\"'");
            shop.expect("MSG _INBOX.a 9 2", "ok");
            WireClient.expectAdmitted(server, Connect.user("admin", "admin-password"));
            WireClient.expectRefused(server, Connect.user("admin", "shop-password"));
        }
    }

    @Test
    void nkeys() {
        String everything = "SUAEBKFGQVOLROW5ZVGCPWCJJZLV25O2WISM72SRD5WWHYCMR4G2TWV7OA";
        String greet = "SUAMAX7EBV7EQ3BG3KTK5GMMAAZRECT7WYZQVAXI6VEZKKPUYHMOVNPJCI";
        try (ServerUnderTest server = start("nkeys.conf");
                WireClient limited = WireClient.connect(server, Connect.nkey(greet))) {
            WireClient.expectAdmitted(server, Connect.nkey(everything));
            WireClient.expectRefused(server, Connect.standard());
            WireClient.expectRefused(
                    server, Connect.nkey("SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E"));
            limited.send("PUB greet 2", "hi", "PUB other 2", "hi");
            limited.expect("-ERR 'Permissions Violation for Publish to \"other\"'");
        }
    }

    @Test
    void accounts() {
        try (ServerUnderTest server = start("accounts.conf");
                WireClient shop = WireClient.connect(server, Connect.user("shop", "shop-password"));
                WireClient lab = WireClient.connect(server, Connect.user("lab", "lab-password"));
                WireClient screen = WireClient.connect(server, Connect.user("screen", "screen-password"))) {
            screen.send("SUB > 1");
            screen.fence();
            lab.send("SUB > 2");
            lab.fence();
            shop.send("PUB orders.new 2", "42");
            screen.expect("MSG orders.new 1 2", "42");
            screen.send("PUB orders.new 0", "");
            screen.expect("-ERR 'Permissions Violation for Publish to \"orders.new\"'");
            lab.expectNothing();
            try (WireClient second = WireClient.connect(server, Connect.user("lab", "lab-password"));
                    WireClient third = WireClient.open(server)) {
                third.send(third.connectLine(Connect.user("lab", "lab-password")), "PING");
                third.expect("-ERR 'maximum account active connections exceeded'");
                second.send("PUB x 2000");
                second.expect("-ERR 'Maximum Payload Violation'");
            }
            WireClient.expectAdmitted(server, Connect.user("admin", "admin-password"));
            WireClient.expectRefused(server, Connect.standard());
        }
    }

    @Test
    void everyExampleHasATest() throws IOException {
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "token.conf", "bcrypt-user.conf", "users-with-permissions.conf", "nkeys.conf", "accounts.conf");
    }

    @ParameterizedTest
    @MethodSource("names")
    void theFirstLineSaysWhatToRun(String name) throws IOException {
        assertThat(Files.readAllLines(EXAMPLES.resolve(name)).get(0))
                .startsWith("# Run: ./nats-server -c conf-examples/" + name)
                .contains("then: nats --server nats://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SUAEBKFGQVOLROW5ZVGCPWCJJZLV25O2WISM72SRD5WWHYCMR4G2TWV7OA",
                "SUAMAX7EBV7EQ3BG3KTK5GMMAAZRECT7WYZQVAXI6VEZKKPUYHMOVNPJCI"
            })
    void theSeedsOfNkeysConfStandInItsComments(String seed) {
        assertThat(text("nkeys.conf")).contains(seed, Connect.publicKey(seed));
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".conf"))
                    .toList();
        }
    }

    private static ServerUnderTest start(String name) {
        String text = text(name);
        assertThat(text).contains(LISTEN);
        return ServerUnderTest.startAsWritten(text.replace(LISTEN, "listen: \"127.0.0.1:-1\""));
    }

    private static String text(String name) {
        try {
            return Files.readString(EXAMPLES.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
