package dev.midge.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HealthCheckTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "localhost"})
    void whoeverSaysInfoIsWell(String host) throws Exception {
        try (ServerSocket listener = listening()) {
            answer(listener, "INFO {\"server_id\":\"N\"} \r\n");
            assertThat(HealthCheck.fault(host, listener.getLocalPort())).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-ERR 'maximum connections exceeded'\r\n", "HTTP/1.1 400\r\n", "INFO", ""})
    void whoeverSaysSomethingElseIsNot(String line) throws Exception {
        try (ServerSocket listener = listening()) {
            answer(listener, line);
            assertThat(HealthCheck.fault("127.0.0.1", listener.getLocalPort()))
                    .isEqualTo("no NATS server at 127.0.0.1:" + listener.getLocalPort());
        }
    }

    @Test
    void nobodyIsNamed() throws IOException {
        int port;
        try (ServerSocket listener = listening()) {
            port = listener.getLocalPort();
        }
        assertThat(HealthCheck.fault("127.0.0.1", port)).startsWith("no answer from 127.0.0.1:" + port + ": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/opt/java/bin/java|-Xmx1m|-jar|/opt/nats-server/lib/nats-server.jar|-c|/x y.conf|",
                "java|-jar|nats-server.jar|-c|/x y.conf|"
            })
    void theFlagsOfProcessOneStandBehindItsJar(String commandLine) throws IOException {
        Path file = Files.writeString(directory.resolve("cmdline"), commandLine.replace('|', '\0'));
        assertThat(HealthCheck.argumentsOf(file)).containsExactly("-c", "/x y.conf");
    }

    @Test
    void anotherProcessOneHasNone() throws IOException {
        Path file = Files.writeString(directory.resolve("cmdline"), "/sbin/init\0splash\0");
        assertThat(HealthCheck.argumentsOf(file)).isEmpty();
        assertThat(HealthCheck.argumentsOf(directory.resolve("none"))).isEmpty();
    }

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static void answer(ServerSocket listener, String line) {
        Thread thread = new Thread(() -> {
            try (Socket socket = listener.accept()) {
                socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
