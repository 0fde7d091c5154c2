package dev.midge.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswdCommandTest {

    private static final String PASSWORD = "ein Päßwort";

    private final Captured out = new Captured();
    private final Captured err = new Captured();
    private final Typist typist = new Typist();
    private @Nullable String environment;

    @Test
    void thePasswordIsAskedForTwice() {
        typist.types(PASSWORD, PASSWORD);

        assertThat(run("-c", "4")).isZero();

        assertThat(typist.labels).containsExactly("Enter password: ", "Reenter password: ");
        assertThat(out.take()).startsWith("$2a$04$").endsWith("\n").satisfies(hash -> isHashOf(PASSWORD, hash));
        assertThat(err.take()).isEmpty();
    }

    @Test
    void elevenIsTheCostThatAServerIsUsuallyGiven() {
        assertThat(run("--pass", PASSWORD)).isZero();

        assertThat(out.take()).startsWith("$2a$11$").hasSize(61).satisfies(hash -> isHashOf(PASSWORD, hash));
    }

    @Test
    void aShortPasswordIsAskedForAgain() {
        typist.types("", "123456789", PASSWORD, "short", PASSWORD);

        assertThat(run("-c=4")).isZero();

        assertThat(err.take()).isEqualTo("value is too short. Min length is 10\n".repeat(3));
        isHashOf(PASSWORD, out.take());
    }

    @Test
    void passwordsThatDifferAreRefused() {
        typist.types(PASSWORD, PASSWORD + "x");

        refuses("entered and re-entered passwords do not match", "-c", "4");
    }

    @Test
    void theEndOfTheInputIsNoPassword() {
        refuses("could not read password: EOF");

        typist.types(PASSWORD);
        refuses("could not read password: EOF");
    }

    @ParameterizedTest
    @ValueSource(strings = {PASSWORD, PASSWORD + "\n", PASSWORD + "\r\n", PASSWORD + "\nanother line\n"})
    void theFirstLineOfAPipeIsThePassword(String piped) {
        assertThat(runPiped(piped)).isZero();
        isHashOf(PASSWORD, out.take());
        assertThat(err.take()).isEmpty();
    }

    @Test
    void blanksOfALineArePartOfThePassword() {
        assertThat(runPiped("  a b c d e f  \n")).isZero();
        isHashOf("  a b c d e f  ", out.take());
    }

    @ParameterizedTest
    @CsvSource({
        "'', could not read password: EOF",
        "'\n', password should be at least 10 characters long",
        "short, password should be at least 10 characters long"
    })
    void aPipeIsNotAskedAgain(String piped, String message) {
        assertThat(runPiped(piped)).isEqualTo(1);
        assertThat(err.take()).isEqualTo("nats-server: " + message + "\n");
    }

    @Test
    void aPipeThatGoesOnAndOnIsNotReadToItsEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThat(new PasswdCommand(out.stream(), err.stream(), new PipedLine(endless), null).run())
                .isEqualTo(1);
        assertThat(err.take()).endsWith("password length exceeds 72 bytes\n");
    }

    private int runPiped(String text) {
        PipedLine line = new PipedLine(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return new PasswdCommand(out.stream(), err.stream(), line, null).run("-c", "4");
    }

    @Test
    void theEnvironmentMayHoldThePasswordButTheFlagWins() {
        environment = PASSWORD;
        assertThat(run("-c", "4")).isZero();
        isHashOf(PASSWORD, out.take());

        assertThat(run("-c", "4", "-p", "another password")).isZero();
        isHashOf("another password", out.take());
    }

    @ParameterizedTest
    @ValueSource(strings = {"123456789", "ääää"})
    void aGivenPasswordHasTenBytesAtLeast(String password) {
        refuses("password should be at least 10 characters long", "--pass", password);
    }

    @Test
    void aGivenPasswordHasNoMoreBytesThanBcryptLooksAt() {
        assertThat(run("-c", "4", "-p", "x".repeat(72))).isZero();
        isHashOf("x".repeat(72), out.take());

        refuses("error producing bcrypt hash: bcrypt: password length exceeds 72 bytes", "-p", "x".repeat(73));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "32", "0", "-1", "4294967300"})
    void theCostHasBounds(String cost) {
        refuses("bcrypt cost should be between 4 and 31", "--cost", cost, "--pass", PASSWORD);
    }

    @Test
    void aPasswordIsGenerated() {
        assertThat(run("--generate", "--cost", "4")).isZero();

        List<String> lines = out.take().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("Generated password: [a-zA-Z0-9@#_%^&()-]{22}");
        assertThat(lines.get(1)).startsWith("       bcrypt hash: $2a$04$");
        isHashOf(
                lines.get(0).substring("Generated password: ".length()),
                lines.get(1).substring("       bcrypt hash: ".length()));
    }

    @Test
    void everyGeneratedPasswordIsAnother() {
        run("-g", "-c", "4");
        String first = out.take().lines().findFirst().orElseThrow();
        run("-g", "-c", "4");

        assertThat(out.take()).doesNotContain(first);
    }

    @Test
    void aGivenPasswordIsNotReplacedByAGeneratedOne() {
        assertThat(run("-g", "-c", "4", "-p", PASSWORD)).isZero();

        assertThat(out.take()).startsWith("       bcrypt hash: $2a$04$").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--foo | flag provided but not defined: -foo",
                "-c | flag needs an argument: -c",
                "-c=x | invalid value \"x\" for flag -c: parse error",
                "-g=maybe | invalid boolean value \"maybe\" for -g: parse error"
            })
    void aWrongFlagIsNamedAndTheOptionsAreShown(String argument, String text) {
        assertThat(run(argument)).isEqualTo(1);
        assertThat(out.take()).isEmpty();
        assertThat(err.take()).startsWith(text + "\nUsage: nats-server passwd");
    }

    @Test
    void anythingThatIsNoFlagIsRefused() {
        refuses("unexpected secret", "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help"})
    void optionsAreShown(String flag) {
        assertThat(run(flag)).isZero();
        assertThat(out.take())
                .startsWith("Usage: nats-server passwd [options]\n")
                .contains("--pass", "--generate");
        assertThat(err.take()).isEmpty();
    }

    private int run(String... arguments) {
        return new PasswdCommand(out.stream(), err.stream(), typist, environment).run(arguments);
    }

    private void refuses(String message, String... arguments) {
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(out.take()).isEmpty();
        assertThat(err.take()).isEqualTo("nats-server: " + message + "\n");
    }

    private static void isHashOf(String password, String hash) {
        assertThat(OpenBSDBCrypt.checkPassword(hash.strip(), password.getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    /** Types prepared lines, and then ends the input. */
    private static final class Typist implements HiddenPrompt {
        private final Deque<String> lines = new ArrayDeque<>();
        private final Deque<String> labels = new ArrayDeque<>();

        void types(String... text) {
            lines.addAll(List.of(text));
        }

        @Override
        public boolean isInteractive() {
            return true;
        }

        @Override
        public char @Nullable [] ask(String label) {
            labels.add(label);
            String line = lines.poll();
            return line == null ? null : line.toCharArray();
        }
    }
}
