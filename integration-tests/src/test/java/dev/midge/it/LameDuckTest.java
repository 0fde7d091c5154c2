package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that is about to be replaced: protocol specification 10.5, configuration specification 8.10. */
@Execution(ExecutionMode.CONCURRENT)
class LameDuckTest {

    private static final String DURATION = "lame_duck_duration: \"30s\"";

    @Test
    void clientsAreToldAndThenClosedOneByOneWithoutAWord() {
        try (ServerUnderTest server = ServerUnderTest.start(DURATION, "lame_duck_grace_period: \"300ms\"");
                WireClient one = WireClient.connect(server);
                WireClient two = WireClient.connect(server)) {
            long entered = System.nanoTime();
            server.enterLameDuckMode();
            for (WireClient client : List.of(one, two)) {
                Map<String, Object> info = client.expectInfo();
                assertThat(info)
                        .containsEntry("ldm", true)
                        .containsEntry("client_id", client.info().get("client_id"))
                        .containsEntry("client_ip", "127.0.0.1")
                        .containsEntry("port", server.port())
                        .doesNotContainKeys("connect_urls", "connect_info", "nonce");
                client.expectNothing();
            }
            one.expectClosed();
            two.expectClosed();
            // The second is closed half a second behind the first, or later.
            assertThat(sinceNanos(entered)).isGreaterThanOrEqualTo(Duration.ofMillis(780));
            server.awaitEnd();
            assertThat(server.log())
                    .containsSubsequence(
                            "Entering lame duck mode, stop accepting new clients",
                            "Closing existing clients",
                            "Client connection closed: Server Shutdown",
                            "Client connection closed: Server Shutdown",
                            "Initiating Shutdown...",
                            "Server Exiting..");
        }
    }

    @Test
    void onlyClientsThatTakeNewsAndHaveHadTheirFirstPongAreTold() {
        try (ServerUnderTest server = ServerUnderTest.start(DURATION, "lame_duck_grace_period: \"500ms\"");
                WireClient told = WireClient.connect(server);
                WireClient old = WireClient.connect(server, Connect.standard().with("protocol", 0));
                WireClient unconnected = WireClient.open(server);
                WireClient early = WireClient.open(server)) {
            early.send("CONNECT {\"verbose\":true,\"protocol\":1}");
            early.expect("+OK");
            server.enterLameDuckMode();
            assertThat(told.expectInfo()).containsEntry("ldm", true);
            old.expectNothing();
            unconnected.expectNothing();
            early.expectNothing();
            early.expectInfo();
        }
    }

    @Test
    void clientsAreServedInTheGracePeriodAndNewOnesRefused() {
        try (ServerUnderTest server = ServerUnderTest.start(DURATION, "http: \"127.0.0.1:-1\"");
                WireClient client = WireClient.connect(server)) {
            assertThat(Http.get(server, "/healthz")).isEqualTo(new Http.Answer(200, "{\"status\":\"ok\"}"));
            server.enterLameDuckMode();
            assertThat(client.expectInfo()).containsEntry("ldm", true);
            client.send("SUB foo 1", "PUB foo 2", "hi");
            client.expect("MSG foo 1 2", "hi");
            assertThatThrownBy(() -> WireClient.open(server)).isInstanceOf(UncheckedIOException.class);
            assertThat(Http.get(server, "/healthz"))
                    .isEqualTo(
                            new Http.Answer(
                                    500,
                                    "{\"status\":\"error\",\"error\":\"failed to be ready for connections after 1ms: server\"}"));
            assertThat(Http.get(server, "/varz").status()).isEqualTo(200);
            assertThat(server.log())
                    .contains("Healthcheck failed: \"failed to be ready for connections after 1ms: server\"");
        }
    }

    @Test
    void enteringItAgainChangesNothing() {
        try (ServerUnderTest server = ServerUnderTest.start(DURATION);
                WireClient client = WireClient.connect(server)) {
            server.enterLameDuckMode();
            assertThat(client.expectInfo()).containsEntry("ldm", true);
            server.enterLameDuckMode();
            client.expectNothing();
        }
    }

    @Test
    void withoutClientsTheServerEndsAtOnce() {
        try (ServerUnderTest server = ServerUnderTest.start(DURATION)) {
            server.enterLameDuckMode();
            server.awaitEnd();
            assertThat(server.log())
                    .containsSubsequence(
                            "Entering lame duck mode, stop accepting new clients",
                            "Initiating Shutdown...",
                            "Server Exiting..")
                    .doesNotContain("Closing existing clients");
        }
    }

    private static Duration sinceNanos(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
