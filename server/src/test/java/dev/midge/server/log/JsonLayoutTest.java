package dev.midge.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import dev.midge.protocol.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class JsonLayoutTest {

    private static final long PID = 77;
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.000067890Z");

    @TempDir
    private Path directory;

    @AfterEach
    void resetLogback() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).reset();
    }

    @Test
    void aLineIsAnObject() {
        String line = layout(true, ZoneOffset.UTC).doLayout(LogEvents.of(line("hello {}")));

        assertThat(line)
                .isEqualTo(
                        "{\"time\":\"2026-01-02T03:04:05.000067Z\",\"level\":\"info\",\"pid\":77,\"message\":\"hello {}\"}\n");
    }

    @Test
    void theTimeMayBeLocalOrLeftOut() {
        String local = layout(true, ZoneId.of("Asia/Kolkata")).doLayout(LogEvents.of(line("x")));
        String none = layout(false, ZoneOffset.UTC).doLayout(LogEvents.of(line("x")));

        assertThat(local).startsWith("{\"time\":\"2026-01-02T08:34:05.000067+05:30\",");
        assertThat(none).startsWith("{\"level\":\"info\",");
    }

    @Test
    void everyLevelHasItsName() {
        List<String> levels = new ArrayList<>();
        for (LogLevel level : LogLevel.values()) {
            LogLine line = new LogLine(TIME, level, "x", null);
            levels.add(read(layout(false, ZoneOffset.UTC).doLayout(LogEvents.of(line)))
                    .get("level"));
        }

        assertThat(levels).containsExactly("trace", "debug", "info", "warn", "error", "fatal");
    }

    @Test
    void whatIsKnownOfAConnectionHasMembers() {
        LogOrigin before = new LogOrigin(7, "127.0.0.1:5", null, null);
        LogOrigin after = new LogOrigin(7, "127.0.0.1:5", "$G", "user:a\"b");

        assertThat(read(layout(before)))
                .containsEntry("connection", "7")
                .containsEntry("client", "127.0.0.1:5")
                .doesNotContainKeys("account", "user");
        assertThat(read(layout(after))).containsEntry("account", "$G").containsEntry("user", "user:a\"b");
    }

    @Test
    void anythingIsEscapedSoThatItCanBeReadBack() {
        for (int first = 0; first <= Character.MAX_VALUE; first += 64) {
            StringBuilder text = new StringBuilder("\\u0041\"");
            for (int i = 0; i < 64; i++) {
                text.append((char) (first + i));
            }
            String line = layout(false, ZoneOffset.UTC).doLayout(LogEvents.of(line(text.toString())));

            // Half of a surrogate pair cannot be written in UTF-8; what stands for it can.
            assertThat(line.substring(0, line.length() - 1)).doesNotContain("\n", "\r");
            assertThat(read(line).get("message")).isEqualTo(throughUtf8(text.toString()));
        }
    }

    @Test
    void aStackStaysInItsLine() {
        LogLine line = new LogLine(TIME, LogLevel.ERROR, "oops", new IllegalStateException("why"));
        String text = layout(false, ZoneOffset.UTC).doLayout(LogEvents.of(line));

        assertThat(text.indexOf('\n')).isEqualTo(text.length() - 1);
        assertThat(read(text).get("stack")).startsWith("java.lang.IllegalStateException: why\n");
    }

    @Test
    void aFileHoldsNothingElse() throws IOException {
        Path file = directory.resolve("log");
        LogDestination destination = new LogDestination.File(file.toString(), 2_000, 0);
        LogbackSink sink = new LogbackSink(
                LogTargets.open(new LogSettings(destination, LogFormat.JSON, "tag", false, false, false, false)),
                false);
        sink.write(line("x".repeat(2_000)));
        LoggerFactory.getLogger("a.plug.in").warn("theirs");
        sink.close();

        List<Map<String, String>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(read(line));
        }
        assertThat(lines.get(0).get("message")).startsWith("Rotated log, backup saved as ");
        assertThat(lines.get(1)).containsEntry("message", "theirs").containsEntry("logger", "a.plug.in");
        assertThat(Files.readString(file)).doesNotContain("\r");
    }

    private static JsonLayout layout(boolean time, ZoneId zone) {
        return new JsonLayout(PID, time, zone);
    }

    private static String layout(LogOrigin subject) {
        return layout(false, ZoneOffset.UTC)
                .doLayout(LogEvents.of(new LogLine(TIME, LogLevel.DEBUG, "x", null, subject)));
    }

    private static LogLine line(String message) {
        return new LogLine(TIME, LogLevel.INFO, message, null);
    }

    private static String throughUtf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** All members, numbers as text. */
    private static Map<String, String> read(String line) {
        Map<String, String> members = new LinkedHashMap<>();
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        Json json = new Json(text, 0, text.length);
        json.object((key, value) -> members.put(
                key,
                key.equals("pid") || key.equals("connection")
                        ? Long.toString(value.integer(0))
                        : String.valueOf(value.string())));
        assertThat(json.finished()).as(line).isTrue();
        return members;
    }
}
