package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reload of a server process: signals, flags, and the files it writes. Configuration specification 9.1 and 9.2. */
class ReloadProcessTest {

    private static final String LISTEN = "listen: \"127.0.0.1:-1\"\n";

    @TempDir
    private Path directory;

    private Path config() {
        return directory.resolve("test.conf");
    }

    private Path stderr() {
        return directory.resolve("stderr");
    }

    private LaunchedServer start(String text, String... flags) throws IOException {
        Files.writeString(config(), text);
        List<String> arguments = new ArrayList<>(List.of("-c", config().toString()));
        arguments.addAll(List.of(flags));
        return LaunchedServer.start(Distribution.command(arguments.toArray(new String[0])), stderr());
    }

    /** Asks for it as an operator does, and returns the lines from there to the verdict. */
    private List<String> reload(LaunchedServer server) throws Exception {
        int before = server.log().length();
        assertThat(Distribution.answer("--signal", "reload=" + server.process().pid())
                        .status())
                .isZero();
        Eventually.isTrue(
                "a verdict",
                () -> server.log().substring(before).matches("(?s).*(Reloaded server|Failed to reload).*\n"));
        List<String> lines =
                new ArrayList<>(List.of(server.log().substring(before).split("\n")));
        lines.replaceAll(line -> line.replaceFirst("^\\[\\d+] (\\S+ \\S+ )?\\[", "["));
        return lines;
    }

    @Test
    void aReloadIsAskedForByASignal() throws Exception {
        try (LaunchedServer server = start(LISTEN)) {
            Files.writeString(config(), LISTEN + "max_payload: 1000\n");
            List<String> lines = reload(server);
            assertThat(lines)
                    .startsWith("[INF] Trapped \"hangup\" signal")
                    .contains("[INF] Reloaded: max_payload = 1000");
            assertThat(lines.get(lines.size() - 1))
                    .matches("\\[INF] Reloaded server configuration \\(sha256:[0-9a-f]{64}\\)");
            assertThat(server.info()).containsEntry("max_payload", 1000);
        }
    }

    @Test
    void withoutAFileThereIsNothingToReload() throws Exception {
        try (LaunchedServer server =
                LaunchedServer.start(Distribution.command("-a", "127.0.0.1", "-p", "-1"), stderr())) {
            assertThat(reload(server))
                    .endsWith("[ERR] Failed to reload server configuration: "
                            + "can only reload config when a file is provided using -c or --config");
        }
    }

    @Test
    void aMistakeInTheFileIsNamedWithItsPlace() throws Exception {
        try (LaunchedServer server = start(LISTEN)) {
            Files.writeString(config(), LISTEN + "max_payload: []\n");
            assertThat(reload(server))
                    .endsWith("[ERR] Failed to reload server configuration: " + config()
                            + ":2:1: interface conversion: interface {} is []interface {}, not int64");
        }
    }

    @Test
    @Deviation("a line for each")
    void everyMistakeHasALineOfItsOwn() throws Exception {
        try (LaunchedServer server = start(LISTEN)) {
            Files.writeString(config(), LISTEN + "max_payload: []\nno_such_option: 1\n");
            List<String> lines = reload(server);
            assertThat(lines.subList(1, lines.size())).allMatch(line -> line.startsWith("[ERR] Failed to reload "));
            Eventually.isTrue(
                    "the second mistake",
                    () -> server.log()
                            .contains("[ERR] Failed to reload server configuration: " + config()
                                    + ":3:1: unknown field"));
        }
    }

    @Test
    void flagsWinAtAReloadAsAtTheStart() throws Exception {
        try (LaunchedServer server = start(LISTEN, "--user", "u", "--pass", "p", "-D")) {
            Files.writeString(config(), LISTEN + "debug: false\nauthorization { user: other, password: q }\n");
            assertThat(reload(server)).noneMatch(line -> line.contains("Reloaded: debug"));
            WireClient.expectAdmitted(server.port(), Connect.user("u", "p"));
            WireClient.expectRefused(server.port(), Connect.user("other", "q"));
        }
    }

    @Test
    @Deviation("a flag is a flag")
    void flagsWinOverTheFileAtAReloadToo() throws Exception {
        try (LaunchedServer server = start(
                LISTEN,
                "-n",
                "from-flag",
                "--max_traced_msg_len",
                "5",
                "--log_size_limit",
                "1000000",
                "--logtime_utc")) {
            List<String> lines = reload(server);
            assertThat(lines.get(lines.size() - 1)).contains("Reloaded server configuration");
            assertThat(lines).noneMatch(line -> line.contains("max_traced_msg_len") || line.contains("logtime_utc"));
            assertThat(server.info()).containsEntry("server_name", "from-flag");
        }
    }

    @Test
    void thePidFileIsWrittenAndTheOldOneStays() throws Exception {
        Path one = directory.resolve("one.pid");
        Path two = directory.resolve("two.pid");
        try (LaunchedServer server = start(LISTEN + "pid_file: \"" + one + "\"\n")) {
            Files.writeString(config(), LISTEN + "pid_file: \"" + two + "\"\n");
            assertThat(reload(server)).contains("[INF] Reloaded: pid_file = " + two);
            String pid = String.valueOf(server.process().pid());
            assertThat(two).hasContent(pid);
            assertThat(one).hasContent(pid);
            Path nowhere = directory.resolve("no/such.pid");
            Files.writeString(config(), LISTEN + "pid_file: \"" + nowhere + "\"\n");
            assertThat(reload(server))
                    .containsSubsequence(
                            "[ERR] Failed to write pidfile: open " + nowhere + ": no such file or directory",
                            "[INF] Reloaded: pid_file = " + nowhere);
        }
    }

    @Test
    void thePortsFileMoves() throws Exception {
        Path one = Files.createDirectory(directory.resolve("one"));
        Path two = Files.createDirectory(directory.resolve("two"));
        try (LaunchedServer server = start(LISTEN + "ports_file_dir: \"" + one + "\"\n")) {
            Eventually.isTrue("a ports file", () -> one.toFile().list().length > 0);
            Files.writeString(config(), LISTEN + "ports_file_dir: \"" + two + "\"\n");
            assertThat(reload(server)).contains("[INF] Reloaded: ports_file_dir = " + two);
            assertThat(one).isEmptyDirectory();
            assertThat(two).isDirectoryContaining("glob:**.ports");
        }
    }

    @Test
    void theLogMovesToAnotherFile() throws Exception {
        Path one = directory.resolve("one.log");
        Path two = directory.resolve("two.log");
        Files.writeString(config(), LISTEN + "log_file: \"" + one + "\"\n");
        try (LaunchedServer server =
                LaunchedServer.start(Distribution.command("-c", config().toString()), stderr(), one)) {
            Files.writeString(config(), LISTEN + "log_file: \"" + two + "\"\nlogtime: false\n");
            assertThat(Distribution.answer(
                                    "--signal", "reload=" + server.process().pid())
                            .status())
                    .isZero();
            Eventually.isTrue("a verdict in the new file", () -> text(two).contains("Reloaded server configuration"));
            assertThat(text(one))
                    .contains("Reloaded: log_file = " + two)
                    .contains("Reloaded: logtime = false")
                    .doesNotContain("Reloaded server configuration");
            assertThat(text(two)).matches("(?s)\\[\\d+] \\[INF] .*");
        }
    }

    @Test
    @Deviation("nats-server ends")
    void aLogFileThatCannotBeOpenedRefusesTheReload() throws Exception {
        try (LaunchedServer server = start(LISTEN)) {
            Path nowhere = directory.resolve("no/such.log");
            Files.writeString(config(), LISTEN + "log_file: \"" + nowhere + "\"\nmax_payload: 1000\n");
            assertThat(reload(server))
                    .endsWith("[ERR] Failed to reload server configuration: error opening file: open " + nowhere
                            + ": no such file or directory");
            assertThat(server.info()).containsEntry("max_payload", 1_048_576);
        }
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
