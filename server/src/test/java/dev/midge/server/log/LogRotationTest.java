package dev.midge.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogRotationTest {

    private static final String PID = "[" + ProcessHandle.current().pid() + "] ";

    @TempDir
    private Path directory;

    @AfterEach
    void resetLogback() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    }

    @Test
    void aFileThatHasGrownTooLargeIsMovedAway() throws IOException {
        write(400, 0, "x".repeat(100), "y".repeat(400), "z");

        List<String> backups = backups();
        assertThat(backups).singleElement().asString().matches("nats\\.log\\.\\d{4}(\\.\\d\\d){5}\\.\\d{9}");
        String backup = directory.resolve(backups.get(0)).toString();
        assertThat(Path.of(backup))
                .hasContent(PID + "[INF] " + "x".repeat(100) + "\n" + PID + "[INF] " + "y".repeat(400) + "\n");
        assertThat(Files.readString(log()))
                .isEqualTo(PID + "[INF] Rotated log, backup saved as \"" + backup + "\"\r\n" + PID + "[INF] z\n");
    }

    @Test
    void whatTheFileHeldBeforeCounts() throws IOException {
        Files.writeString(log(), "old\n".repeat(100));
        write(300, 0, "new");

        assertThat(directory.resolve(backups().get(0)))
                .hasContent("old\n".repeat(100) + PID + "[INF] Rotating logfile...\n");
        assertThat(Files.readString(log())).contains("Rotated log").endsWith("[INF] new\n");
    }

    @Test
    void theOldestBackupsAreDeletedByName() throws IOException {
        for (String stamp :
                List.of("2020.01.02.03.04.05.1", "2021.01.02.03.04.05.000000001", "2022.01.02.03.04.05.9")) {
            Files.writeString(directory.resolve("nats.log." + stamp), stamp);
        }
        List<String> others = List.of(
                "nats.log.1",
                "nats.log.2020.01.02.03.04.05",
                "nats.log.2020.01.02.03.04.05.x",
                "nats.logs.2020.01.02.03.04.05.1");
        for (String other : others) {
            Files.writeString(directory.resolve(other), other);
        }
        write(10, 3, "a line that is too long");

        assertThat(backups())
                .hasSize(6)
                .containsAll(others)
                .contains("nats.log.2022.01.02.03.04.05.9")
                .doesNotContain("nats.log.2020.01.02.03.04.05.1", "nats.log.2021.01.02.03.04.05.000000001");
        assertThat(Files.readString(log()))
                .contains("[INF] Purged log file \"nats.log.2020.01.02.03.04.05.1\"\r\n")
                .contains("[INF] Purged log file \"nats.log.2021.01.02.03.04.05.000000001\"\r\n");
    }

    @Test
    void belowTheLimitNothingHappens() throws IOException {
        write(10_000, 2, "a", "b", "c");

        assertThat(backups()).isEmpty();
        assertThat(Files.readAllLines(log())).hasSize(3);
    }

    @Test
    void withoutALimitNothingHappens() throws IOException {
        write(0, 0, "a".repeat(10_000), "b");

        assertThat(backups()).isEmpty();
    }

    private void write(long limit, int mostFiles, String... messages) throws IOException {
        LogDestination file = new LogDestination.File(log().toString(), limit, mostFiles);
        LogSettings settings = new LogSettings(file, LogFormat.TEXT, "nats-server", false, false, false, false);
        LogbackSink sink = new LogbackSink(LogTargets.open(settings), false);
        for (String message : messages) {
            sink.write(new LogLine(Instant.EPOCH, LogLevel.INFO, message, null));
        }
        sink.close();
    }

    private Path log() {
        return directory.resolve("nats.log");
    }

    private List<String> backups() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("nats.log"))
                    .sorted()
                    .toList();
        }
    }
}
