package dev.midge.it;

import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One connection, bytes in, lines out: the black-box vectors of the protocol specification, section 15. */
class WireVectorsTest {

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared();

    private static final String UNKNOWN_OPERATION = "-ERR 'Unknown Protocol Operation'";
    private static final String INVALID_SUBJECT = "-ERR 'Invalid Subject'";
    private static final String CLOSED = WireClient.CLOSED;

    /** Quiet: the client has connected before, without verbose; else the input is the first that the server hears. */
    record Vector(String name, boolean quiet, String input, List<String> output) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void answersWhenFedWhole(Vector vector) {
        try (WireClient client = clientFor(vector)) {
            client.sendRaw(vector.input);
            expect(client, vector.output);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void answersTheSameWhenFedByteByByte(Vector vector) {
        try (WireClient witness = WireClient.connect(SERVER);
                WireClient client = clientFor(vector)) {
            // Once the witness has its answer the server has read what was sent before, so each byte is a read of its
            // own.
            client.sendByteByByte(vector.input, vector.input.length() > 200 ? () -> {} : witness::fence);
            expect(client, vector.output);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void answersTheSameWhereverItIsCut(Vector vector) {
        try (WireClient witness = WireClient.connect(SERVER)) {
            int step = Math.max(1, vector.input.length() / 40);
            for (int cut = 1; cut < vector.input.length(); cut += step) {
                try (WireClient client = clientFor(vector)) {
                    client.sendRaw(vector.input.substring(0, cut));
                    witness.fence();
                    client.sendRaw(vector.input.substring(cut));
                    expect(client, vector.output);
                }
            }
        }
    }

    private static WireClient clientFor(Vector vector) {
        return vector.quiet ? WireClient.connect(SERVER) : WireClient.open(SERVER);
    }

    private static void expect(WireClient client, List<String> output) {
        client.expect(output.toArray(String[]::new));
        if (!output.contains(CLOSED)) {
            client.expectNothing();
        }
    }

    private static Vector raw(String name, String input, String... output) {
        return new Vector(name, false, input, List.of(output));
    }

    private static Vector quiet(String name, String input, String... output) {
        return new Vector(name, true, input, List.of(output));
    }

    static List<Vector> vectors() {
        String longest = "x".repeat(4094);
        return List.of(
                raw("1 before CONNECT", "SUB foo 1\r\nPUB foo 2\r\nhi\r\n", "+OK", "+OK", "MSG foo 1 2", "hi"),
                raw("3 CONNECT without blank", "CONNECT{}\r\n", "+OK"),
                raw("4 broken JSON", "CONNECT {bad\r\n", CLOSED),
                raw("5 protocol 2", "CONNECT {\"protocol\":2}\r\n", "-ERR 'invalid client protocol'", CLOSED),
                raw("5 protocol -1", "CONNECT {\"protocol\":-1}\r\n", "-ERR 'invalid client protocol'", CLOSED),
                raw(
                        "6 no responders without headers",
                        "CONNECT {\"no_responders\":true}\r\n",
                        "-ERR 'no responders requires headers support'",
                        CLOSED),
                raw("7 account", "CONNECT {\"account\":\"x\"}\r\n", "-ERR 'Authorization Violation'", CLOSED),
                raw("7 new account", "CONNECT {\"new_account\":true}\r\n", "-ERR 'Authorization Violation'", CLOSED),
                raw("8 empty line", "\r\n", UNKNOWN_OPERATION, CLOSED),
                raw("8 leading blank", " PING\r\n", UNKNOWN_OPERATION, CLOSED),
                raw("8 unknown verb, no line end", "ZZZ", UNKNOWN_OPERATION, CLOSED),
                raw("8 HTTP", "GET / HTTP/1.1\r\n", UNKNOWN_OPERATION, CLOSED),
                raw("9 PING with anything behind", "pInGxyz\r\nPING\n", "PONG", "PONG"),
                raw("10 PUB without size", "PUB foo\r\n", CLOSED),
                raw("10 PUB with four arguments", "PUB foo a b 1\r\n", CLOSED),
                raw("10 negative size", "PUB foo -1\r\n", CLOSED),
                raw("10 ten digits", "PUB foo 9999999999\r\n", CLOSED),
                raw("11 more than max_payload", "PUB foo 999999999\r\n", "-ERR 'Maximum Payload Violation'", CLOSED),
                raw("12 surplus payload", "PUB foo 2\r\nhello\r\n", UNKNOWN_OPERATION, CLOSED),
                raw("12 payload ends in LF only", "PUB foo 2\r\nhi\n", UNKNOWN_OPERATION, CLOSED),
                raw("13 tabs, blanks and bare LF", "PUB\t foo \t 2 \nhi\r\n", "+OK"),
                raw("14 MSG", "MSG foo 1 2\r\nhi\r\n", UNKNOWN_OPERATION, CLOSED),
                raw("14 RMSG", "RMSG a foo 2\r\nhi\r\n", UNKNOWN_OPERATION, CLOSED),
                raw("15 -ERR", "-ERR x\r\n", CLOSED),
                raw("16 INFO, +OK and PONG are ignored", "INFO {}\r\n+OK\r\nPONG\r\nPING\r\n", "PONG"),
                raw("17 double dot", "SUB foo..bar 1\r\n", INVALID_SUBJECT),
                raw("17 trailing dot", "SUB foo. 1\r\n", INVALID_SUBJECT),
                raw("17 leading dot", "SUB .foo 1\r\n", INVALID_SUBJECT),
                raw("17 full wildcard inside", "SUB foo.>.x 1\r\n", INVALID_SUBJECT),
                quiet("18 sid in use", "SUB a 1\r\nSUB b 1\r\nPUB a 0\r\n\r\nPUB b 0\r\n\r\n", "MSG a 1 0", ""),
                quiet("19 UNSUB with bad max", "SUB a 1\r\nUNSUB 1 x\r\nPUB a 0\r\n\r\n"),
                quiet(
                        "20 UNSUB with a max already reached",
                        "SUB foo 2\r\nPUB foo 0\r\n\r\nPUB foo 0\r\n\r\nUNSUB 2 2\r\nPUB foo 0\r\n\r\n",
                        "MSG foo 2 0",
                        "",
                        "MSG foo 2 0",
                        ""),
                quiet(
                        "21 max lowered",
                        "SUB foo 2\r\nUNSUB 2 5\r\nPUB foo 0\r\n\r\nUNSUB 2 2\r\nPUB foo 0\r\n\r\nPUB foo 0\r\n\r\n",
                        "MSG foo 2 0",
                        "",
                        "MSG foo 2 0",
                        ""),
                quiet(
                        "22 empty tokens match nothing",
                        "SUB > 1\r\nPUB foo. 0\r\n\r\nPUB a..b 0\r\n\r\nPUB ok 0\r\n\r\nUNSUB 1\r\n",
                        "MSG ok 1 0",
                        ""),
                quiet(
                        "23 no responders",
                        "SUB r 9\r\nPUB nobody r 0\r\n\r\n",
                        "HMSG r 9 38 38",
                        "NATS/1.0 503",
                        "Nats-Subject: nobody",
                        "",
                        ""),
                quiet("25 no notice to a queue subscription", "SUB r q 1\r\nPUB none r 2\r\nhi\r\n"),
                quiet("26 empty header block", "SUB foo 2\r\nHPUB foo 0 2\r\nhi\r\n", "MSG foo 2 2", "hi"),
                quiet(
                        "27 size texts are kept",
                        "SUB foo 2\r\nHPUB foo rep 012 0014\r\nNATS/1.0\r\n\r\nhi\r\n",
                        "HMSG foo 2 rep 012 0014",
                        "NATS/1.0",
                        "",
                        "hi"),
                raw(
                        "28 HPUB without headers",
                        "CONNECT {\"verbose\":false}\r\nHPUB foo 12 12\r\nNATS/1.0\r\n\r\n\r\n",
                        CLOSED),
                raw("30 argument of 4096 bytes", "SUB " + longest + " 1\r\n", "+OK"),
                raw(
                        "30 argument of 4097 bytes",
                        "SUB x" + longest + " 1\r\n",
                        "-ERR 'maximum control line exceeded'",
                        CLOSED),
                raw("31 PING inside a payload", "PUB foo 1\r\nPING\r\n", UNKNOWN_OPERATION, CLOSED),
                raw(
                        "36 reserved reply",
                        "PUB foo _R_.x 0\r\n\r\n",
                        "-ERR 'Permissions Violation for Publish with Reply of \"_R_.x\"'"),
                raw(
                        "40 the second CONNECT drops subscriptions",
                        "CONNECT {\"verbose\":false}\r\nSUB foo 1\r\nCONNECT {}\r\nPUB foo 0\r\n\r\n"));
    }
}
