package dev.midge.server.tool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.nkey.KeyPair;
import dev.midge.auth.nkey.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and statuses asked of the nk command, which a test of the distribution asks again where it is at hand. */
class NkCommandTest {

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String PUBLIC = "UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV";
    private static final String CURVE_SEED = "SXAO7ODN7EO32LRUGTQJ6HEVH37WR2U6B7HG5UKHNEMHAJTZNANA5YX3NY";
    private static final String MESSAGE = "nats auth vector 1";
    private static final String SIGNATURE =
            "3booD21ovE53olemvh-g7IoJvCidKkyknyht4eWCF7r9MrwT_B14xCSB68eTrkaejwo1CZ7PbI9DSjzkfAa9Ag";

    @TempDir
    private Path directory;

    private final Captured out = new Captured();
    private final Captured err = new Captured();

    @ParameterizedTest
    @CsvSource({
        "user, USER",
        "Account, ACCOUNT",
        "OPERATOR, OPERATOR",
        "server, SERVER",
        "cluster, CLUSTER",
        "curve, CURVE",
        "X25519, CURVE"
    })
    void aKeyIsGeneratedAndItsPublicKeyShownOnRequest(String name, KeyType type) throws Exception {
        assertThat(run("-gen", name)).isZero();
        KeyPair pair = KeyPair.fromSeed(out.take().strip());
        assertThat(pair.type()).isEqualTo(type);

        assertThat(run("--gen=" + name, "--pubout")).isZero();
        List<String> lines = out.take().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(KeyPair.fromSeed(lines.get(0)).publicKey()).hasToString(lines.get(1));
        assertThat(err.take()).isEmpty();
    }

    @Test
    void theRandomnessMayComeFromAFile() throws Exception {
        String entropy = file("entropy", "0123456789abcdef0123456789abcdef and what is not needed");

        assertThat(run("-gen", "user", "-e", entropy)).isZero();

        assertThat(out.take().strip().toCharArray())
                .isEqualTo(KeyPair.fromRawSeed(KeyType.USER, "0123456789abcdef0123456789abcdef".getBytes(US_ASCII))
                        .seed());
    }

    @Test
    void aFileWithTooLittleRandomnessMakesNoKey() throws Exception {
        refuses("Error creating U: unexpected EOF", "-gen", "user", "-e", file("short", "0123456789abcdef"));
        refuses("Error creating U: EOF", "-gen", "user", "-e", file("empty", ""));
        refuses("Error creating X: read " + directory + ": is a directory", "-gen", "curve", "-e", "" + directory);
        refuses("open " + path("none") + ": no such file or directory", "-gen", "user", "-e", path("none"));
        refuses("Error creating U: EOF", "-gen", "user", "-pre", "A", "-e", file("empty", ""));
    }

    @Test
    void thePublicKeyOfAFileIsShown() throws Exception {
        assertThat(run("-inkey", file("seed", SEED), "-pubout")).isZero();
        assertThat(out.take()).isEqualTo(PUBLIC + "\n");

        assertThat(run("-inkey", file("lines", "# a comment\r\n\r\n" + SEED + "\r\n" + CURVE_SEED), "-pubout"))
                .isZero();
        assertThat(out.take()).isEqualTo(PUBLIC + "\n");
    }

    @Test
    void aFileWithoutASeedHasNoPublicKeyToShow() throws Exception {
        refuses("nkeys: invalid seed", "-inkey", file("public", PUBLIC + "\n" + SEED), "-pubout");
        refuses("Could not find a valid key", "-inkey", file("none", "nothing\n" + SEED.replace('A', 'B')), "-pubout");
        refuses("Could not find a valid key", "-inkey", file("blank", " " + SEED), "-pubout");
        refuses("Could not find a valid key", "-inkey", file("empty", ""), "-pubout");
        refuses("open " + path("no") + ": no such file or directory", "-inkey", path("no"), "-pubout");
        refuses("read " + directory + ": is a directory", "-inkey", directory.toString(), "-pubout");
    }

    @Test
    void aFileIsSignedAndVerified() throws Exception {
        String message = file("message", MESSAGE);
        String seed = file("seed", SEED + "\n");

        assertThat(run("-sign", message, "-inkey", seed)).isZero();
        assertThat(out.take()).isEqualTo(SIGNATURE + "\n");

        String signature = file("signature", SIGNATURE.substring(0, 20) + "\r\n" + SIGNATURE.substring(20) + "\n");
        verifies("-verify", message, "-inkey", seed, "-sigfile", signature);
        verifies("-verify", message, "-pubin", file("public", PUBLIC), "-sigfile", signature);
        verifies("-verify", message, "-inkey", seed, "-pubin", path("not looked at"), "-sigfile", signature);
    }

    private void verifies(String... arguments) {
        assertThat(run(arguments)).isZero();
        assertThat(out.take()).isEqualTo("Verified OK\n");
        assertThat(err.take()).isEmpty();
    }

    @Test
    void whatWasNotSignedIsNotVerified() throws Exception {
        String seed = file("seed", SEED);
        String message = file("message", MESSAGE);
        String signature = file("signature", SIGNATURE);
        String failed = "nkeys: signature verification failed";

        refuses(failed, "-verify", file("other", MESSAGE + "\n"), "-inkey", seed, "-sigfile", signature);
        refuses(failed, "-verify", message, "-inkey", seed, "-sigfile", file("cut", SIGNATURE.substring(2)));
        refuses(failed, "-verify", message, "-inkey", seed, "-sigfile", file("empty", ""));
        String another = file("another", "ADOWYLKJUPIIZQHDJMWJSEMLZEZFMM3SNWHFSLMHEVZVSR3PANVAZO6N");
        refuses(failed, "-verify", message, "-pubin", another, "-sigfile", signature);
    }

    @ParameterizedTest
    @CsvSource({"A, 0", "ABCDE, 4", "'A\n', 1", "'\nA', 1", "AB=D, 2", "AB/D, 2", "'ABCD ABC', 4", "ABCDEFGHé, 8"})
    void aSignatureThatIsNoBase64IsRefusedWithItsPosition(String text, int position) throws Exception {
        refuses(
                "illegal base64 data at input byte " + position,
                "-verify",
                file("message", MESSAGE),
                "-inkey",
                file("seed", SEED),
                "-sigfile",
                file("signature", text));
    }

    @Test
    void curveKeysNeitherSignNorVerify() throws Exception {
        String message = file("message", MESSAGE);
        String curve = file("curve", CURVE_SEED);
        String refusal = "nkeys: curve key is not valid for sign/verify";

        refuses(refusal, "-sign", message, "-inkey", curve);
        refuses(refusal, "-verify", message, "-inkey", curve, "-sigfile", file("signature", SIGNATURE));
    }

    @Test
    void whatIsMissingForTheTaskIsNamed() throws Exception {
        String any = file("any", SEED);

        refuses("Sign requires a seed/private key via -inkey <file>", "-sign", any);
        refuses("Verify requires a seed key via -inkey or a public key via -pubin", "-verify", any);
        refuses("Verify requires a signature via -sigfile", "-verify", any, "-inkey", any);
        refuses("Verify requires a signature via -sigfile", "-verify", any, "-pubin", any);
        refuses("Entropy file only used when creating keys with -gen", "-e", any);
        refuses("nkeys: invalid public key", "-verify", any, "-pubin", any, "-sigfile", any);
        refuses("Usage: nk -gen [user|account|server|cluster|operator|curve|x25519]", "-gen", "users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AB", "db", "c"})
    void aKeyThatBeginsWithTheLettersIsFound(String prefix) throws Exception {
        assertThat(run("-gen", "user", "-pre", prefix)).isZero();

        List<String> lines = out.take().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).startsWith("U" + prefix.toUpperCase(Locale.ROOT));
        assertThat(KeyPair.fromSeed(lines.get(0)).publicKey()).hasToString(lines.get(1));
        assertThat(err.take()).endsWith("\r");
    }

    @Test
    void aSearchEndsAfterItsAttempts() {
        assertThat(run("-gen", "account", "-pre", "DDDDDDDDDDDDD", "-maxpre", "50"))
                .isEqualTo(1);
        assertThat(out.take()).isEqualTo("Failed to generate prefix after 50 attempts\n");

        assertThat(run("-gen", "account", "-pre", "A", "-maxpre", "0")).isEqualTo(1);
        assertThat(out.take()).isEqualTo("Failed to generate prefix after 0 attempts\n");
    }

    @Test
    void lettersThatNoKeyBeginsWithAreNotSearchedFor() {
        assertThat(run("-gen", "user", "-pre", "EVE")).isEqualTo(1);
        assertThat(out.take()).isEqualTo("Failed to generate prefix after 10000000 attempts\n");
        assertThat(err.take()).isEqualTo("No key begins so: the letter after U is one of A, B, C and D\n");
    }

    @Test
    void lettersThatAreNoneOfAKeyAreRefused() {
        refuses("Can not generate base32 encoded strings to match 'A1'", "-gen", "user", "-pre", "a1");
        refuses("Can not generate base32 encoded strings to match 'Aß'", "-gen", "user", "-pre", "aß");
        refuses("Usage: nk -gen [user|account|server|cluster|operator|curve|x25519]", "-gen", "no", "-pre", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v", "--version", "-v=true"})
    void theVersionIsThatOfTheToolItStandsFor(String flag) {
        assertThat(run(flag)).isZero();
        assertThat(out.take()).isEqualTo("nk version 0.4.17\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-h", "--help", "-pubout", "gen", "-inkey=x", "-gen="})
    void theOptionsAreShownWhenThereIsNothingToDo(String argument) {
        assertThat(run(argument)).isEqualTo(1);
        assertThat(out.take()).startsWith("Usage: nk [options]\n").contains("-sigfile <file>");
        assertThat(err.take()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--foo | flag provided but not defined: -foo",
                "-gen | flag needs an argument: -gen",
                "-maxpre=x | invalid value \"x\" for flag -maxpre: parse error",
                "-pubout=2 | invalid boolean value \"2\" for -pubout: parse error",
                "---v | bad flag syntax: ---v"
            })
    void aWrongFlagIsNamedAndTheOptionsAreShown(String argument, String text) {
        assertThat(run(argument)).isEqualTo(1);
        assertThat(err.take()).isEqualTo(text + "\n");
        assertThat(out.take()).startsWith("Usage: nk [options]\n");
    }

    private int run(String... arguments) {
        return new NkCommand(out.stream(), err.stream()).run(arguments);
    }

    private void refuses(String message, String... arguments) {
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(out.take()).isEqualTo(message + "\n");
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
