package dev.midge.server.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalCommandTest {

    private final FakeProcesses processes = new FakeProcesses();

    @ParameterizedTest
    @CsvSource({"stop,KILL", "quit,INT", "term,TERM", "reload,HUP", "reopen,USR1", "ldm,USR2"})
    void eachCommandHasItsSignal(String command, String signal) {
        assertThat(run(command + "=42")).isNull();
        assertThat(processes.sent).containsExactly(signal + " 42");
    }

    @Test
    void withoutAPidTheOnlyServerIsMeant() {
        processes.running = List.of(7L);
        assertThat(run("reload")).isNull();
        assertThat(processes.sent).containsExactly("HUP 7");
    }

    @Test
    void withoutAPidSeveralServersAreListed() {
        processes.running = List.of(7L, 8L);
        assertThat(run("reload")).isEqualTo("multiple nats-server processes running:\n7\n8");
        assertThat(processes.sent).isEmpty();
    }

    @Test
    void aPrefixOfThePidSelectsSeveralServers() {
        processes.running = List.of(12L, 123L, 21L);
        assertThat(run("reload=12*")).isNull();
        assertThat(processes.sent).containsExactly("HUP 12", "HUP 123");
    }

    @Test
    void aFileStandsForThePidInIt(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("pid"), "55");
        assertThat(run("term=" + file)).isNull();
        assertThat(processes.sent).containsExactly("TERM 55");

        Files.writeString(file, "55\n");
        assertThat(run("term=" + file)).isEqualTo("invalid pid: 55\n");
    }

    @Test
    void whatCannotBeSentIsSaid() {
        processes.running = List.of();
        assertThat(run("foo")).isEqualTo("no nats-server processes running");
        assertThat(run("a=b=c")).isEqualTo("invalid signal parameters: [c]");
        assertThat(run("stop=abc")).isEqualTo("invalid pid: abc");
        assertThat(run("foo=1")).isEqualTo("unknown signal \"foo\"");
        processes.running = null;
        assertThat(run("stop")).isEqualTo("unable to resolve pid, try providing one");
        processes.failure = "no such process";
        assertThat(run("reload=9")).isEqualTo("\nsignal \"reload\" 9: no such process");
    }

    @Test
    void aProcessThatIsGoneIsReportedAsSuch() {
        assertThat(new LocalProcesses().kill("HUP", Integer.MAX_VALUE)).isEqualTo("no such process");
    }

    private @Nullable String run(String argument) {
        return new SignalCommand(processes).run(argument);
    }

    private static final class FakeProcesses implements SignalCommand.Processes {

        private final List<String> sent = new ArrayList<>();
        private @Nullable List<Long> running = List.of();
        private @Nullable String failure;

        @Override
        public @Nullable List<Long> servers() {
            return running;
        }

        @Override
        public @Nullable String kill(String signal, long pid) {
            sent.add(signal + " " + pid);
            return failure;
        }
    }
}
