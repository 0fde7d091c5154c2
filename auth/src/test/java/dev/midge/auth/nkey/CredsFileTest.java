package dev.midge.auth.nkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code printed.creds} is what the guide to programmatic keys prints: credentials behind two words, on the same line. */
class CredsFileTest {

    private static final String SEED = "SUALJTG5JNRQCQKFE652DV4XID522ALOHJNQVHKKDJNVGWHCLHOEXEROEM";
    private static final String PUBLIC = "UATWOEX5T5LGWJ54SC7H762G5PKSSFPVTJX67IUFENTVPYHA4DPDJUZU";
    private static final String ACCOUNT_SEED = "SAAN66QVR6S3C4TCK2CCH24NRIIQUKL2GGS4OJWRTEFNM7LJUCEXV2W6HI";
    private static final String OPERATOR_SEED = "SOAB23BCZTFQ46KULVP7GJ2OQDJEPNBZUTSL4T52WUAFQUKSST3O37V5IQ";
    private static final String CURVE_SEED = "SXAO7ODN7EO32LRUGTQJ6HEVH37WR2U6B7HG5UKHNEMHAJTZNANA5YX3NY";

    @TempDir
    private Path directory;

    private final String printed;
    private final String text;
    private final String jwt;

    CredsFileTest() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("printed.creds")) {
            printed = new String(Objects.requireNonNull(in).readAllBytes(), US_ASCII);
        }
        text = printed.substring(printed.indexOf('-'));
        jwt = text.lines().skip(1).findFirst().orElseThrow();
    }

    @Test
    void whatTheGuidePrintsIsReadAndWrittenAsTheFileOfTheTools() throws NKeyException {
        CredsFile file = parse(printed);

        assertThat(file.jwt()).isEqualTo(jwt);
        assertThat(file.userKeyPair().publicKey()).hasToString(PUBLIC);
        assertThat(new String(file.text(), US_ASCII)).isEqualTo(text);
        assertThat(new String(CredsFile.of(jwt + "\n", KeyPair.fromSeed(SEED)).text(), US_ASCII))
                .isEqualTo(text);
    }

    @Test
    void everyRenderingMeansTheSame() throws NKeyException {
        for (String rendering : new String[] {
            text,
            text.replace("\n", "\r\n"),
            text.replace("\n\n", "\n"),
            text.replace("\n", "\n\n"),
            text.replace("\n", "\r\n\r\n"),
            text.replace("\n", " \t\n  "),
            "  some words\n---\n" + text + "and more --- words",
            text.substring(0, text.indexOf("\n\n***************************")),
            text.replace("used to sign", "used sign"),
            text.replaceAll("-{5,6}", "---")
        }) {
            assertThat(parse(rendering).jwt()).as(rendering).isEqualTo(jwt);
            assertThat(parse(rendering).userKeyPair().publicKey()).as(rendering).hasToString(PUBLIC);
        }
    }

    @Test
    void aFileOfAJwtAloneHasNoSeed() throws NKeyException {
        String decorated = text.substring(0, text.indexOf("\n\n"));
        for (String content : new String[] {decorated, decorated + "\r\n", jwt, "\n " + jwt + " \r\n"}) {
            CredsFile file = parse(content);
            assertThat(file.jwt()).isEqualTo(jwt);
            assertThatThrownBy(file::keyPair).hasMessage("nkeys: no nkey seed found");
            assertThatThrownBy(file::text).hasMessage("nkeys: no nkey seed found");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SEED,
                "# mine\n" + SEED + "\r\n",
                "  " + SEED + "  \nUCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV\n",
                "-----BEGIN USER NKEY SEED-----\n" + SEED + "\n------END USER NKEY SEED------"
            })
    void aFileOfASeedAloneHasNoJwt(String content) throws NKeyException {
        CredsFile file = parse(content);

        assertThat(file.jwt()).isEmpty();
        assertThat(file.userKeyPair().publicKey()).hasToString(PUBLIC);
    }

    @Test
    void aSeedOnALineOfItsOwnGoesWithADecoratedJwt() throws NKeyException {
        CredsFile file = parse(text.substring(0, text.indexOf("\n\n")) + "\n" + SEED);

        assertThat(file.jwt()).isEqualTo(jwt);
        assertThat(file.keyPair().publicKey()).hasToString(PUBLIC);
    }

    @Test
    void theJwtMayHoldDashesWhereverBase64HasThem() throws NKeyException {
        String dashed = "eyJ0.e---x.sig---";

        assertThat(parse(text.replace(jwt, dashed)).jwt()).isEqualTo(dashed);
        assertThat(parse(text.replace(jwt, dashed)).userKeyPair().publicKey()).hasToString(PUBLIC);
    }

    @Test
    void anItemIsOneLineBetweenTwoFences() throws NKeyException {
        assertThat(parse("---a---\none\ntwo\n---b---\nthree\n---c---").jwt()).isEqualTo("three");
        assertThat(parse("---a---\no n e\n---b---\ntwo\n---c---").jwt()).isEqualTo("two");
        assertThat(parse("---a---\none\n---b---\ntwo\n---c---").jwt()).isEqualTo("one");
        assertThat(parse("---a---\none").jwt()).isEqualTo("---a---\none");
        assertThat(parse("-----\none\n-----").jwt()).isEqualTo("-----\none\n-----");
    }

    @ParameterizedTest
    @CsvSource({
        "SU, illegal base32 data at input byte 2",
        "SUA, nkeys: invalid encoded key",
        "SUALJTG5JNRQCQKFE652DV4XID522ALOHJNQVHKKDJNVGWHCLHOEXEROEA, nkeys: invalid checksum",
        "UATWOEX5T5LGWJ54SC7H762G5PKSSFPVTJX67IUFENTVPYHA4DPDJUZU, nkeys: doesn't contain a seed nkey",
        CURVE_SEED + ", nkeys: doesn't contain a seed nkey",
        "SNAGSWMNARR4OUW4AVFMB6DZ3OYRM4Y7NY3PNGMGNBU5WJ63WKJON3LCSQ, nkeys: doesn't contain a seed nkey"
    })
    void aSecondItemThatIsNoSeedIsRefusedWhenItIsNeeded(String item, String message) throws NKeyException {
        String spelled = item.equals("SU") ? "SU=" : item;
        CredsFile file = parse(text.replace(SEED, spelled));

        assertThat(file.jwt()).isEqualTo(jwt);
        assertThatThrownBy(file::keyPair).isInstanceOf(NKeyException.class).hasMessage(message);
    }

    @Test
    void aSeedOfAnotherTypeIsNoUser() throws NKeyException {
        CredsFile file = parse(text.replace(SEED, ACCOUNT_SEED));

        assertThat(file.keyPair().type()).isEqualTo(KeyType.ACCOUNT);
        assertThatThrownBy(file::userKeyPair).hasMessage("nkeys: doesn't contain an user seed nkey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \r\n", "nothing in here\n", "---\n\n---"})
    void aFileWithoutAnythingHasNoSeed(String content) throws NKeyException {
        assertThat(parse(content).jwt()).isEqualTo(content.strip());
        assertThatThrownBy(() -> parse(content).keyPair()).hasMessage("nkeys: no nkey seed found");
    }

    @ParameterizedTest
    @CsvSource({"ACCOUNT, " + ACCOUNT_SEED, "OPERATOR, " + OPERATOR_SEED})
    void otherTypesAreNamedInTheFile(String kind, String seed) throws NKeyException {
        KeyPair pair = KeyPair.fromSeed(seed);
        String token = token("{\"sub\":\"" + pair.publicKey() + "\"}");

        assertThat(new String(CredsFile.of(token, pair).text(), US_ASCII))
                .isEqualTo(text.replace("USER", kind).replace(jwt, token).replace(SEED, seed));
    }

    @Test
    void aJwtForAnotherKeyIsNotPutBesideASeed() {
        assertThatThrownBy(() -> CredsFile.of(jwt, KeyPair.create(KeyType.USER)))
                .isInstanceOf(NKeyException.class)
                .hasMessage("nkey seed does not match the jwt subject");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"KEY\"}",
                " { \"a\" : [ { \"sub\" : \"no\" }, \"]\" ] , \"sub\" : \"KEY\" , \"nats\" : { \"sub\" : {} } } ",
                "{\"x\":\"\\\\\\\"sub\\\":\",\"n\":-1.5e3,\"t\":true,\"sub\":\"first\",\"sub\":\"KEY\"}"
            })
    void theSubjectIsFoundWhereverItStands(String payload) throws NKeyException {
        KeyPair pair = KeyPair.fromSeed(SEED);

        assertThat(CredsFile.of(token(payload.replace("KEY", PUBLIC)), pair).jwt())
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "KEY",
                "\"KEY\"",
                "[\"sub\",\"KEY\"]",
                "{\"sub\":\"KEY\"",
                "{\"sub\":[\"KEY\"]}",
                "{\"sub\" \"KEY\"}",
                "{\"nats\":{\"sub\":\"KEY\"}}",
                "{\"sub\":\"KEY\",\"sub\":\"\"}",
                "{\"sub\":\"KEY\",\"x\":\"",
                "{\"sub\":\"KEY",
                "{\"sub\":\"KEY\\"
            })
    void aPayloadWithoutTheSubjectDoesNotMatch(String payload) {
        assertThatThrownBy(() -> CredsFile.of(token(payload.replace("KEY", PUBLIC)), KeyPair.fromSeed(SEED)))
                .hasMessage("nkey seed does not match the jwt subject");
    }

    @Test
    void aPayloadNestedWithoutEndDoesNotMatchAndDoesNoHarm() {
        String payload = "{\"a\":" + "[{\"b\":".repeat(100_000);

        assertThatThrownBy(() -> CredsFile.of(token(payload), KeyPair.fromSeed(SEED)))
                .hasMessage("nkey seed does not match the jwt subject");
    }

    @Test
    void whatIsNoJwtIsNotPutBesideASeed() throws NKeyException {
        KeyPair pair = KeyPair.fromSeed(SEED);
        for (String token : new String[] {"", "a.b", jwt + ".c", jwt.replace(".", ".\n"), "a.b=.c", "a.b.c"}) {
            assertThatThrownBy(() -> CredsFile.of(token, pair)).as(token).hasMessage("expected 3 chunks");
        }
    }

    @Test
    void seedsOfServersAndCurvesDoNotStandInCredentials() throws NKeyException {
        KeyPair curve = KeyPair.fromSeed(CURVE_SEED);

        assertThatThrownBy(() -> CredsFile.of(token("{\"sub\":\"" + curve.publicKey() + "\"}"), curve))
                .hasMessage("seed is not an operator, account or user seed");
    }

    @Test
    void aFileIsWrittenForItsOwnerAloneAndReadAgain() throws IOException, NKeyException {
        Path file = directory.resolve("user.creds");
        Files.writeString(file, "what was there before");

        parse(text).write(file);

        assertThat(file).hasContent(text);
        assertThat(directory.toFile().list()).containsExactly("user.creds");
        assertThat(CredsFile.read(file).userKeyPair().publicKey()).hasToString(PUBLIC);
        assumeThat(Files.getFileStore(file).supportsFileAttributeView("posix")).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        Path file = Files.createDirectory(directory.resolve("user.creds"));
        Files.writeString(file.resolve("in"), "the way");

        assertThatThrownBy(() -> parse(text).write(file)).isInstanceOf(IOException.class);
        assertThat(directory.toFile().list()).containsExactly("user.creds");
    }

    @Test
    void contentBeyondTheLimitIsRefusedAndNotReadToItsEnd() throws IOException {
        byte[] large = new byte[CredsFile.MAX_SIZE + 1];
        Arrays.fill(large, (byte) '-');
        Path file = Files.write(directory.resolve("large"), large);

        assertThatThrownBy(() -> CredsFile.parse(large))
                .isInstanceOf(NKeyException.class)
                .hasMessage("nkeys: credentials are larger than 2097152 bytes");
        assertThatThrownBy(() -> CredsFile.read(file)).isInstanceOf(NKeyException.class);
        assertThatThrownBy(() -> CredsFile.read(directory.resolve("none"))).isInstanceOf(IOException.class);
    }

    @Test
    void theLargestContentIsReadInNoTime() throws NKeyException {
        byte[] dashes = new byte[CredsFile.MAX_SIZE];
        Arrays.fill(dashes, (byte) '-');
        for (int i = 0; i < dashes.length; i += 7) {
            dashes[i] = '\n';
        }

        assertThatThrownBy(CredsFile.parse(dashes)::keyPair).hasMessage("nkeys: no nkey seed found");
    }

    @Test
    void aWipedFileKeepsOnlyTheJwt() throws NKeyException {
        byte[] content = text.getBytes(US_ASCII);
        CredsFile file = CredsFile.parse(content);
        Arrays.fill(content, (byte) 0);
        assertThat(file.userKeyPair().publicKey()).hasToString(PUBLIC);

        file.wipe();

        assertThat(file.jwt()).isEqualTo(jwt);
        assertThatThrownBy(file::keyPair).hasMessage("nkeys: no seed or private key available");
        assertThatThrownBy(file::text).hasMessage("nkeys: no seed or private key available");
    }

    @Test
    void nothingOfAFileIsPrinted() throws NKeyException {
        assertThat(parse(text)).hasToString("CredsFile [REDACTED]");
    }

    private static CredsFile parse(String content) throws NKeyException {
        return CredsFile.parse(content.getBytes(US_ASCII));
    }

    private static String token(String payload) {
        return "eyJ0." + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(US_ASCII)) + ".c2ln";
    }
}
