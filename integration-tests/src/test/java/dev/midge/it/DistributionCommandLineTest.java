package dev.midge.it;

import static dev.midge.it.Distribution.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.it.Distribution.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command answers at once, by stream and exit status: configuration specification 1 and 4. */
class DistributionCommandLineTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-v", "--version", "version"})
    void versionIsShown(String argument) throws Exception {
        assertThat(answer(argument)).isEqualTo(new Answer(0, "nats-server: v2.15.2\n", ""));
    }

    @Test
    void helpIsShown() throws Exception {
        Answer answer = answer("-h");

        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .startsWith("\nUsage: nats-server [options]\n\nServer Options:\n")
                .contains("    -c, --config <file>              Configuration file\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--bogus, flag provided but not defined: -bogus",
        "-p, flag needs an argument: -p",
        "-p=many, invalid value \"many\" for flag -p: parse error"
    })
    void wrongFlagIsNamedOnStandardErrorAndUsageShownOnStandardOutput(String argument, String text) throws Exception {
        Answer answer = answer(argument);

        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEqualTo(text + "\n");
        assertThat(answer.out()).isEqualTo(answer("-h").out());
    }

    @Test
    void unknownCommandIsRefused() throws Exception {
        assertThat(answer("-p", "-1", "run"))
                .isEqualTo(new Answer(1, "", "nats-server: unrecognized command: \"run\"\n"));
    }

    /** The digest is that of the settings, not of the text: configuration specification 1.17. */
    @Test
    void validFileIsCalledValidWithTheDigestOfItsSettings() throws Exception {
        String file = file("port: -1 # any", "authorization { token: secret }");
        String digest = sha256("{\"authorization\":{\"token\":\"secret\"},\"port\":-1}\n");

        assertThat(answer("-t", "-c", file))
                .isEqualTo(new Answer(
                        0, "", "nats-server: configuration file " + file + " is valid (sha256:" + digest + ")\n"));
    }

    @Test
    void checkWithoutFileIsRefused() throws Exception {
        assertThat(answer("-t"))
                .isEqualTo(new Answer(
                        1, "", "nats-server: must specify [-c, --config] option to check configuration file syntax\n"));
    }

    @Test
    void everyMistakeIsNamedWithItsPlaceWhetherCheckedOrStarted() throws Exception {
        String file = file(
                "port: -1", "max_payload: \"a lot\"", "colour: red", "authorization {", "  user: a", "  shade: 7", "}");
        String errors = "nats-server: " + file + ":2:1: interface conversion: interface {} is string, not int64\n"
                + file + ":3:1: unknown field \"colour\"\n"
                + file + ":6:3: unknown field \"shade\"\n\n";

        assertThat(answer("-t", "-c", file)).isEqualTo(new Answer(1, "", errors));
        assertThat(answer("-c", file)).isEqualTo(new Answer(1, "", errors));
    }

    @Test
    void brokenSyntaxIsNamedWithItsLine() throws Exception {
        assertThat(answer("-c", file("port: -1", "authorization {", "  user: a")))
                .isEqualTo(new Answer(1, "", "nats-server: Parse error on line 4: 'Unexpected EOF processing map.'\n"));
    }

    @Test
    void missingFileIsNamed() throws Exception {
        String file = directory.resolve("none.conf").toString();

        assertThat(answer("-c", file))
                .isEqualTo(new Answer(1, "", "nats-server: open " + file + ": no such file or directory\n"));
    }

    @Test
    void pidFileThatCannotBeWrittenEndsTheStart() throws Exception {
        String pidFile = directory.resolve("none").resolve("pid").toString();

        Answer answer = answer("-a", "127.0.0.1", "-p", "-1", "-P", pidFile);

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .contains("[INF] Starting nats-server\n", "[INF]   ID:       N")
                .endsWith("[FTL] Could not write pidfile: open " + pidFile + ": no such file or directory\n")
                .doesNotContain("Listening");
    }

    private String file(String... lines) throws IOException {
        Path file = directory.resolve("test.conf");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return file.toString();
    }

    private static String sha256(String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
