package dev.midge.server.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogbackSinkTest {

    private static final String PID = "[" + ProcessHandle.current().pid() + "] ";
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000067890Z");

    @TempDir
    private Path directory;

    @AfterEach
    void resetLogback() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    }

    @Test
    void linesHaveTheFormatOfNatsServer() throws IOException {
        try (Target target = new Target(settings(true, true))) {
            target.sink.write(new LogLine(TIME, LogLevel.INFO, "hello", null));
            target.sink.write(new LogLine(TIME, LogLevel.FATAL, "bye {}", null));

            assertThat(target.text())
                    .isEqualTo(PID + "2026/01/02 03:04:05.000067 [INF] hello\n" + PID
                            + "2026/01/02 03:04:05.000067 [FTL] bye {}\n");
        }
    }

    @Test
    void timeIsLocalUnlessUtcIsWanted() throws IOException {
        String local =
                TIME.atZone(ZoneId.systemDefault()).toLocalTime().withNano(0).toString();
        try (Target target = new Target(settings(true, false))) {
            target.sink.write(new LogLine(TIME, LogLevel.DEBUG, "x", null));
            assertThat(target.text()).contains(local + ".000067 [DBG] x");
        }
        assertThat(TIME.atZone(ZoneOffset.UTC).getHour()).isEqualTo(3);
    }

    @Test
    void withoutTimeTheLevelFollowsThePid() throws IOException {
        try (Target target = new Target(settings(false, false))) {
            target.sink.write(new LogLine(TIME, LogLevel.TRACE, "->> [PONG]", null));
            assertThat(target.text()).isEqualTo(PID + "[TRC] ->> [PONG]\n");
        }
    }

    @Test
    void aMessageCannotForgeALine() throws IOException {
        try (Target target = new Target(settings(false, false))) {
            target.sink.write(new LogLine(TIME, LogLevel.WARN, "a\r\n[1] [INF] b", null));
            assertThat(target.text()).isEqualTo(PID + "[WRN] a\\r\\n[1] [INF] b\n");
        }
    }

    @Test
    void aStackFollowsItsLine() throws IOException {
        try (Target target = new Target(settings(false, false))) {
            target.sink.write(new LogLine(TIME, LogLevel.ERROR, "oops", new IllegalStateException("why")));
            assertThat(target.text())
                    .startsWith(PID + "[ERR] oops\njava.lang.IllegalStateException: why\n")
                    .contains("at dev.midge.server.log.LogbackSinkTest");
        }
    }

    @Test
    void whatPlugInsLogThroughSlf4jAppearsInTheSameLog() throws IOException {
        try (Target target = new Target(settings(false, false))) {
            target.sink.write(new LogLine(TIME, LogLevel.INFO, "ours", null));
            LoggerFactory.getLogger("a.plug.in").info("theirs {}", 1);
            LoggerFactory.getLogger("a.plug.in").debug("too much");

            assertThat(target.text()).isEqualTo(PID + "[INF] ours\n" + PID + "[INF] theirs 1\n");
        }
    }

    @Test
    void theFileIsAppendedToAndReopenedByName() throws IOException {
        Path file = Files.writeString(directory.resolve("log"), "before\n");
        LogFile log = LogFile.open(file.toString());
        log.write("one\n".getBytes(StandardCharsets.UTF_8));
        log.flush();
        Files.move(file, directory.resolve("log.1"));
        log.write("two\n".getBytes(StandardCharsets.UTF_8));
        assertThat(log.reopen()).isTrue();
        log.write("three\n".getBytes(StandardCharsets.UTF_8));
        log.close();

        assertThat(directory.resolve("log.1")).hasContent("before\none\ntwo\n");
        assertThat(file).hasContent("three\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aFileThatCannotBeOpenedIsNamedWithItsCause() {
        String file = directory.resolve("missing/log").toString();

        assertThatThrownBy(() -> ServerLog.forDaemon(toFile(file, true, false)))
                .hasMessage("error opening file: open " + file + ": no such file or directory");
    }

    private LogSettings settings(boolean time, boolean utc) {
        return toFile(directory.resolve("nats.log").toString(), time, utc);
    }

    private static LogSettings toFile(String name, boolean time, boolean utc) {
        return new LogSettings(
                new LogDestination.File(name, 0, 0), LogFormat.TEXT, "nats-server", time, utc, false, false);
    }

    private static final class Target implements AutoCloseable {

        private final Path path;
        private final LogbackSink sink;

        Target(LogSettings settings) throws IOException {
            path = Path.of(((LogDestination.File) settings.destination()).name());
            sink = new LogbackSink(LogTargets.open(settings), settings.debug());
        }

        String text() throws IOException {
            sink.flush();
            return Files.readString(path);
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }
}
