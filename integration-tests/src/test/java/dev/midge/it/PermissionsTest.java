package dev.midge.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user may publish and subscribe to, and the texts of refusal: protocol specification 8.1, 8.2, 8.4. */
class PermissionsTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared(
            "authorization { users: [",
            "  { user: lists, password: pw, permissions: {",
            "      publish: [\"orders.>\", \"exact\"], subscribe: [\"news.*\", \"_INBOX.>\"] } }",
            "  { user: denied, password: pw, permissions: {",
            "      publish: { deny: \"secret.>\" }, subscribe: { deny: [\"secret.>\", \"exact\"] } } }",
            "  { user: both, password: pw, permissions: {",
            "      publish: { allow: \"a.>\", deny: [\"a.b\", \"a.*.z\"] } } }",
            "  { user: text, password: pw, permissions: { publish: \"one.two\", subscribe: \"one.*\" } }",
            "  { user: empty, password: pw, permissions: { publish: [], subscribe: { allow: [] } } }",
            "  { user: free, password: pw }",
            "] }");

    @ParameterizedTest
    @CsvSource({
        "lists, orders.new", "lists, orders.a.b.c", "lists, exact", "denied, public", "denied, secret", "denied, a..b",
        "both, a.c", "both, a.b.c", "both, a.*", "text, one.two", "empty, whatever.you.like", "free, secret.x"
    })
    void publishingIsAllowed(String user, String subject) {
        try (WireClient client = login(user)) {
            client.send("PUB " + subject + " 2", "hi");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lists, orders", "lists, order.new", "lists, exact.more", "lists, Orders.new", "lists, orders..x", "lists, .",
        "denied, secret.x", "denied, secret.x.y", "denied, secret.*", "denied, secret.>", "both, a.b", "both, a.q.z",
        "both, a", "both, b", "text, one.three"
    })
    void publishingIsRefusedAndTheConnectionStaysOpen(String user, String subject) {
        try (WireClient listener = login("free");
                WireClient client = login(user)) {
            listener.send("SUB > 1");
            listener.fence();
            client.send("PUB " + subject + " 2", "hi", "HPUB " + subject + " some.reply 12 14", "NATS/1.0", "", "hi");
            String refusal = "-ERR 'Permissions Violation for Publish to \"" + subject + "\"'";
            client.expect(refusal, refusal);
            client.expectNothing();
            listener.expectNothing();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lists, news.a",
        "lists, news.*",
        "lists, _INBOX.>",
        "lists, _INBOX.x.*",
        "denied, public.>",
        "denied, secret",
        "denied, >",
        "denied, *.x",
        "text, one.two",
        "text, one.*",
        "empty, >",
        "free, >",
        "both, >"
    })
    void subscribingIsAllowed(String user, String subject) {
        try (WireClient client = login(user)) {
            client.send("SUB " + subject + " 1", "SUB " + subject + " queue 2");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lists, news",
        "lists, news.a.b",
        "lists, >",
        "lists, *.a",
        "lists, news.*.*",
        "lists, other",
        "denied, secret.a",
        "denied, secret.*",
        "denied, secret.>",
        "denied, exact",
        "text, two.one",
        "text, *.two"
    })
    void subscribingIsRefusedAndTheConnectionStaysOpen(String user, String subject) {
        try (WireClient client = login(user)) {
            client.send("SUB " + subject + " 1", "SUB " + subject + " work.queue 2");
            client.expect("-ERR 'Permissions Violation for Subscription to \"" + subject + "\"'");
            client.expect(
                    "-ERR 'Permissions Violation for Subscription to \"" + subject + "\" using queue \"work.queue\"'");
            client.expectNothing();
        }
    }

    @Test
    void noQueueMayBeNamedLikeTheSystems() {
        try (WireClient client = login("free")) {
            client.send("SUB foo _sys_ 1", "PUB foo 2", "hi");
            client.expect("-ERR 'Permissions Violation for Subscription to \"foo\" using queue \"_sys_\"'");
            client.expectNothing();
        }
    }

    @Test
    void aRefusedOperationIsNotAcknowledged() {
        try (WireClient client =
                WireClient.connect(SERVER, Connect.user("lists", "pw").with("verbose", true))) {
            client.send("PUB no 2", "hi", "SUB no 1", "PUB exact 2", "hi", "UNSUB 1");
            client.expect(
                    "-ERR 'Permissions Violation for Publish to \"no\"'",
                    "-ERR 'Permissions Violation for Subscription to \"no\"'",
                    "+OK",
                    "+OK");
            client.expectNothing();
        }
    }

    @Test
    void theReplySubjectIsNotChecked() {
        try (WireClient listener = login("free");
                WireClient client = login("lists")) {
            listener.send("SUB orders.> 1");
            listener.fence();
            client.send("PUB orders.new not.allowed 2", "hi");
            client.expectNothing();
            listener.expect("MSG orders.new 1 not.allowed 2", "hi");
        }
    }

    @Test
    void permissionIsCheckedBeforeValidity() {
        try (WireClient client = login("lists")) {
            client.send("SUB a..b 1");
            client.expect("-ERR 'Permissions Violation for Subscription to \"a..b\"'");
        }
    }

    @Test
    void subjectsAreQuotedTheWayGoQuotes() {
        try (WireClient client = login("lists")) {
            client.send("PUB x\"y\\z 0", "", "PUB \u0001\u0007\u007f 0", "", "PUB \u00ff\u00c3 0", "");
            client.expect(
                    "-ERR 'Permissions Violation for Publish to \"x\\\"y\\\\z\"'",
                    "-ERR 'Permissions Violation for Publish to \"\\x01\\a\\x7f\"'",
                    "-ERR 'Permissions Violation for Publish to \"\\xff\\xc3\"'");
            client.send("PUB \u00c3\u00a9 0", "", "PUB \u00c2\u00a0 0", "");
            client.expect(
                    "-ERR 'Permissions Violation for Publish to \"\u00c3\u00a9\"'",
                    "-ERR 'Permissions Violation for Publish to \"\\u00a0\"'");
        }
    }

    @Test
    void aRefusedReservedReplyIsReportedAfterThePublishPermission() {
        try (WireClient client = login("lists")) {
            client.send("PUB no _R_.x 0", "", "PUB exact _R_.x 0", "");
            client.expect(
                    "-ERR 'Permissions Violation for Publish to \"no\"'",
                    "-ERR 'Permissions Violation for Publish with Reply of \"_R_.x\"'");
        }
    }

    private static WireClient login(String user) {
        return WireClient.connect(SERVER, Connect.user(user, "pw"));
    }
}
