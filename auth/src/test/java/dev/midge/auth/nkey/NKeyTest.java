package dev.midge.auth.nkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NKeyTest {

    private static final String USER = "UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV";

    private static final String SEED = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";

    @ParameterizedTest
    @CsvSource({
        "U, USER, UCBD6WCOEHMX6VG6656TUETQAKF2BUKVACXRID3PAGUE7U4GJQQFBRXV",
        "A, ACCOUNT, ADOWYLKJUPIIZQHDJMWJSEMLZEZFMM3SNWHFSLMHEVZVSR3PANVAZO6N",
        "O, OPERATOR, OBMQS6AAQOREY4C4XSGQWVVNCMCCNDDTH7WRU55427EVRP7BWNKPZE62",
        "N, SERVER, NBKZWO2IVGTH6P7YYIFVKIWDWUM7GJWICFJRMJRU6XKM23E6T73IYWHT",
        "C, CLUSTER, CD4FZGUGFZANVO2N4ZXUC5XGM6P6QZQ6LCSRUFBWGTZ7MVFA6YGTT7C4",
        "X, CURVE, XDN7CUINQPRZVLWVJQLYPIKLHEFPGMRGM54CYKJLVNZDOUCSGGETTV2P"
    })
    void everyTypeIsReadAndWrittenBack(char letter, KeyType type, String text) throws NKeyException {
        NKey key = NKey.parse(text);

        assertThat(key.type()).isEqualTo(type);
        assertThat(type.letter()).isEqualTo(letter);
        assertThat(key).hasToString(text);
        assertThat(NKey.isValid(text, type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ucbd", "UCBD6WCO=", "UCBD0", "UCBD1", "UCBD8", "UCBD9", "U CB", "\u00dcCBD"})
    void foreignCharactersAreRefusedWithTheirPosition(String text) {
        assertThatThrownBy(() -> NKey.parse(text)).hasMessageMatching("illegal base32 data at input byte \\d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "U", "UCBD6", "UCBD\n"})
    void aTextOfLessThanFourBytesIsNoKey(String text) {
        assertThatThrownBy(() -> NKey.parse(text)).hasMessage("nkeys: invalid encoded key");
    }

    @Test
    void everySingleWrongLetterIsFoundByTheChecksum() {
        for (int i = 0; i < USER.length(); i++) {
            char[] letters = USER.toCharArray();
            letters[i] = letters[i] == 'B' ? 'D' : 'B';
            assertThatThrownBy(() -> NKey.parse(new String(letters))).hasMessage("nkeys: invalid checksum");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UCKASD5K", "UDIBRYX7", "UDXU4RCV", "ADKXVKMR"})
    void shortTextsWithWrongChecksumsAreRefused(String text) {
        assertThat(NKey.isValid(text, KeyType.USER)).isFalse();
    }

    @Test
    void aKeyCutShortWithGoodChecksumIsRefused() {
        byte[] raw = new byte[16];

        assertThatThrownBy(() -> NKey.parse(withChecksum(KeyType.ACCOUNT.prefix(), raw)))
                .hasMessage("nkeys: invalid public key");
    }

    @Test
    void aKeyTooLongWithGoodChecksumIsRefused() {
        byte[] raw = new byte[33];

        assertThatThrownBy(() -> NKey.parse(withChecksum(KeyType.USER.prefix(), raw)))
                .hasMessage("nkeys: invalid public key");
    }

    @ParameterizedTest
    @ValueSource(ints = {15 << 3, 18 << 3, 25 << 3, (20 << 3) | 1, 8})
    void aPrefixThatIsNoPublicKeyIsRefused(int prefix) {
        assertThatThrownBy(() -> NKey.parse(withChecksum(prefix, new byte[32])))
                .hasMessage("nkeys: invalid public key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "ABC", "ABCDEF"})
    void lettersThatFillNoByteAreIgnored(String more) throws NKeyException {
        assertThat(NKey.parse(USER + more)).isEqualTo(NKey.parse(USER)).hasToString(USER + more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r\n\n"})
    void lineEndsAreNoPartOfAKey(String end) throws NKeyException {
        byte[] file = (end + USER.substring(0, 9) + end + USER.substring(9) + end).getBytes(US_ASCII);
        byte[] seed = (SEED + end).getBytes(US_ASCII);

        assertThat(NKey.parse(file)).isEqualTo(NKey.parse(USER)).hasToString(USER);
        assertThat(new String(KeyPair.fromSeed(seed).seed())).isEqualTo(SEED);
        assertThatThrownBy(() -> NKey.parse(end + USER.substring(0, 9) + end + "1"))
                .hasMessage("illegal base32 data at input byte 9");
    }

    @Test
    void lettersThatFillAByteAreNot() {
        assertThatThrownBy(() -> NKey.parse(USER + "AA")).hasMessage("nkeys: invalid checksum");
        assertThatThrownBy(() -> NKey.parse(USER + "AAAA")).hasMessage("nkeys: invalid checksum");
        // Three letters in the last group of a seed make no byte, where two of them made one.
        assertThatThrownBy(() -> KeyPair.fromSeed(SEED + "A")).hasMessage("nkeys: invalid checksum");
    }

    @Test
    void aSeedIsNoPublicKey() {
        assertThatThrownBy(() -> NKey.parse("SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E"))
                .hasMessage("nkeys: invalid public key");
    }

    @Test
    void anotherTypeThanExpectedIsIncompatible() {
        assertThatThrownBy(() -> NKey.parse(USER, KeyType.ACCOUNT)).hasMessage("nkeys: incompatible key");
        assertThat(NKey.isValid(USER, KeyType.ACCOUNT)).isFalse();
    }

    @Test
    void aSignatureThatIsWrongIsAnErrorWhereItIsRequired() throws NKeyException {
        KeyPair pair = KeyPair.create(KeyType.USER);
        byte[] message = "any".getBytes(US_ASCII);

        pair.requireSignature(message, pair.sign(message));

        assertThatThrownBy(() -> NKey.parse(USER).requireSignature(message, pair.sign(message)))
                .isInstanceOf(NKeyException.class)
                .hasMessage("nkeys: signature verification failed");
        KeyPair curve = KeyPair.create(KeyType.CURVE);
        assertThatThrownBy(() -> curve.publicKey().requireSignature(message, new byte[64]))
                .hasMessage("nkeys: signature verification failed");
        assertThatThrownBy(() -> curve.requireSignature(message, new byte[64]))
                .hasMessage("nkeys: curve key is not valid for sign/verify");
    }

    @ParameterizedTest
    @ValueSource(strings = {USER, SEED})
    void anythingWithARightChecksumIsEncoded(String text) {
        assertThat(NKey.isEncoded(text)).isTrue();
        assertThat(NKey.isEncoded(text.getBytes(US_ASCII))).isTrue();
        assertThat(NKey.isEncoded(text.replace(text.charAt(3), 'C'))).isFalse();
        assertThat(NKey.isEncoded(text.substring(1))).isFalse();
    }

    @Test
    void aPublicKeyIsReadFromBytes() throws NKeyException {
        assertThat(NKey.parse(USER.getBytes(US_ASCII)).text()).isEqualTo(USER);
    }

    @Test
    void keysAreEqualByTypeAndBytes() throws NKeyException {
        NKey key = NKey.parse(USER);

        assertThat(key).isEqualTo(NKey.parse(USER)).hasSameHashCodeAs(NKey.parse(USER));
        assertThat(key).isNotEqualTo(NKey.of(KeyType.ACCOUNT, key.raw()));
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void pointsOfSmallOrderVerifyNothing(KeyType type) {
        byte[] identity = new byte[32];
        identity[0] = 1;
        // With the neutral element as key, R = neutral element and S = 0 satisfy the equation for every message.
        byte[] forged = new byte[64];
        forged[0] = 1;

        assertThat(NKey.of(type, identity).verify("any".getBytes(US_ASCII), forged))
                .isFalse();
    }

    @Test
    void bytesThatAreNoPointVerifyNothing() {
        byte[] noPoint = new byte[32];
        Arrays.fill(noPoint, (byte) 0xFF);

        assertThat(NKey.of(KeyType.USER, noPoint).verify(new byte[0], new byte[64]))
                .isFalse();
    }

    @Test
    void checksumsAreCrc16Xmodem() {
        assertThat(Crc16.of("123456789".getBytes(US_ASCII), 9)).isEqualTo(0x31C3);
        assertThat(Crc16.of("A".getBytes(US_ASCII), 1)).isEqualTo(0x58E5);
        assertThat(Crc16.of(new byte[0], 0)).isZero();
    }

    private static String withChecksum(int prefix, byte[] raw) {
        byte[] bytes = new byte[raw.length + 3];
        bytes[0] = (byte) prefix;
        System.arraycopy(raw, 0, bytes, 1, raw.length);
        int checksum = Crc16.of(bytes, raw.length + 1);
        bytes[raw.length + 1] = (byte) checksum;
        bytes[raw.length + 2] = (byte) (checksum >> 8);
        return new String(Base32.encode(bytes));
    }
}
