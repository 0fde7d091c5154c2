package dev.midge.it;

import static dev.midge.it.Distribution.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.it.Distribution.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the command does in place of a server: authentication specification 13, rows 2 and 16. Beside the nk command if
 * {@code -Dnk.bin} says where it is.
 */
@Deviation("nats-server has no tools in it")
class DistributionToolsTest {

    private static final String NK = System.getProperty("nk.bin", "");
    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String PUBLIC = "UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV";
    private static final String CURVE_SEED = "SXAO7ODN7EO32LRUGTQJ6HEVH37WR2U6B7HG5UKHNEMHAJTZNANA5YX3NY";
    private static final String CURVE_PUBLIC = "XDN7CUINQPRZVLWVJQLYPIKLHEFPGMRGM54CYKJLVNZDOUCSGGETTV2P";
    private static final String SIGNATURE =
            "3booD21ovE53olemvh-g7IoJvCidKkyknyht4eWCF7r9MrwT_B14xCSB68eTrkaejwo1CZ7PbI9DSjzkfAa9Ag";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeFiles() throws IOException {
        file("seed", SEED + "\n");
        file("seed-crlf", "# mine\r\n" + SEED + "\r\n");
        file("public", PUBLIC + "\n");
        file("curve", CURVE_SEED);
        file("curve-public", CURVE_PUBLIC);
        file("broken", SEED.replace("SUAP5", "SUAP6"));
        file("empty", "");
        file("message", "nats auth vector 1");
        file("signature", SIGNATURE);
        file("signature-lines", SIGNATURE.substring(0, 40) + "\r\n" + SIGNATURE.substring(40) + "\n");
        file("signature-bad", SIGNATURE.substring(0, 40) + "!");
        file("signature-cut", SIGNATURE.substring(0, 41));
        file("entropy", "0123456789abcdef0123456789abcdef");
    }

    @Test
    void aNewKeyIsShownInTwoLines() throws Exception {
        Answer answer = answer("-k", "user");

        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEmpty();
        List<String> lines = answer.out().lines().toList();
        assertThat(lines).hasSize(2);
        KeyPair pair = KeyPair.fromSeed(lines.get(1).substring("User private key: ".length()));
        assertThat(lines)
                .containsExactly(
                        "User public key: " + pair.publicKey(), "User private key: " + new String(pair.seed()));
    }

    @Test
    void anUnknownTypeOfKeyIsRefused() throws Exception {
        Answer answer = answer("--k=nobody");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).startsWith("nats-server: unknown key type \"nobody\" ");
    }

    @Test
    void aTypeOfKeyMustBeGiven() throws Exception {
        assertThat(answer("-k")).isEqualTo(new Answer(0, answer("-h").out(), "flag needs an argument: -k\n"));
        assertThat(answer("-k", "user", "too"))
                .isEqualTo(new Answer(1, "", "nats-server: unrecognized command: \"too\"\n"));
    }

    @Test
    void aToolIsOnlyTheFirstArgument() throws Exception {
        assertThat(answer("-D", "nk")).isEqualTo(new Answer(1, "", "nats-server: unrecognized command: \"nk\"\n"));
        assertThat(answer("NK")).isEqualTo(new Answer(1, "", "nats-server: unrecognized command: \"NK\"\n"));
    }

    @Test
    void aHashedPasswordLetsItsUserIn() throws Exception {
        Answer answer = answer("passwd", "--pass", "correct horse", "--cost", "5");

        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out()).startsWith("$2a$05$");
        String user = "authorization { user: ann, password: \"" + answer.out().strip() + "\" }";
        try (ServerUnderTest server = ServerUnderTest.start(user)) {
            WireClient.expectAdmitted(server, Connect.user("ann", "correct horse"));
            WireClient.expectRefused(server, Connect.user("ann", "correct hors"));
        }
    }

    @Test
    void withoutATerminalAndWithoutInputThereIsNoPassword() throws Exception {
        assertThat(answer("passwd")).isEqualTo(new Answer(1, "", "nats-server: could not read password: EOF\n"));
    }

    @Test
    void aMessageIsSignedAndVerified() throws Exception {
        assertThat(nk("-sign", "message", "-inkey", "seed")).isEqualTo(new Answer(0, SIGNATURE + "\n", ""));
        assertThat(nk("-verify", "message", "-pubin", "public", "-sigfile", "signature"))
                .isEqualTo(new Answer(0, "Verified OK\n", ""));
    }

    @Test
    void aKeyOfOursIsReadByNk() throws Exception {
        assumeThat(NK).as("-Dnk.bin").isNotEmpty();
        List<String> lines = answer("-k", "operator").out().lines().toList();
        file("operator", lines.get(1).substring("Operator private key: ".length()));

        assertThat(theirs("-inkey", "operator", "-pubout").out())
                .isEqualTo(lines.get(0).substring("Operator public key: ".length()) + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-gen user -e entropy",
                "--gen=OPERATOR --pubout --e=entropy",
                "-gen curve -pubout=true -e entropy",
                "-gen x25519 -e entropy -pubout=f",
                "-gen user -e none",
                "-gen nobody",
                "-gen user -pre a1",
                "-gen user -pre DDDDDDDD -maxpre 3",
                "-gen user -pre A -maxpre 0",
                "-e entropy",
                "-inkey seed -pubout",
                "-inkey seed-crlf -pubout",
                "-inkey curve -pubout",
                "-inkey public -pubout",
                "-inkey broken -pubout",
                "-inkey empty -pubout",
                "-inkey none -pubout",
                "-inkey . -pubout",
                "-sign message",
                "-sign message -inkey seed",
                "-sign message -inkey curve",
                "-sign message -inkey public",
                "-sign none -inkey seed",
                "-verify message",
                "-verify message -inkey seed",
                "-verify message -inkey seed -sigfile signature",
                "-verify message -inkey curve -sigfile signature",
                "-verify message -pubin public -sigfile signature",
                "-verify message -pubin public -sigfile signature-lines",
                "-verify message -pubin public -sigfile signature-bad",
                "-verify message -pubin public -sigfile signature-cut",
                "-verify message -pubin public -sigfile empty",
                "-verify message -pubin public -sigfile none",
                "-verify message -pubin seed -sigfile signature",
                "-verify message -pubin curve-public -sigfile signature",
                "-verify seed -pubin public -sigfile signature",
                "-verify none -pubin public -sigfile signature"
            })
    void theAnswerIsThatOfNk(String arguments) throws Exception {
        assumeThat(NK).as("-Dnk.bin").isNotEmpty();
        String[] words = arguments.split(" ");

        assertThat(withoutProgress(nk(words))).isEqualTo(withoutProgress(theirs(words)));
    }

    /** How often the spinner turned says nothing. */
    private static Answer withoutProgress(Answer answer) {
        return new Answer(answer.status(), answer.out(), answer.err().replaceAll("\\r[^\\r]*computing[^\\r]*|\\r", ""));
    }

    private Answer nk(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "nk";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return answer(Distribution.command(all).directory(directory.toFile()));
    }

    private Answer theirs(String... arguments) throws Exception {
        return answer(Distribution.program(NK, arguments).directory(directory.toFile()));
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
    }
}
