package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Monitoring under many requests, and requests of clients that are slow. */
class MonitoringLoadTest {

    private static final String MONITORED = "http: \"127.0.0.1:-1\"";

    @Test
    void someThatSendSlowlyDoNotKeepOthersWaiting() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED)) {
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.monitorPort());
                slow.add(socket);
                socket.getOutputStream().write("GET /varz HTTP/1.1\r\nHost".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(Monitor.report(server, "/healthz")).containsEntry("status", "ok");
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void someThatDoNotReadDoNotKeepOthersWaiting() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED);
                WireClient client = WireClient.connect(server)) {
            for (int i = 0; i < 8_000; i++) {
                client.send("SUB a.long.subject.that.makes.the.report.long." + i + " " + i);
            }
            client.fence();
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(4096);
                slow.add(socket);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.monitorPort()));
                socket.getOutputStream()
                        .write("GET /subsz?subs=1&limit=10000 HTTP/1.1\r\nHost: x\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            }
            Map<String, Object> report = Monitor.report(server, "/subsz?subs=1&limit=10000&acc=$G");
            assertThat(Monitor.maps(report.get("subscriptions_list"))).hasSizeGreaterThanOrEqualTo(8_000);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void everyRequestOfAStormIsAnswered() {
        try (ServerUnderTest server = ServerUnderTest.start(MONITORED);
                WireClient client = WireClient.connect(server)) {
            List<CompletableFuture<HttpResponse<String>>> storm = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String path = i % 2 == 0 ? "/connz?subs=detail" : "/accstatz?unused=1";
                storm.add(CompletableFuture.supplyAsync(() -> Monitor.ask(server, "GET", path)));
            }
            for (CompletableFuture<HttpResponse<String>> answer : storm) {
                assertThat(answer.join().statusCode()).isEqualTo(200);
                assertThat(Json.object(answer.join().body())).containsKey("server_id");
            }
            client.fence();
        }
    }
}
