package dev.midge.it;

import static dev.midge.it.Distribution.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.midge.it.Distribution.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts our server: where it looks, which Java it takes, and what it becomes. */
@MidgeOnly
class DistributionLauncherTest {

    private static final Answer VERSION = new Answer(0, "nats-server: v2.15.2\n", "");
    private static final Path JAVAS = Path.of("/usr/lib/jvm");

    @TempDir
    private Path directory;

    @Test
    void theProcessStartedIsTheJvmItself() throws Exception {
        ProcessBuilder command = withoutArchive(Distribution.command("-a", "127.0.0.1", "-p", "-1"));

        try (LaunchedServer server = LaunchedServer.start(command, directory.resolve("stderr"))) {
            ProcessHandle process = server.process();
            assertThat(process.info().command())
                    .hasValueSatisfying(name -> assertThat(name).endsWith("/bin/java"));
            assertThat(process.children()).isEmpty();
            assertThat(server.log()).startsWith("[" + process.pid() + "] ");
        }
    }

    @Test
    void everyPathMayContainBlanks() throws Exception {
        Path blanks = Files.createDirectory(directory.resolve("with some blanks"));
        Path home = Files.createSymbolicLink(blanks.resolve("nats server"), Distribution.home());
        Path config =
                Files.writeString(blanks.resolve("a server.conf"), "listen: \"127.0.0.1:-1\"\nserver_name: blank\n");
        Path log = blanks.resolve("a server.log");
        ProcessBuilder command = withoutArchive(Distribution.program(
                Distribution.launcher(home).toString(), "-c", config.toString(), "-l", log.toString()));

        try (LaunchedServer server = LaunchedServer.start(command, directory.resolve("stderr"), log)) {
            assertThat(server.info()).containsEntry("server_name", "blank");
            assertThat(server.endBy("TERM")).isZero();
        }
    }

    @Test
    void aLinkToTheScriptLeadsToItsLibraries() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("linked"), Distribution.launcher(Distribution.home()));

        assertThat(answer(Distribution.program(link.toString(), "-v"))).isEqualTo(VERSION);
    }

    @Test
    void theScriptIsFoundThroughThePath() throws Exception {
        ProcessBuilder command = Distribution.program("/bin/sh", "-c", "exec nats-server -v");
        Path bin = Distribution.home().resolve("bin");
        command.environment().merge("PATH", bin.toString(), (path, first) -> first + ":" + path);

        assertThat(answer(command)).isEqualTo(VERSION);
    }

    @Test
    void theScriptIsFoundByARelativePath() throws Exception {
        ProcessBuilder command = Distribution.program("/bin/sh", "-c", "exec bin/nats-server -v");
        command.directory(Distribution.home().toFile());

        assertThat(answer(command)).isEqualTo(VERSION);
    }

    @Test
    void flagsForTheJvmWinOverThoseOfTheScript() throws Exception {
        ProcessBuilder command = Distribution.command("-v");
        command.environment().put("NATS_SERVER_JAVA_OPTS", "-XX:+PrintCommandLineFlags -Xmx80m");

        Answer answer = answer(command);

        assertThat(answer.out()).contains("-XX:MaxHeapSize=" + 80 * 1024 * 1024).endsWith(VERSION.out());
        assertThat(answer.status()).isZero();
    }

    @Test
    void javaHomeWithoutJavaIsRefused() throws Exception {
        ProcessBuilder command = Distribution.command("-v");
        command.environment().put("JAVA_HOME", "/nowhere");

        assertThat(answer(command))
                .isEqualTo(refusal("JAVA_HOME is /nowhere, but there is no /nowhere/bin/java; "
                        + "set it to the directory of a JDK or JRE 17 or newer, or unset it"));
    }

    @Test
    void noJavaAnywhereIsRefused() throws Exception {
        ProcessBuilder command = Distribution.command("-v");
        command.environment().remove("JAVA_HOME");
        command.environment().put("PATH", directory.toString());

        assertThat(answer(command))
                .isEqualTo(
                        refusal("Java 17 or newer is needed, but JAVA_HOME is not set and there is no java in PATH"));
    }

    @Test
    void oldJavaIsRefusedByItsReleaseFile() throws Exception {
        Path java = fakeJava("echo must not be started >&2");
        Files.writeString(directory.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"11.0.2\"\n");

        assertThat(answerOfFakeJava()).isEqualTo(refusal("Java 17 or newer is needed, but " + java + " is 11.0.2"));
    }

    @Test
    void oldJavaIsRefusedByWhatItSaysWhenItHasNoReleaseFile() throws Exception {
        Path java = fakeJava("echo 'openjdk version \"1.8.0_292\"' >&2");

        assertThat(answerOfFakeJava()).isEqualTo(refusal("Java 17 or newer is needed, but " + java + " is 1.8.0_292"));
    }

    @Test
    void javaThatDoesNotTellItsVersionIsRefused() throws Exception {
        Path java = fakeJava("echo coffee");

        assertThat(answerOfFakeJava())
                .isEqualTo(refusal("cannot tell the version of " + java + "; Java 17 or newer is needed"));
    }

    @Test
    void everyNewerJavaOfThisMachineStartsItWithoutAWordOfItsOwn() throws Exception {
        List<Path> others = newerJavas();
        assumeThat(others).as("other Javas in %s", JAVAS).isNotEmpty();

        for (Path home : others) {
            ProcessBuilder command = withoutArchive(Distribution.command("-a", "127.0.0.1", "-p", "-1"));
            command.environment().put("JAVA_HOME", home.toString());
            try (LaunchedServer server = LaunchedServer.start(command, directory.resolve("stderr"))) {
                assertThat(server.info()).containsKey("server_id");
                assertThat(server.endBy("TERM")).isZero();
                assertThat(server.log().lines())
                        .allMatch(line -> line.startsWith("[" + server.process().pid() + "] "));
            }
        }
    }

    private Answer answerOfFakeJava() throws Exception {
        ProcessBuilder command = Distribution.command("-v");
        command.environment().put("JAVA_HOME", directory.toString());
        return answer(command);
    }

    private Path fakeJava(String script) throws IOException {
        Path java = Files.createDirectory(directory.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Answer refusal(String text) {
        return new Answer(1, "", "nats-server: " + text + "\n");
    }

    /** Else a server that cannot use the archive of classes of the build would start a process to make another. */
    private static ProcessBuilder withoutArchive(ProcessBuilder command) {
        command.environment().put("NATS_SERVER_ARCHIVE", "off");
        return command;
    }

    private static List<Path> newerJavas() throws IOException {
        List<Path> newer = new ArrayList<>();
        if (Files.isDirectory(JAVAS)) {
            try (Stream<Path> homes = Files.list(JAVAS)) {
                for (Path home :
                        homes.filter(home -> !Files.isSymbolicLink(home)).toList()) {
                    if (feature(home) > Runtime.version().feature()) {
                        newer.add(home);
                    }
                }
            }
        }
        return newer;
    }

    /** The feature release of the Java in the directory by its release file, 0 if there is none. */
    private static int feature(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return 0;
        }
        return Files.readAllLines(release).stream()
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.replace("JAVA_VERSION=", "").replace("\"", ""))
                .mapToInt(version -> Runtime.Version.parse(version).feature())
                .findFirst()
                .orElse(0);
    }
}
