package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The process of a packaged server: its settings, its files and its end. */
class DistributionProcessTest {

    private static final String[] ANY_PORT = {"-a", "127.0.0.1", "-p", "-1"};

    @TempDir
    private Path directory;

    @Test
    void flagsWinOverTheFile() throws Exception {
        Path config = directory.resolve("test.conf");
        Files.writeString(config, "listen: \"127.0.0.1:1\"\nserver_name: from-file\nmax_payload: 1234\n");
        ProcessBuilder command = Distribution.command("-c", config.toString(), "-p", "-1", "-n", "from-flag");

        try (LaunchedServer server = LaunchedServer.start(command, stderr())) {
            assertThat(server.port()).isGreaterThan(1);
            assertThat(server.info())
                    .containsEntry("port", server.port())
                    .containsEntry("server_name", "from-flag")
                    .containsEntry("max_payload", 1234);
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, terminated", "INT, interrupt"})
    void signalEndsTheServerInOrder(String signal, String name) throws Exception {
        try (LaunchedServer server = LaunchedServer.start(Distribution.command(ANY_PORT), stderr())) {
            int status = server.endBy(signal);

            assertThat(status).isZero();
            assertThat(lastMessages(server))
                    .containsExactly(
                            "[INF] Trapped \"" + name + "\" signal",
                            "[INF] Initiating Shutdown...",
                            "[INF] Server Exiting..");
        }
    }

    @Test
    void lameDuckModeWithoutClientsEndsTheServer() throws Exception {
        try (LaunchedServer server = LaunchedServer.start(Distribution.command(ANY_PORT), stderr())) {
            int status = server.endBy("USR2");

            assertThat(status).isZero();
            assertThat(server.log())
                    .containsSubsequence(
                            "[INF] Trapped \"user defined signal 2\" signal",
                            "[INF] Entering lame duck mode, stop accepting new clients",
                            "[INF] Initiating Shutdown...",
                            "[INF] Server Exiting..");
        }
    }

    @Test
    void inLameDuckModeTerminationIsIgnoredAndAnInterruptIsNot() throws Exception {
        try (LaunchedServer server = LaunchedServer.start(Distribution.command(ANY_PORT), stderr());
                WireClient client = WireClient.open(server.port())) {
            client.login(Connect.standard());
            String pid = String.valueOf(server.process().pid());
            assertThat(Distribution.answer("--signal", "ldm=" + pid).status()).isZero();
            assertThat(client.expectInfo()).containsEntry("ldm", true);
            assertThat(Distribution.answer("--signal", "term=" + pid).status()).isZero();
            Eventually.isTrue("TERM has arrived", () -> server.log().contains("Trapped \"terminated\" signal"));
            assertThat(Distribution.answer("--signal", "ldm=" + pid).status()).isZero();
            client.expectNothing();

            assertThat(server.endBy("INT")).isZero();
            client.expectClosed();
            assertThat(server.log().split("Entering lame duck mode", -1)).hasSize(2);
        }
    }

    /** A shell without job control starts what it runs in the background with INT ignored. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalEndsTheServerThoughItWasStartedWithThatSignalIgnored(String signal) throws Exception {
        ProcessBuilder command = Distribution.command(ANY_PORT);
        command.command().addAll(0, List.of("/bin/sh", "-c", "trap '' " + signal + "; exec \"$0\" \"$@\""));

        try (LaunchedServer server = LaunchedServer.start(command, stderr())) {
            assertThat(server.endBy(signal)).isZero();
        }
    }

    @Test
    void theEndIsToldInOrder() throws Exception {
        ProcessBuilder command = Distribution.command(ANY_PORT);
        command.command().add("-D");
        try (LaunchedServer server = LaunchedServer.start(command, stderr());
                WireClient client = WireClient.open(server.port())) {
            client.login(Connect.standard());
            assertThat(server.endBy("TERM")).isZero();

            assertThat(server.log())
                    .containsSubsequence(
                            "[INF] Initiating Shutdown...",
                            "- Client connection closed: Server Shutdown",
                            "[DBG] Client accept loop exiting..",
                            "[DBG] SYSTEM - System connection closed: Client Closed",
                            "[INF] Server Exiting..");
        }
    }

    @Test
    void thePidFileComesBeforeTheSystemAccount() throws Exception {
        Distribution.Answer answer = Distribution.answer("-a", "127.0.0.1", "-p", "-1", "-D", "-P", "/missing/pid");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .endsWith("[FTL] Could not write pidfile: open /missing/pid: no such file or directory\n")
                .doesNotContain("Created system account");
    }

    @Test
    void aPortThatWasLeftToTheSystemIsNamedZero() throws Exception {
        Distribution.Answer answer = Distribution.answer("-a", "203.0.113.1", "-p", "-1");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .endsWith("[FTL] Error listening on port: 203.0.113.1:0, \"listen tcp 203.0.113.1:0: bind:"
                        + " cannot assign requested address\"\n");
    }

    @Test
    void aPortsFileThatCannotBeWrittenIsNoReasonNotToRun() throws Exception {
        String missing = directory.resolve("missing").toString();
        ProcessBuilder command = Distribution.command(ANY_PORT);
        command.command().addAll(List.of("--ports_file_dir", missing));
        try (LaunchedServer server = LaunchedServer.start(command, stderr())) {
            String file = missing + "/nats-server_" + server.process().pid() + ".ports";
            String cause = file + ": no such file or directory\n";
            Eventually.isTrue(
                    "the log says so",
                    () -> server.log().contains("[ERR] Error writing ports file (" + file + "): open " + cause));

            assertThat(server.endBy("TERM")).isZero();
            assertThat(server.log()).contains("[ERR] Error cleaning up ports file " + file + ": remove " + cause);
        }
    }

    @Test
    @Deviation("nats-server ends")
    void aLogThatCannotBeOpenedAnewStaysWhereItIs() throws Exception {
        Path log = Files.createDirectory(directory.resolve("logs")).resolve("server.log");
        Path moved = directory.resolve("moved");
        ProcessBuilder command = Distribution.command(ANY_PORT);
        command.command().addAll(List.of("-l", log.toString()));
        try (LaunchedServer server = LaunchedServer.start(command, stderr(), log)) {
            Files.move(log.getParent(), moved);
            Path now = moved.resolve("server.log");
            assertThat(Distribution.answer(
                                    "--signal", "reopen=" + server.process().pid())
                            .status())
                    .isZero();

            String failure = "[ERR] File log re-open failed: open " + log + ": no such file or directory";
            Eventually.isTrue("the log says so", () -> text(now).contains(failure));
            assertThat(server.endBy("TERM")).isZero();
            assertThat(text(now)).endsWith("[INF] Server Exiting..\n");
        }
    }

    @Test
    @Deviation("nats-server is ended by SIGPIPE")
    void aReaderOfTheLogThatLeavesDoesNotTakeTheServerAlong() throws Exception {
        Process server = Distribution.command(ANY_PORT).start();
        try {
            BufferedReader lines = server.errorReader(StandardCharsets.UTF_8);
            String line = lines.readLine();
            while (!line.contains("Listening for client connections")) {
                line = lines.readLine();
            }
            lines.close();
            // What it says about its end goes to nobody.
            server.toHandle().destroy();

            assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).isZero();
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void logPidAndPortsAreWrittenToFiles() throws Exception {
        Path log = directory.resolve("server.log");
        Path pid = directory.resolve("server.pid");
        ProcessBuilder command = Distribution.command(ANY_PORT);
        command.command()
                .addAll(List.of("-l", log.toString(), "-P", pid.toString(), "--ports_file_dir", directory.toString()));

        try (LaunchedServer server = LaunchedServer.start(command, stderr(), log)) {
            long expectedPid = server.process().pid();
            Eventually.isTrue("there is a ports file", () -> portsFiles().size() == 1);

            assertThat(portsFiles().get(0))
                    .hasFileName("nats-server_" + expectedPid + ".ports")
                    .hasContent("{\"nats\":[\"nats://127.0.0.1:" + server.port() + "\"]}");
            assertThat(Files.readString(pid)).isEqualTo(String.valueOf(expectedPid));
            assertThat(server.log()).startsWith("[" + expectedPid + "] ").contains("[INF] Starting nats-server\n");
            assertThat(server.endBy("TERM")).isZero();
            assertThat(server.log()).endsWith("[INF] Server Exiting..\n");
            assertThat(stderr()).isEmptyFile();
            assertThat(portsFiles()).isEmpty();
            assertThat(pid).exists();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path stderr() {
        return directory.resolve("stderr");
    }

    private List<Path> portsFiles() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".ports")).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The last three lines of the log without process id and time. */
    private static List<String> lastMessages(LaunchedServer server) {
        List<String> lines = server.log().lines().toList();
        return lines.subList(lines.size() - 3, lines.size()).stream()
                .map(line -> line.substring(line.indexOf("[INF]")))
                .toList();
    }
}
