package dev.midge.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which subjects are valid, which match, which are reserved: protocol specification 4. */
class SubjectTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    @ParameterizedTest
    @CsvSource({
        "foo, foo",
        "foo.bar, foo.*",
        "foo.bar, *.bar",
        "foo.bar, *.*",
        "foo.bar, foo.>",
        "foo.bar.baz, foo.>",
        "foo.bar.baz, foo.*.>",
        "foo.bar.baz, *.bar.*",
        "foo, >",
        "foo, *",
        "$SYS.x, >",
        "_INBOX.abc, >",
        "_INBOX.abc, *.*",
        "foo*, foo*",
        "a*b.c, a*b.*",
        ">x, >x",
        "'bar,*,>,baz', 'bar,*,>,baz'",
        "foo.*, foo.*",
        "foo.*, foo.>",
        "foo.*, *.*",
        "foo.>, foo.>",
        "foo.>, foo.*",
        "*, *",
        ">, >"
    })
    void aSubscriptionGetsWhatItMatches(String published, String subscribed) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB " + subscribed + " 1", "PUB " + published + " 2", "hi");
            client.expect("MSG " + published + " 1 2", "hi");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "foo, foo.>",
        "foo, foo.*",
        "foo.bar, foo",
        "foo.bar, *",
        "foo.bar.baz, foo.*",
        "foo.bar.baz, *.*",
        "FOO, foo",
        "foobar, foo*",
        "foo.*, foo.bar",
        "foo.>, foo.bar",
        "foo., >",
        ".foo, >",
        "a..b, >",
        "., >",
        "a..b, a.*.b",
        "foo., foo.*"
    })
    void aSubscriptionGetsNothingElse(String published, String subscribed) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB " + subscribed + " 1", "PUB " + published + " 2", "hi");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo..bar", "foo.", ".foo", ".", "..", "foo.>.x", ">.foo", ">.>", "*..*", "foo.*."})
    void anInvalidSubjectIsRefusedAndTheConnectionStaysOpen(String subject) {
        try (WireClient client = WireClient.connect(SERVER, Connect.verbose())) {
            client.send("SUB " + subject + " 1", "SUB ok 1");
            client.expect("-ERR 'Invalid Subject'", "+OK");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo..bar", "foo.", ".foo", "foo.*", "foo.>", "*", ">", "*.foo"})
    void aPedanticPublisherIsToldOfAnInvalidSubject(String subject) {
        try (WireClient client = WireClient.connect(SERVER, Connect.standard().with("pedantic", true))) {
            client.send("PUB " + subject + " 2", "hi");
            client.expect("-ERR 'Invalid Publish Subject'");
            client.expectNothing();
        }
    }

    @Test
    void aMessageWithAPedanticErrorIsDeliveredAllTheSame() {
        try (WireClient client = WireClient.connect(SERVER, Connect.standard().with("pedantic", true))) {
            client.send("SUB foo.* 1", "PUB foo.* 2", "hi", "HPUB foo.> 12 14", "NATS/1.0", "", "hi");
            client.expect("-ERR 'Invalid Publish Subject'", "MSG foo.* 1 2", "hi");
            client.expect("-ERR 'Invalid Publish Subject'", "HMSG foo.> 1 12 14", "NATS/1.0", "", "hi");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo*", "a*b", ">x", "foo", "foo.bar*.baz"})
    void aPedanticPublisherMayUseWildcardCharactersInsideTokens(String subject) {
        try (WireClient client = WireClient.connect(SERVER, Connect.standard().with("pedantic", true))) {
            client.send("PUB " + subject + " 2", "hi");
            client.expectNothing();
        }
    }

    @Test
    void pedanticChangesNothingForSubscriptions() {
        try (WireClient client = WireClient.connect(SERVER, Connect.standard().with("pedantic", true))) {
            client.send("SUB foo..bar 1", "SUB foo.* 1", "PUB foo.x 2", "hi");
            client.expect("-ERR 'Invalid Subject'", "MSG foo.x 1 2", "hi");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"_GR_.x", "$GR.x", "$NRG.x", "$NRG.a.b"})
    void reservedSubjectsMayNotBePublishedTo(String subject) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB > 1", "PUB " + subject + " 2", "hi");
            client.expect("-ERR 'Permissions Violation for Publish to \"" + subject + "\"'");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"_R_.x", "$JS.x", "$SYS.x", "_INBOX.x", "_GR_.", "$GR.", "$JS.ACK.x", "$MQTT.x"})
    void otherSubjectsWithADollarOrAnUnderscoreMay(String subject) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("PUB " + subject + " 2", "hi");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"_R_.", "_R_.x", "$JS.ACK.x", "_GR_.x", "$GR.x"})
    void reservedReplySubjectsAreRefused(String reply) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "PUB foo " + reply + " 2", "hi");
            client.expect("-ERR 'Permissions Violation for Publish with Reply of \"" + reply + "\"'");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"_R_", "$JS.ACK.", "_GR_.", "$GR.", "a..b", "*", "foo.>"})
    void anyOtherReplySubjectIsDelivered(String reply) {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "PUB foo " + reply + " 2", "hi");
            client.expect("MSG foo 1 " + reply + " 2", "hi");
        }
    }

    @Test
    void aSubjectMayHaveManyTokens() {
        String subject = "a" + ".b".repeat(1_500);
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB " + subject + " 1", "PUB " + subject + " 2", "hi");
            client.expect("MSG " + subject + " 1 2", "hi");
        }
    }
}
