package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reason under which monitoring lists a closed connection: protocol specification 1.3 and 11. */
@NotYet("monitoring")
class ClosedReasonTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @RegisterExtension
    static final ServerUnderTest SERVER = ServerUnderTest.shared("http: \"127.0.0.1:-1\"");

    @RegisterExtension
    static final ServerUnderTest GUARDED =
            ServerUnderTest.shared("http: \"127.0.0.1:-1\"", "authorization { token: secret, timeout: \"200ms\" }");

    @ParameterizedTest
    @CsvSource({
        "'ZZZ', 'Protocol Violation'",
        "'PUB foo 2\r\nhello\r\n', 'Protocol Violation'",
        "'PUB foo\r\n', 'Protocol Violation'",
        "'PUB foo x\r\n', 'Protocol Violation'",
        "'HPUB foo 5 2\r\n', 'Protocol Violation'",
        "'HPUB foo 12 12\r\n', 'Protocol Violation'",
        "'CONNECT {bad\r\n', 'Protocol Violation'",
        "'INFO {bad\r\n', 'Protocol Violation'",
        "'-ERR x\r\n', 'Parse Error'",
        "'PUB foo 999999999\r\n', 'Maximum Message Payload Exceeded'",
        "'CONNECT {\"protocol\":9}\r\n', 'Bad Client Protocol Version'",
        "'CONNECT {\"no_responders\":true}\r\n', 'No Responders Requires Headers'",
        "'CONNECT {\"account\":\"x\"}\r\n', 'Authentication Failure'"
    })
    void whatTheClientDidWrong(String bytes, String reason) {
        try (WireClient client = WireClient.open(SERVER)) {
            client.sendRaw(bytes);
            assertThat(client.readUntilClosed()).hasSizeLessThan(2);
            expectReason(SERVER, client, reason);
        }
    }

    @Test
    void aLineTooLong() {
        try (WireClient client = WireClient.open(SERVER)) {
            client.send("SUB " + "x".repeat(5_000) + " 1");
            client.expect("-ERR 'maximum control line exceeded'");
            client.expectClosed();
            expectReason(SERVER, client, "Maximum Control Line Exceeded");
        }
    }

    @Test
    void aClientThatLeft() {
        WireClient client = WireClient.connect(SERVER);
        client.close();
        expectReason(SERVER, client, "Client Closed");
    }

    @Test
    void wrongCredentials() {
        try (WireClient client = WireClient.open(GUARDED)) {
            client.send(client.connectLine(Connect.token("wrong")));
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
            expectReason(GUARDED, client, "Authentication Failure");
        }
    }

    @Test
    void anOperationBeforeConnect() {
        try (WireClient client = WireClient.open(GUARDED)) {
            client.send("PING");
            client.expect("-ERR 'Authorization Violation'");
            client.expectClosed();
            expectReason(GUARDED, client, "Authentication Failure");
        }
    }

    @Test
    void noCredentialsInTime() {
        try (WireClient client = WireClient.open(GUARDED)) {
            client.expect("-ERR 'Authentication Timeout'");
            client.expectClosed();
            expectReason(GUARDED, client, "Authentication Timeout");
        }
    }

    private static void expectReason(ServerUnderTest server, WireClient client, String reason) {
        Object cid = client.info().get("client_id");
        Eventually.isTrue(
                "connection " + cid + " closed for: " + reason,
                () -> closed(server).stream()
                        .anyMatch(
                                c -> c.get("cid").equals(cid) && c.get("reason").equals(reason)));
    }

    @SuppressWarnings("unchecked") // "connections" is a list of objects
    private static List<Map<String, Object>> closed(ServerUnderTest server) {
        URI uri = URI.create("http://127.0.0.1:" + server.monitorPort() + "/connz?state=closed&limit=1000");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return (List<Map<String, Object>>) Json.object(response.body()).get("connections");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
