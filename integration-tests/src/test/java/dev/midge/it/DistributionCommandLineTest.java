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
import java.util.List;
import java.util.regex.Pattern;
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
        // nats-server walks over a map: it has them in another order each time.
        String[] errors = {
            file + ":2:1: interface conversion: interface {} is string, not int64",
            file + ":3:1: unknown field \"colour\"",
            file + ":6:3: unknown field \"shade\"",
        };

        assertThat(mistakes(answer("-t", "-c", file))).containsExactlyInAnyOrder(errors);
        assertThat(mistakes(answer("-c", file))).containsExactlyInAnyOrder(errors);
    }

    private static List<String> mistakes(Answer answer) {
        String start = "nats-server: ";
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).startsWith(start).endsWith("\n\n");
        return answer.err()
                .substring(start.length())
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Deviation("a gateway that is ignored in silence would lose messages")
    @Test
    void aFileWithWhatIsNotSupportedYetIsRefusedUnlessTheFlagIsGiven() throws Exception {
        String file = file("port: -1", "gateway { name: A, port: -1 }");

        assertThat(answer("-t", "-c", file))
                .isEqualTo(
                        new Answer(
                                1,
                                "",
                                "nats-server: " + file
                                        + ":2:1: gateway is not supported yet; ignore_unsupported: true starts without it\n\n"));
        assertThat(answer("--ignore-unsupported", "-t", "-c", file).status()).isZero();
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-host.invalid | 4222 | listen tcp: lookup no-such-host\\.invalid( on \\S+)?: no such host",
                "no-such-host.invalid | -1 | listen tcp: lookup no-such-host\\.invalid( on \\S+)?: no such host",
                "192.0.2.1 | 4222 | listen tcp 192\\.0\\.2\\.1:4222: bind: cannot assign requested address",
                "127.0.0.1 | 70000 | listen tcp: address 70000: invalid port"
            })
    void anAddressThatCannotBeListenedOnEndsTheServer(String host, String port, String cause) throws Exception {
        Answer answer = answer("-a", host, "-p", port);

        assertThat(answer.status()).isEqualTo(1);
        String address = Pattern.quote(host + ":" + (port.equals("-1") ? "0" : port));
        assertThat(answer.err())
                .containsPattern("\\[FTL\\] Error listening on port: " + address + ", \"" + cause + "\"\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_payload: 100MB | max_payload (104857600) cannot be higher than max_pending (67108864)",
                "max_pending: 1000 | max_payload (1048576) cannot be higher than max_pending (1000)",
                "lame_duck_grace_period: \"3m\" | lame duck grace period (3m0s) should be strictly lower than lame duck duration (2m0s)"
            })
    void settingsThatDoNotGoTogetherEndTheServer(String line, String text) throws Exception {
        Path config = directory.resolve("bad.conf");
        Files.writeString(config, "listen: \"127.0.0.1:-1\"\n" + line + "\n");

        assertThat(answer("-c", config.toString())).isEqualTo(new Answer(1, "", "nats-server: " + text + "\n"));
    }

    @Test
    void aWriteDeadlineWithoutUnitIsWarnedOf() throws Exception {
        Path config = directory.resolve("number.conf");
        Files.writeString(config, "write_deadline: 3\n");

        Answer answer = answer("-t", "-c", config.toString());
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err())
                .contains("invalid use of field \"write_deadline\": write_deadline should be converted to a duration");
    }
}
