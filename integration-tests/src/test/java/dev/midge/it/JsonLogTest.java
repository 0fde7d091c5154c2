package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A packaged server that logs JSON. */
@Deviation("nats-server has one format")
class JsonLogTest {

    @TempDir
    private Path directory;

    @Test
    void everyLineIsAnObject() throws Exception {
        ProcessBuilder command = Distribution.command(
                "-a", "127.0.0.1", "-p", "-1", "-DV", "--log_format", "json", "--user", "u", "--pass", "p");
        try (LaunchedServer server = LaunchedServer.start(command, directory.resolve("stderr"))) {
            try (WireClient client = WireClient.open(server.port())) {
                client.send(
                        "CONNECT {\"verbose\":false,\"user\":\"u\",\"pass\":\"p\",\"name\":\"a\\n\\\"\\u0001\"}",
                        "PING");
                client.readUntilPong();
            }
            Eventually.isTrue("the client is gone", () -> server.log().contains("Client connection closed"));
            assertThat(server.endBy("TERM")).isZero();

            List<Map<String, Object>> lines =
                    server.log().lines().map(Json::object).toList();
            assertThat(lines).allSatisfy(line -> {
                assertThat(line).containsEntry("pid", (int) server.process().pid());
                assertThat(line).containsKeys("level", "message");
                assertThat(OffsetDateTime.parse((String) line.get("time"))).isNotNull();
            });
            assertThat(lines)
                    .anySatisfy(line -> assertThat(line)
                            .containsEntry("level", "info")
                            .containsEntry("message", "Server is ready")
                            .doesNotContainKey("connection"));
            assertThat(lines).anySatisfy(line -> {
                assertThat((String) line.get("message")).endsWith(" - Client connection created");
                assertThat(line).containsEntry("level", "debug").containsKeys("connection", "client");
            });
            assertThat(lines).anySatisfy(line -> {
                assertThat((String) line.get("message")).endsWith(" - Client connection closed: Client Closed");
                assertThat(line).containsEntry("account", "$G").containsEntry("user", "user:u");
            });
        }
    }

    @Test
    void anotherFormatIsRefused() throws Exception {
        Distribution.Answer answer = Distribution.answer("-a", "127.0.0.1", "-p", "-1", "--log_format", "xml");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).isEqualTo("nats-server: log_format must be 'text' or 'json'\n");
    }
}
