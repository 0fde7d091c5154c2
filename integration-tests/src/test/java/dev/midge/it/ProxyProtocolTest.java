package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The header of a proxy in front of a client's protocol: protocol specification 0, item 4. */
class ProxyProtocolTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String CONNECT = "CONNECT {\"verbose\":false,\"protocol\":1}\r\nPING\r\n";

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("proxy_protocol: true", "trace: true");

    /** Bytes as a string of one character each. */
    private static String binary(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private static void expectIntroducedAs(WireClient client, String address) {
        client.expect("PONG");
        assertThat(client.expectInfo()).containsEntry("connect_info", true).containsEntry("client_ip", address);
    }

    @Test
    void theFirstInfoNamesNobody() {
        try (WireClient client = WireClient.open(SERVER)) {
            assertThat(client.info()).containsKeys("client_id", "host").doesNotContainKey("client_ip");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 127.0.0.1",
        "PROXY TCP4 10.1.2.3 127.0.0.1 1234 4222, 10.1.2.3",
        "'PROXY   TCP4\t10.1.2.3  127.0.0.1 1\t2 ', 10.1.2.3",
        "PROXY TCP6 2001:DB8:0:0:0:0:0:1 ::1 1234 4222, 2001:db8::1",
        "PROXY TCP6 ::ffff:10.1.2.3 ::1 1234 4222, 10.1.2.3",
        "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535,"
                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "PROXY UNKNOWN, 127.0.0.1",
        "PROXY UNKNOWN whatever follows, 127.0.0.1"
    })
    void aLineNamesTheClient(String line, String address) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw((line.isEmpty() ? "" : line + "\r\n") + CONNECT);
            expectIntroducedAs(client, address);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "21 11 000c 0a010203 7f000001 04d2 107e, 10.1.2.3",
        "21 11 0010 0a010203 7f000001 04d2 107e 04000178, 10.1.2.3",
        "21 21 0024 20010db8000000000000000000000001 00000000000000000000000000000001 04d2 107e, 2001:db8::1",
        "21 21 0024 00000000000000000000ffff0a010203 00000000000000000000000000000001 04d2 107e, 10.1.2.3",
        "20 00 0000, 127.0.0.1",
        "20 33 0003 010203, 127.0.0.1",
        "21 01 0002 0102, 127.0.0.1"
    })
    void aBinaryHeaderNamesTheClient(String head, String address) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(binary(SIGNATURE + head.replace(" ", "")) + CONNECT);
            expectIntroducedAs(client, address);
        }
    }

    @Test
    void aHeaderMayComeByteByByte() {
        String line = "PROXY TCP4 10.1.2.3 127.0.0.1 1234 4222\r\n";
        String head = binary(SIGNATURE + "2111000c0a0102037f00000104d2107e");
        for (String header : new String[] {line, head}) {
            try (WireClient client = WireClient.open(SERVER)) {
                client.sendByteByByte(header + CONNECT, () -> {});
                expectIntroducedAs(client, "10.1.2.3");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROXY TCP4 ::1 ::1 1 2 | invalid PROXY protocol header: TCP4 with IPv6 address",
                "PROXY TCP6 1.2.3.4 ::1 1 2 | invalid PROXY protocol header: TCP6 with IPv4 address",
                "PROXY UDP4 1.2.3.4 1.2.3.4 1 2 | invalid PROXY protocol header: invalid protocol UDP4",
                "PROXY TCP4 1.2.3.4 1.2.3.4 70000 2 | invalid source port: strconv.ParseUint: parsing \"70000\": value out of range",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 x | invalid dest port: strconv.ParseUint: parsing \"x\": invalid syntax",
                "PROXY TCP4 1.2.3.4 1.2.3.4 +1 2 | invalid source port: strconv.ParseUint: parsing \"+1\": invalid syntax",
                "PROXY TCP4 1.2.3.04 1.2.3.4 1 2 | invalid PROXY protocol header: invalid address",
                "PROXY TCP4 1.2.3.256 1.2.3.4 1 2 | invalid PROXY protocol header: invalid address",
                "PROXY TCP4 host 1.2.3.4 1 2 | invalid PROXY protocol header: invalid address",
                "PROXY TCP6 fe80::1%eth0 ::1 1 2 | invalid PROXY protocol header: invalid address",
                "PROXY TCP6 [::1] ::1 1 2 | invalid PROXY protocol header: invalid address",
                "PROXY TCP6 ::ffff:1.2.3.04 ::1 1 2 | invalid PROXY protocol header: invalid address",
                "PROXY TCP4 1.2.3.4 | invalid PROXY protocol header: invalid v1 format",
                "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3 | invalid PROXY protocol header: invalid v1 format",
                "'PROXY ' | invalid PROXY protocol header: invalid v1 format"
            })
    void aWrongLineEndsTheConnectionWithoutAWord(String line, String cause) {
        expectRefused(line + "\r\n", cause);
    }

    @Test
    void aLineIsOneHundredAndSevenBytesLongAtMost() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw("PROXY UNKNOWN " + "x".repeat(91) + "\r\n" + CONNECT);
            expectIntroducedAs(client, "127.0.0.1");
        }
        expectRefused("PROXY UNKNOWN " + "x".repeat(92) + "\r\n", "invalid PROXY protocol header: v1 line too long");
    }

    @ParameterizedTest
    @CsvSource({
        "21 12 000c 0a010203 7f000001 04d2 107e, unsupported PROXY protocol feature: only STREAM protocol supported",
        "21 00 0000, unsupported PROXY protocol feature: only STREAM protocol supported",
        "21 31 0001 00, unsupported PROXY protocol feature: unsupported address family 0x30",
        "22 11 000c 0a010203 7f000001 04d2 107e, unknown PROXY protocol command: 0x02",
        "11 11 000c 0a010203 7f000001 04d2 107e, invalid PROXY protocol header: invalid version 0x10",
        "21 11 000b 0a010203 7f000001 04d2 10, IPv4 address data too short: 11 bytes",
        "21 21 0004 01020304, IPv6 address data too short: 4 bytes"
    })
    void aWrongBinaryHeaderEndsTheConnectionWithoutAWord(String head, String cause) {
        expectRefused(binary(SIGNATURE + head.replace(" ", "")), cause);
    }

    @Test
    void aWrongSignatureEndsTheConnectionWithoutAWord() {
        expectRefused("\r\n\r\n\0\r\nQUIX\n1234", "invalid PROXY protocol header: invalid signature");
    }

    private static void expectRefused(String header, String cause) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(header + CONNECT);
            client.expectClosed();
            expectLogged(
                    client, "Error reading PROXY protocol header from 127.0.0.1:" + client.localPort() + ": " + cause);
            expectLogged(client, "Client connection closed: Protocol Violation");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', failed to read protocol version: EOF",
        "PING, failed to read protocol version: unexpected EOF",
        "PROXY TC, failed to read v1 line: EOF",
        "'\r\n\r\n\0\r', failed to read v2 signature: EOF",
        "'\r\n\r\n\0\r\n', failed to read v2 signature: unexpected EOF"
    })
    void aHeaderThatBreaksOffIsLogged(String part, String cause) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(part);
            client.finishSending();
            client.expectClosed();
            expectLogged(
                    client, "Error reading PROXY protocol header from 127.0.0.1:" + client.localPort() + ": " + cause);
        }
    }

    @Test
    void theLogGoesOnToNameTheProxy() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw("PROXY TCP4 10.9.9.9 127.0.0.1 1234 4222\r\n" + CONNECT);
            expectIntroducedAs(client, "10.9.9.9");
            Map<String, Object> info = client.info();
            expectLogged(
                    client, "127.0.0.1:" + client.localPort() + " - cid:" + info.get("client_id") + " - <<- [PING]");
            assertThat(SERVER.log()).doesNotContain("10.9.9.9:");
        }
    }

    @Test
    void theLogSaysThatItIsOn() {
        assertThat(SERVER.log()).contains("PROXY protocol enabled for client connections");
    }

    @Test
    void theTimeToLogInStartsBehindTheHeader() {
        try (ServerUnderTest server = ServerUnderTest.start(
                        "proxy_protocol: true", "authorization { token: t, timeout: \"100ms\" }");
                WireClient client = WireClient.open(server)) {
            client.expectSilence(Duration.ofMillis(300));
            client.sendRaw("PROXY UNKNOWN\r\n");
            client.expect("-ERR 'Authentication Timeout'");
            client.expectClosed();
        }
    }

    @Test
    void withoutTheOptionAHeaderIsAnUnknownOperation() {
        try (ServerUnderTest server = ServerUnderTest.start();
                WireClient client = WireClient.open(server)) {
            client.sendRaw("PROXY TCP4 10.1.2.3 127.0.0.1 1234 4222\r\n");
            client.expect("-ERR 'Unknown Protocol Operation'");
            client.expectClosed();
        }
    }

    private static void expectLogged(WireClient client, String text) {
        Eventually.isTrue("logged: " + text + client.info(), () -> SERVER.log().contains(text));
    }
}
