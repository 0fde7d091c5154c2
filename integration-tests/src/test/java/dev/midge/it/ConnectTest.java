package dev.midge.it;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT: JSON, order of checks, defaults. Protocol specification 1.6, 3.1 to 3.3. */
class ConnectTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    @Test
    void anEmptyConnectMeansVerboseAndPedantic() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT {}", "PUB foo.* 2", "hi");
            client.expect("+OK", "-ERR 'Invalid Publish Subject'", "+OK");
            client.expectNothing();
        }
    }

    @Test
    void echoOffCountsForASubscriptionMadeBeforeConnectToo() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("SUB early.> 1", "CONNECT {\"echo\":false}", "PUB early.x 2", "hi");
            client.expect("+OK", "+OK", "+OK");
            client.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"VERBOSE\":false}",
                "{\"verbose\":true,\"verbose\":false}",
                "{\"verbose\":false,\"unknown\":{\"deep\":[1,2,{\"x\":null}]}}",
                "  {  \"verbose\" : false }  ",
                "{\"verbose\":false,\"verbose\":null}",
                "{\"verbose\":false,\"import\":{},\"export\":{},\"remote_account\":\"x\"}",
                "{\"verbose\":false,\"tls_required\":true}",
                "{\"verbose\":false,\"account\":\"\",\"new_account\":false}",
                "{\"verbos\\u0065\":false}",
                "{\"verbose\":false,\"name\":\"\\ud83d\\ude00 \\ud83d \\/ \\b\\f\\n\\r\\t\\\"\"}",
                "{\"verbose\":false,\"name\":\"\u00ff\u00fe\"}",
                "{\"verbose\":false,\"x\":[-0,1e9,1E+2,0.5,-1.5e-3,12345678901234567890,true,null,\"\",{},[]]}",
                "{\"verbose\":false,\"protocol\":-0}",
                "{\"verbose\":false,\"user\":null,\"protocol\":null}",
                "{\"verbo\u00c5\u00bfe\":false}",
                "{\"VERBO\\u017fE\":false}",
                "{\"verbose\":false,\"import\":{\"allow\":[\"a\",null],\"deny\":null,\"x\":5}}"
            })
    void jsonIsReadAsGoReadsIt(String json) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT " + json);
            client.expectNothing();
        }
    }

    @Test
    void unknownMembersMayBeNestedDeeply() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT {\"x\":" + "[".repeat(900) + "]".repeat(900) + ",\"verbose\":false}");
            client.expectNothing();
        }
    }

    @Test
    void nullChangesNothing() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT null");
            client.expect("+OK");
            client.send("CONNECT {\"verbose\":null}");
            client.expect("+OK");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "\"text\"",
                "{",
                "{\"verbose\":\"true\"}",
                "{\"verbose\":1}",
                "{\"protocol\":\"1\"}",
                "{\"protocol\":1.5}",
                "{\"name\":5}",
                "{\"user\":{}}",
                "{\"verbose\":false} x",
                "{\"verbose\":false}{}",
                "{'verbose':false}",
                "{\"protocol\":1e0}",
                "{\"protocol\":12345678901234567890}",
                "{\"protocol\":01}",
                "{\"verbose\":tru}",
                "{\"verbose\":false \"name\":\"x\"}",
                "{\"x\":1.}",
                "{\"x\":.5}",
                "{\"x\":-}",
                "{\"x\":+1}",
                "{\"x\":\"\\x\"}",
                "{\"x\":\"\\u12g4\"}",
                "{\"x\":\"a\tb\"}",
                "{\"x\":[1,]}",
                "{\"x\":[1 2]}",
                "{\"pa\u00c5\u00bf\u00c5\u00bf\":5}",
                "{\"to\u00e2\u0084\u00aaen\":5,\"auth_to\u00e2\u0084\u00aaen\":5}",
                "{\"remote_account\":5}",
                "{\"import\":{\"allow\":\"a\"}}",
                "{\"export\":{\"DENY\":[5]}}",
                "{x:1}",
                "nul",
                "{\"verbose\":false,}"
            })
    void brokenJsonClosesTheConnectionWithoutAWord(String json) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT " + json);
            client.expectClosed();
        }
    }

    @Test
    void credentialsAreIgnoredWhereNoneAreAskedFor() {
        WireClient.expectAdmitted(SERVER, Connect.user("anybody", "anything"));
        WireClient.expectAdmitted(SERVER, Connect.token("anything"));
        WireClient.expectAdmitted(
                SERVER, Connect.standard().with("nkey", "UXYZ").with("sig", "x").with("jwt", "y"));
    }

    @Test
    void accountIsCheckedBeforeProtocol() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT {\"account\":\"x\",\"protocol\":7}");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
        }
    }

    @Test
    void protocolIsCheckedBeforeNoResponders() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("CONNECT {\"no_responders\":true,\"protocol\":7}");
            client.expect("-ERR 'invalid client protocol'");
            client.expectClosed();
        }
    }

    @Test
    void credentialsAreCheckedBeforeProtocol() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { token: secret }")) {
            WireClient.expectRefused(server, Connect.token("wrong").with("protocol", 7));
        }
    }

    @Test
    void beforeConnectTheConnectionIsVerbosePedanticAndWithoutHeaders() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("SUB foo.* 1", "PUB foo.* 2", "hi");
            client.expect("+OK", "-ERR 'Invalid Publish Subject'", "+OK", "MSG foo.* 1 2", "hi");
            client.send("HPUB foo 12 12", "NATS/1.0", "", "");
            client.expectClosed();
        }
    }

    @Test
    void aSubscriptionMadeBeforeConnectIsDroppedByNothingButASecondConnect() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("SUB foo 1");
            client.expect("+OK");
            client.send("CONNECT {\"verbose\":false}", "PUB foo 2", "hi");
            client.expect("MSG foo 1 2", "hi");
        }
    }

    @Test
    void aSecondConnectIsMergedIntoTheFirst() {
        try (WireClient client = WireClient.connect(SERVER, Connect.withoutEcho())) {
            client.send("CONNECT {\"name\":\"again\"}", "SUB foo 1", "PUB foo 2", "hi");
            client.expectNothing();
        }
    }

    @Test
    void aSecondConnectDropsSubscriptionsAndMaySwitchToVerbose() {
        try (WireClient client = WireClient.connect(SERVER)) {
            client.send("SUB foo 1", "CONNECT {\"verbose\":true}", "PUB foo 2", "hi", "SUB foo 1", "PUB foo 2", "ho");
            client.expect("+OK", "+OK", "+OK", "+OK", "MSG foo 1 2", "ho");
        }
    }

    @Test
    void aSecondConnectKeepsTheCredentialsOfTheFirst() {
        try (ServerUnderTest server = ServerUnderTest.start("authorization { user: ann, password: secret }");
                WireClient client = WireClient.connect(server, Connect.user("ann", "secret"))) {
            client.send("CONNECT {\"verbose\":true}");
            client.expect("+OK");
            client.send("CONNECT {\"pass\":\"wrong\"}");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
        }
    }
}
