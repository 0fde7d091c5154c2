package dev.midge.it;

import static dev.midge.it.Distribution.answer;
import static dev.midge.it.Distribution.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.it.Distribution.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the image is made of that can be tried without one; and the health check. */
@MidgeOnly
class ContainerTest {

    private static final Path ROOT = Path.of("..");
    private static final String ENTRY_POINT = "../packaging/docker-entrypoint.sh";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"-v", "nats-server -v", "--version"})
    void flagsAloneAreForTheServer(String arguments) throws Exception {
        assertThat(entryPoint(arguments.split(" "))).isEqualTo(new Answer(0, "nats-server: v2.15.2\n", ""));
    }

    @Test
    void anythingElseIsACommand() throws Exception {
        assertThat(entryPoint("echo", "-v").out()).isEqualTo("-v\n");
    }

    @Test
    void theDefaultConfigurationIsValid() throws Exception {
        assertThat(answer("-t", "-c", "../packaging/nats-server.conf").status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"packaging/docker-entrypoint.sh", "packaging/nats-server.conf", "debian:bookworm-slim"})
    void theImageIsMadeOfFilesThatAreThere(String part) throws IOException {
        assertThat(Files.readString(ROOT.resolve("Dockerfile"))).contains(part);
        assertThat(!part.contains("/") || Files.exists(ROOT.resolve(part))).isTrue();
    }

    @Test
    void theHealthCheckFindsTheServerThatItsFlagsName() throws Exception {
        ProcessBuilder command = Distribution.command("-a", "127.0.0.1", "-p", "-1", "--auth", "t");
        try (LaunchedServer server = LaunchedServer.start(command, directory.resolve("log"))) {
            String config = Files.writeString(
                            directory.resolve("server.conf"), "listen: \"127.0.0.1:" + server.port() + "\"\n")
                    .toString();
            assertThat(answer("--healthcheck", "-c", config)).isEqualTo(new Answer(0, "", ""));
            assertThat(server.endBy("TERM")).isZero();
            Answer gone = answer("--healthcheck", "-c", config);
            assertThat(gone.status()).isEqualTo(1);
            assertThat(gone.err()).startsWith("nats-server: no answer from 127.0.0.1:");
        }
    }

    private static Answer entryPoint(String... arguments) throws Exception {
        ProcessBuilder command = program("sh");
        command.command().add(ENTRY_POINT);
        command.command().addAll(List.of(arguments));
        String path = Distribution.home().resolve("bin") + ":" + System.getenv("PATH");
        command.environment().put("PATH", path);
        return answer(command);
    }
}
