package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the log says of one client, line by line, with debug and trace on. */
class ProtocolLogTest {

    private static final Pattern OF_A_CLIENT =
            Pattern.compile("\\[(DBG|TRC|ERR)\\] 127\\.0\\.0\\.1:\\d+ - cid:\\d+ - (.*)");

    private static ServerUnderTest start(String... more) {
        return ServerUnderTest.start("debug: true", "trace: true", String.join("\n", more));
    }

    /** Waits for the end of the only connection, then compares all that was logged about it. */
    private static void expectLogged(ServerUnderTest server, String... lines) {
        Eventually.isTrue("the connection ended", () -> server.log().contains("Client connection closed"));
        Eventually.isTrue(
                List.of(lines) + "\nlogged:\n" + server.log(),
                () -> linesOfClients(server).equals(List.of(lines)));
    }

    private static List<String> linesOfClients(ServerUnderTest server) {
        return server.log()
                .lines()
                .map(OF_A_CLIENT::matcher)
                .filter(line -> line.find() && !line.group(2).contains("Ping Timer"))
                .map(line -> line.group(1) + ' ' + line.group(2))
                .toList();
    }

    @Test
    void operationsAreTracedAsTheyCame() {
        try (ServerUnderTest server = start()) {
            try (WireClient client = WireClient.open(server)) {
                client.sendRaw("CONNECT {\"verbose\":false,\"headers\":true}\r\npong\r\nSUB a  q 1 \r\n");
                client.sendRaw("UNSUB 2 x\r\nUNSUB 1 2\r\nHPUB a r 2 3\r\nh\0x\r\nPUB b 0\r\n\r\nPING\r\nPING");
                client.expect("HMSG a 1 r 2 3", "h\0x", "PONG");
                client.sendRaw("x\nUNSUB 1\r\n");
                client.expect("PONG");
            }
            expectLogged(
                    server,
                    "DBG Client connection created",
                    "TRC <<- [CONNECT {\"verbose\":false,\"headers\":true}]",
                    "TRC <<- [PONG]",
                    "TRC <<- [SUB a  q 1 ]",
                    "TRC <<- [UNSUB 2 x]",
                    "TRC <<- [UNSUB 1 2]",
                    "TRC <<- [HPUB a r 2 3]",
                    "TRC <<- MSG_PAYLOAD: [\"h\\x00x\"]",
                    "TRC ->> [HMSG a 1 r 2 3]",
                    "TRC ->> MSG_PAYLOAD: [\"h\\x00x\"]",
                    "TRC <<- [PUB b 0]",
                    "TRC <<- [PING]",
                    "TRC ->> [PONG]",
                    "TRC <<- [PING]",
                    "TRC ->> [PONG]",
                    "TRC <<- [UNSUB 1]",
                    "TRC <-> [DELSUB 1]",
                    "DBG Client connection closed: Client Closed");
        }
    }

    @Test
    void refusalsAreTracedBeforeTheyAreExplained() {
        try (ServerUnderTest server = start("max_subscriptions: 1", "max_subscription_tokens: 2")) {
            try (WireClient client =
                    WireClient.connect(server, Connect.standard().with("protocol", 0))) {
                client.send("SUB a _sys_ 1", "SUB a.b.c 2", "SUB a 3", "SUB b 4", "SUB c 5", "PUB $GR.x 1", "x");
                client.send("PUB a _R_.x 1", "x");
                client.readUntilPong();
            }
            Eventually.isTrue("the connection ended", () -> server.log().contains("DELSUB 3"));
            assertThat(linesOfClients(server))
                    .containsSubsequence(
                            "TRC ->> [-ERR Permissions Violation for Subscription to \"a\" using queue \"_sys_\"]",
                            "ERR Subscription Violation - Subject \"a\", Queue: \"_sys_\", SID 1",
                            "TRC <<- [SUB a.b.c 2]",
                            "TRC ->> [-ERR Permissions Violation for Subscription to \"a.b.c\", too many tokens]",
                            "ERR Subscription Violation Too Many Tokens - Subject \"a.b.c\", SID 2",
                            "TRC <<- [SUB a 3]",
                            "TRC <<- [SUB b 4]",
                            "ERR maximum subscriptions exceeded",
                            "TRC ->> [-ERR maximum subscriptions exceeded]",
                            "TRC <<- [SUB c 5]",
                            "TRC ->> [-ERR maximum subscriptions exceeded]",
                            "TRC <<- [PUB $GR.x 1]",
                            "TRC <<- MSG_PAYLOAD: [\"x\"]",
                            "TRC ->> [-ERR Permissions Violation for Publish to \"$GR.x\"]",
                            "ERR Publish Violation - Subject \"$GR.x\"",
                            "TRC <<- [PUB a _R_.x 1]",
                            "TRC <<- MSG_PAYLOAD: [\"x\"]",
                            "TRC ->> [-ERR Permissions Violation for Publish with Reply of \"_R_.x\"]",
                            "ERR Publish Violation - Reply \"_R_.x\"",
                            "DBG Client connection closed: Client Closed",
                            "TRC <-> [DELSUB 3]");
        }
    }

    @Test
    void theParserSaysWhereItStumbled() {
        try (ServerUnderTest server = start()) {
            try (WireClient client = WireClient.open(server)) {
                client.sendRaw("SUBZ foo\r\n");
                client.readUntilClosed();
            }
            expectLogged(
                    server,
                    "DBG Client connection created",
                    "TRC ->> [-ERR Unknown Protocol Operation]",
                    "ERR Client parser ERROR, state=45, i=3: proto='\"Z foo\\r\"...'",
                    "DBG Client connection closed: Protocol Violation");
        }
    }

    @Test
    void wrongArgumentsAreQuoted() {
        try (ServerUnderTest server = start()) {
            try (WireClient client = WireClient.open(server)) {
                client.sendRaw("PUB foo\u001b\"x\r\n");
                client.readUntilClosed();
            }
            Eventually.isTrue("the connection ended", () -> server.log().contains("Client connection closed"));
            assertThat(linesOfClients(server))
                    .endsWith(
                            "ERR processPub Parse Error: \"foo\\x1b\\\"x\"",
                            "DBG Client connection closed: Protocol Violation");
        }
    }

    @Test
    void whatAClientSaysOfItselfIsQuotedAndStaysAsItWasFirst() {
        try (ServerUnderTest server = start()) {
            try (WireClient client = WireClient.open(server)) {
                client.send(
                        "CONNECT {\"verbose\":false,\"name\":\"a\\\"\\n\",\"lang\":\"l\",\"version\":\"1\"}",
                        "CONNECT {\"name\":\"other\"}",
                        "PING");
                client.expect("PONG");
            }
            Eventually.isTrue("the connection ended", () -> server.log().contains("Client connection closed"));
            assertThat(server.log()).contains(" - \"v1:l:a\\\"\\n\" - <<- [PING]");
        }
    }

    @Test
    void payloadsAreCutWhereTheConfigurationSays() {
        try (ServerUnderTest server = start("max_traced_msg_len: 4")) {
            try (WireClient client = WireClient.connect(server)) {
                client.send("SUB a 1", "PUB a 4", "1234", "PUB a 5", "12345");
                client.expect("MSG a 1 4", "1234", "MSG a 1 5", "12345");
            }
            Eventually.isTrue("the connection ended", () -> server.log().contains("Client connection closed"));
            assertThat(linesOfClients(server))
                    .containsSubsequence(
                            "TRC <<- MSG_PAYLOAD: [\"1234\"]",
                            "TRC ->> MSG_PAYLOAD: [\"1234\"]",
                            "TRC <<- MSG_PAYLOAD: [\"1234...\"]",
                            "TRC ->> MSG_PAYLOAD: [\"1234...\"]");
        }
    }

    @Test
    void headersMayBeAllThatIsTraced() {
        try (ServerUnderTest server = start("trace_headers: true")) {
            try (WireClient client = WireClient.connect(server)) {
                client.send("PUB a 4", "1234", "HPUB a 18 19", "NATS/1.0", "A: b", "", "x");
                client.expectNothing();
            }
            Eventually.isTrue("the connection ended", () -> server.log().contains("Client connection closed"));
            assertThat(server.log())
                    .contains("<<- [PUB a 4]", "<<- MSG_PAYLOAD: [\"NATS/1.0\\r\\nA: b\"]")
                    .doesNotContain("1234\"]");
        }
    }
}
