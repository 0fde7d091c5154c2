package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's own authenticator, from its own jar in the folder of a distribution, with the README's configuration. */
@MidgeOnly
class ReadmeAuthenticatorTest {

    private static final String SECTION = "## Write your own authenticator";

    @TempDir
    Path directory;

    @Test
    void worksFromAJarInTheFolderOfADistribution() throws Exception {
        Path home = copyOf(Distribution.home());
        PluginJar.write(home.resolve("lib").resolve("plugins"), "badges", "com.example.Badges", block("java"));
        Path config =
                Files.writeString(directory.resolve("server.conf"), "listen: \"127.0.0.1:-1\"\n" + block("hocon"));
        ProcessBuilder command =
                Distribution.program(Distribution.launcher(home).toString(), "-c", config.toString(), "-D");

        try (LaunchedServer server = LaunchedServer.start(command, directory.resolve("log"));
                WireClient ann = WireClient.open(server.port());
                WireClient stranger = WireClient.open(server.port())) {
            ann.send("CONNECT {\"auth_token\":\"7A21\",\"verbose\":false}", "PING");
            ann.expect("PONG");
            stranger.send("CONNECT {\"auth_token\":\"0000\",\"verbose\":false}", "PING");
            stranger.expect("-ERR 'Authorization Violation'");
            stranger.expectClosed();
            Eventually.isTrue(
                    "the log has the plug-in's reason", () -> server.log().contains("unknown badge"));
            assertThat(server.log())
                    .contains("Authenticator \"badges\" is asked before the configured users")
                    .doesNotContain("7A21", "0000");
        }
    }

    @Test
    void hasAtMostThirtyLines() throws IOException {
        assertThat(block("java").lines().count()).isLessThanOrEqualTo(30);
    }

    /** The first code block of that language in the section. */
    private static String block(String language) throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String section = readme.substring(readme.indexOf(SECTION));
        String begin = "```" + language + "\n";
        int from = section.indexOf(begin) + begin.length();
        return section.substring(from, section.indexOf("```", from));
    }

    private Path copyOf(Path distribution) throws IOException {
        Path home = directory.resolve("nats-server");
        try (Stream<Path> files = Files.walk(distribution)) {
            for (Path file : files.toList()) {
                // With their times: an archive of classes is used only with the jars that it was made from.
                Files.copy(
                        file,
                        home.resolve(distribution.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return home;
    }
}
