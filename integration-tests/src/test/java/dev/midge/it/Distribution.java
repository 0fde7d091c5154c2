package dev.midge.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The packaged server as a command: ours as the build of the server module leaves it, or the executable named by
 * {@code -Dserver.bin}. Tests that need ours are left out when it was not built, as in a run of this module alone.
 */
final class Distribution {

    private static final Path HOME =
            Path.of("..", "server", "target", "nats-server").toAbsolutePath().normalize();
    private static final long SECONDS_TO_ANSWER = 10;

    private Distribution() {}

    /** What a command that ends by itself has left: its exit status and both its streams. */
    record Answer(int status, String out, String err) {}

    /** The directory that holds {@code bin} and {@code lib}. */
    static Path home() {
        assumeThat(launcher(HOME)).as("the distribution is built").exists();
        return HOME;
    }

    static Path launcher(Path home) {
        return home.resolve("bin").resolve("nats-server");
    }

    /** The server under test with these arguments, on the Java of this JVM. */
    static ProcessBuilder command(String... arguments) {
        String executable = ServerUnderTest.isMidge() ? launcher(home()).toString() : System.getProperty("server.bin");
        return program(executable, arguments);
    }

    /** Any executable, with the Java of this JVM as JAVA_HOME. */
    static ProcessBuilder program(String executable, String... arguments) {
        List<String> words = new ArrayList<>(List.of(executable));
        words.addAll(List.of(arguments));
        ProcessBuilder command = new ProcessBuilder(words);
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return command;
    }

    static Answer answer(String... arguments) throws IOException, InterruptedException {
        return answer(command(arguments));
    }

    /** Runs the command to its end. Its output must fit into a pipe, as all that a server says before it runs does. */
    static Answer answer(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.start();
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(SECONDS_TO_ANSWER, TimeUnit.SECONDS);
            assertThat(ended).as("%s ends", command.command()).isTrue();
            return new Answer(
                    process.exitValue(),
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                    new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
