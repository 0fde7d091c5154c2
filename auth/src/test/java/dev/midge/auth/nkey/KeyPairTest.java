package dev.midge.auth.nkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.CharBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors were made with the NATS JavaScript library and derived again by an independent implementation. */
class KeyPairTest {

    private static final byte[] MESSAGE = "nats auth vector 1".getBytes(US_ASCII);
    private static final String USER_SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final String CURVE_SEED = "SXAO7ODN7EO32LRUGTQJ6HEVH37WR2U6B7HG5UKHNEMHAJTZNANA5YX3NY";

    @ParameterizedTest
    @CsvSource({
        "spec-user, SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E,"
                + "UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV",
        "spec-account, SAAN66QVR6S3C4TCK2CCH24NRIIQUKL2GGS4OJWRTEFNM7LJUCEXV2W6HI,"
                + "ADOWYLKJUPIIZQHDJMWJSEMLZEZFMM3SNWHFSLMHEVZVSR3PANVAZO6N",
        "spec-operator, SOAB23BCZTFQ46KULVP7GJ2OQDJEPNBZUTSL4T52WUAFQUKSST3O37V5IQ,"
                + "OBMQS6AAQOREY4C4XSGQWVVNCMCCNDDTH7WRU55427EVRP7BWNKPZE62",
        "spec-server, SNAGSWMNARR4OUW4AVFMB6DZ3OYRM4Y7NY3PNGMGNBU5WJ63WKJON3LCSQ,"
                + "NBKZWO2IVGTH6P7YYIFVKIWDWUM7GJWICFJRMJRU6XKM23E6T73IYWHT",
        "spec-cluster, SCANF7AP5BODQITYZSHT6J7XZYD54AJYXXQ3O3W3SJA2HAGNCQ2ZCBXVGE,"
                + "CD4FZGUGFZANVO2N4ZXUC5XGM6P6QZQ6LCSRUFBWGTZ7MVFA6YGTT7C4",
        "spec-curve, SXAO7ODN7EO32LRUGTQJ6HEVH37WR2U6B7HG5UKHNEMHAJTZNANA5YX3NY,"
                + "XDN7CUINQPRZVLWVJQLYPIKLHEFPGMRGM54CYKJLVNZDOUCSGGETTV2P",
        "spec-curve-2, SXAAPAFWV6KD3PYFGWBFWQQI347AG67C5UDCZWPRVNGMTMMLTWTFXQ7WQU,"
                + "XD6MUE3VPFZZWPPGJ4T4J3NB4K4E3VINE7Z7HR76YIBV6DQKQ3QQCA7W"
    })
    void vectorsGiveTheSameSeedAndPublicKey(String label, String seed, String publicKey) throws Exception {
        KeyPair pair = KeyPair.fromSeed(seed);

        assertThat(pair.publicKey()).hasToString(publicKey);
        assertThat(new String(pair.seed())).isEqualTo(seed);
        assertThat(new String(KeyPair.fromRawSeed(pair.type(), sha256(label)).seed()))
                .isEqualTo(seed);
    }

    @ParameterizedTest
    @CsvSource({
        "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E,"
                + "3booD21ovE53olemvh-g7IoJvCidKkyknyht4eWCF7r9MrwT_B14xCSB68eTrkaejwo1CZ7PbI9DSjzkfAa9Ag",
        "SAAN66QVR6S3C4TCK2CCH24NRIIQUKL2GGS4OJWRTEFNM7LJUCEXV2W6HI,"
                + "loDWb-TKQoMRdjgm1UzdTnJSVb42dBbZBe0jDlylcCWtDvqj39RyTIa4YjV0UNnSgmXjYRFrR3A6GwlAIM0eAQ",
        "SOAB23BCZTFQ46KULVP7GJ2OQDJEPNBZUTSL4T52WUAFQUKSST3O37V5IQ,"
                + "2k08iwOTLNNcmMFFB_UmFn4S0hdjCmVklMkodeeZ7BtC-GJO-2SLkpv397DuTYx31C_Uxb3XsJa8EoUZg5ESBw"
    })
    void vectorsGiveTheSameSignature(String seed, String signature) throws NKeyException {
        KeyPair pair = KeyPair.fromSeed(seed);
        byte[] expected = Base64.getUrlDecoder().decode(signature);

        assertThat(pair.sign(MESSAGE)).isEqualTo(expected);
        assertThat(pair.verify(MESSAGE, expected)).isTrue();
        assertThat(NKey.parse(pair.publicKey().toString()).verify(MESSAGE, expected))
                .isTrue();
    }

    @Test
    void anyChangedBitOfTheSignatureIsNoticed() throws NKeyException {
        KeyPair pair = KeyPair.fromSeed(USER_SEED);
        byte[] signature = pair.sign(MESSAGE);

        for (int i = 0; i < signature.length; i++) {
            byte[] changed = signature.clone();
            changed[i] ^= 0x10;
            assertThat(pair.verify(MESSAGE, changed)).as("byte %s", i).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65, 128})
    void aSignatureOfAnotherLengthIsFalseAndNoError(int length) throws NKeyException {
        assertThat(KeyPair.fromSeed(USER_SEED).verify(MESSAGE, new byte[length]))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void createdPairsSurviveTheirText(KeyType type) throws NKeyException {
        KeyPair pair = KeyPair.create(type);
        String seed = new String(pair.seed());

        assertThat(seed).startsWith("S" + type.letter());
        assertThat(pair.publicKey().toString()).startsWith(String.valueOf(type.letter()));
        assertThat(KeyPair.fromSeed(seed).publicKey()).isEqualTo(pair.publicKey());
    }

    @Test
    void aCurveKeyNeitherSignsNorVerifies() throws NKeyException {
        KeyPair pair = KeyPair.fromSeed(CURVE_SEED);

        assertThatThrownBy(() -> pair.sign(MESSAGE)).hasMessage("nkeys: curve key is not valid for sign/verify");
        assertThat(pair.verify(MESSAGE, new byte[64])).isFalse();
    }

    @Test
    void aWipedPairKeepsOnlyItsPublicKey() throws NKeyException {
        KeyPair pair = KeyPair.fromSeed(USER_SEED);
        byte[] signature = pair.sign(MESSAGE);

        pair.wipe();

        assertThatThrownBy(() -> pair.sign(MESSAGE)).hasMessage("nkeys: can not sign, no private key available");
        assertThatThrownBy(pair::seed).hasMessage("nkeys: no seed or private key available");
        assertThatThrownBy(pair::privateKey).hasMessage("nkeys: no seed or private key available");
        assertThat(pair.verify(MESSAGE, signature)).isTrue();
    }

    @Test
    void aPublicKeyIsNoSeed() {
        assertThatThrownBy(() -> KeyPair.fromSeed("UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV"))
                .hasMessage("nkeys: invalid seed");
    }

    @Test
    void seedsOfAnotherLengthOrTypeAreRefused() {
        assertThatThrownBy(() -> KeyPair.fromSeed(seedText(20 << 3, 31))).hasMessage("nkeys: invalid seed");
        assertThatThrownBy(() -> KeyPair.fromSeed(seedText(20 << 3, 33))).hasMessage("nkeys: invalid seed");
        assertThatThrownBy(() -> KeyPair.fromSeed(seedText(15 << 3, 32))).hasMessage("nkeys: invalid seed");
        assertThatThrownBy(() -> KeyPair.fromRawSeed(KeyType.USER, new byte[31]))
                .hasMessage("nkeys: invalid seed length");
    }

    @Test
    void aWrongLetterInASeedIsFoundByTheChecksum() {
        assertThatThrownBy(() -> KeyPair.fromSeed(USER_SEED.replace("SUAP5", "SUAP6")))
                .hasMessage("nkeys: invalid checksum");
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void privateKeysAreReadAgain(KeyType type) throws NKeyException {
        KeyPair pair = KeyPair.create(type);
        String text = new String(pair.privateKey());

        KeyPair again = KeyPair.fromPrivateKey(type, text);

        assertThat(text).startsWith("P").hasSize(type == KeyType.CURVE ? 56 : 108);
        assertThat(again.publicKey()).isEqualTo(pair.publicKey());
        assertThat(again.seed()).isEqualTo(pair.seed());
    }

    /** Written by the NATS libraries for the same seeds. */
    @ParameterizedTest
    @CsvSource({
        "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E,"
                + "PD7JGTUFZTYHMRAGLQ7BQAHAKWNX6MECVWLCHO6KIZHV34LAMHEKBAR7LBHCDWL7KTPPO7J2CJYAFC5A2FKQBLYUB5XQDKCP2ODEYICQ27UQ",
        "SXAO7ODN7EO32LRUGTQJ6HEVH37WR2U6B7HG5UKHNEMHAJTZNANA5YX3NY,"
                + "PDX3Q3PZDW6S4NBU4CPRZFJ675UOVHQPZZXNCR3JDBYCM6LIDIHOFRKH"
    })
    void privateKeysAreThoseOfTheReference(String seed, String privateKey) throws NKeyException {
        assertThat(new String(KeyPair.fromSeed(seed).privateKey())).isEqualTo(privateKey);
    }

    @Test
    void privateKeysOfAnotherTypeOrWithForeignHalvesAreRefused() throws NKeyException {
        KeyPair user = KeyPair.fromSeed(USER_SEED);
        byte[] halves = new byte[64];
        String foreign = new String(KeyText.encodePrivate(halves));

        assertThatThrownBy(() -> KeyPair.fromPrivateKey(KeyType.USER, USER_SEED))
                .hasMessage("nkeys: invalid prefix byte");
        assertThatThrownBy(() ->
                        KeyPair.fromPrivateKey(KeyType.USER, user.publicKey().text()))
                .hasMessage("nkeys: invalid prefix byte");
        assertThatThrownBy(() -> KeyPair.fromPrivateKey(KeyType.CURVE, new String(user.privateKey())))
                .hasMessage("nkeys: invalid private key");
        assertThatThrownBy(() -> KeyPair.fromPrivateKey(KeyType.USER, foreign))
                .hasMessage("nkeys: invalid private key");
        assertThatThrownBy(() -> KeyPair.fromPrivateKey(KeyType.USER, foreign + "B"))
                .hasMessage("nkeys: invalid checksum");
    }

    @Test
    void seedsAreReadFromArraysThatTheCallerMayOverwrite() throws NKeyException {
        char[] letters = USER_SEED.toCharArray();
        byte[] bytes = USER_SEED.getBytes(US_ASCII);
        byte[] raw = new byte[32];
        KeyPair ofLetters = KeyPair.fromSeed(CharBuffer.wrap(letters));
        KeyPair ofBytes = KeyPair.fromSeed(bytes);
        KeyPair ofRaw = KeyPair.fromRawSeed(KeyType.USER, raw);
        String rawSeed = new String(ofRaw.seed());

        Arrays.fill(letters, 'x');
        Arrays.fill(bytes, (byte) 'x');
        Arrays.fill(raw, (byte) 'x');

        assertThat(new String(ofLetters.seed())).isEqualTo(USER_SEED);
        assertThat(new String(ofBytes.seed())).isEqualTo(USER_SEED);
        assertThat(new String(ofRaw.seed())).isEqualTo(rawSeed);
    }

    @Test
    void bytesThatAreNoLettersAreNoSeed() {
        byte[] bytes = USER_SEED.getBytes(US_ASCII);
        bytes[7] = (byte) 0xC4;

        assertThatThrownBy(() -> KeyPair.fromSeed(bytes)).hasMessage("illegal base32 data at input byte 7");
    }

    @Test
    void theSeedIsNotPrinted() throws NKeyException {
        assertThat(KeyPair.fromSeed(USER_SEED).toString()).doesNotContain(USER_SEED);
    }

    private static String seedText(int type, int rawLength) {
        byte[] bytes = new byte[rawLength + 4];
        bytes[0] = (byte) (18 << 3 | type >> 5);
        bytes[1] = (byte) ((type & 31) << 3);
        int checksum = Crc16.of(bytes, rawLength + 2);
        bytes[rawLength + 2] = (byte) checksum;
        bytes[rawLength + 3] = (byte) (checksum >> 8);
        return new String(Base32.encode(bytes));
    }

    private static byte[] sha256(String label) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(label.getBytes(US_ASCII));
    }
}
