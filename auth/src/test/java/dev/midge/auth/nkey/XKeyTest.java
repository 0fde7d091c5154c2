package dev.midge.auth.nkey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector was made with the NATS JavaScript library and derived again by an independent implementation. */
class XKeyTest {

    private static final byte[] MESSAGE = "nats auth vector 1".getBytes(US_ASCII);
    private static final String SENDER = "SXAO7ODN7EO32LRUGTQJ6HEVH37WR2U6B7HG5UKHNEMHAJTZNANA5YX3NY";
    private static final String RECIPIENT = "SXAAPAFWV6KD3PYFGWBFWQQI347AG67C5UDCZWPRVNGMTMMLTWTFXQ7WQU";
    private static final String USER = "SUAP5E2OQXGPA5SEAZOD4GAA4BKZW7ZQQKWZMI53ZJDE6XPRMBQ4RIDE2E";
    private static final byte[] SEALED =
            hex("786b7631000102030405060708090a0b0c0d0e0f1011121314151617bc162d45563fb1f693d5d35c0a73036eb0ee9ff4"
                    + "5f22b5f3a9625503129a6abedd33");

    private final XKey sender;
    private final XKey recipient;

    XKeyTest() throws NKeyException {
        sender = XKey.fromSeed(SENDER);
        recipient = XKey.fromSeed(RECIPIENT);
    }

    @Test
    void theVectorIsSealedByteForByte() throws NKeyException {
        byte[] nonce = new byte[24];
        for (int i = 0; i < nonce.length; i++) {
            nonce[i] = (byte) i;
        }

        assertThat(sender.seal(recipient.publicKey(), MESSAGE, nonce)).isEqualTo(SEALED);
    }

    @Test
    void theVectorIsOpened() throws NKeyException {
        assertThat(recipient.open(sender.publicKey(), SEALED)).isEqualTo(MESSAGE);
    }

    @Test
    void bothSidesDeriveTheKeyOfTheVector() throws NKeyException {
        byte[] expected = hex("11d713f375db17d0b729aa8c827a4bac7aeb4bed4bf7a843978a6ba3855e4c31");

        assertThat(Box.key(rawSeed(SENDER), recipient.publicKey().raw())).isEqualTo(expected);
        assertThat(Box.key(rawSeed(RECIPIENT), sender.publicKey().raw())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 31, 32, 33, 63, 64, 65, 100_000})
    void messagesOfAnyLengthAreSealedAndOpened(int length) throws NKeyException {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) 7);

        byte[] sealed = sender.seal(recipient.publicKey(), message);

        assertThat(sealed).hasSize(length + 44).startsWith('x', 'k', 'v', '1');
        assertThat(recipient.open(sender.publicKey(), sealed)).isEqualTo(message);
    }

    @Test
    void twoSealsOfOneMessageHaveNothingInCommon() throws NKeyException {
        byte[] first = sender.seal(recipient.publicKey(), MESSAGE);
        byte[] second = sender.seal(recipient.publicKey(), MESSAGE);

        assertThat(Arrays.copyOfRange(first, 4, 28)).isNotEqualTo(Arrays.copyOfRange(second, 4, 28));
        assertThat(Arrays.copyOfRange(first, 28, first.length))
                .isNotEqualTo(Arrays.copyOfRange(second, 28, second.length));
    }

    @Test
    void everyChangedBitBehindTheVersionIsNoticed() {
        for (int i = 4 * 8; i < SEALED.length * 8; i++) {
            byte[] changed = SEALED.clone();
            changed[i / 8] ^= (byte) (1 << i % 8);
            assertThatThrownBy(() -> recipient.open(sender.publicKey(), changed))
                    .as("bit %s", i)
                    .isInstanceOf(NKeyException.class)
                    .hasMessage("nkeys: could not decrypt input");
        }
    }

    @Test
    void anotherVersionIsRefused() {
        for (int i = 0; i < 4; i++) {
            byte[] changed = SEALED.clone();
            changed[i]++;
            assertThatThrownBy(() -> recipient.open(sender.publicKey(), changed))
                    .hasMessage("nkeys: encrypted input wrong version");
        }
    }

    @Test
    void anythingCutShortIsRefused() {
        for (int length = 0; length < SEALED.length; length++) {
            byte[] cut = Arrays.copyOf(SEALED, length);
            assertThatThrownBy(() -> recipient.open(sender.publicKey(), cut))
                    .as("%s bytes", length)
                    .hasMessage(
                            length <= 28 ? "nkeys: encrypted input is not valid" : "nkeys: could not decrypt input");
        }
    }

    @Test
    void onlyTheSenderAndTheRecipientOfAMessageFitToIt() throws NKeyException {
        XKey other = XKey.create();

        assertThatThrownBy(() -> recipient.open(other.publicKey(), SEALED))
                .hasMessage("nkeys: could not decrypt input");
        assertThatThrownBy(() -> other.open(sender.publicKey(), SEALED)).hasMessage("nkeys: could not decrypt input");
        // The key is that of the two, so the sender can read what it sent.
        assertThat(sender.open(recipient.publicKey(), SEALED)).isEqualTo(MESSAGE);
    }

    @Test
    void keysOfAnotherTypeNeitherSealNorReceive() throws NKeyException {
        KeyPair user = KeyPair.fromSeed(USER);

        assertThatThrownBy(() -> XKey.of(user)).hasMessage("nkeys: only curve key can seal/open");
        assertThatThrownBy(() -> XKey.fromSeed(USER)).hasMessage("nkeys: not a valid curve seed");
        assertThatThrownBy(() -> XKey.fromSeed("SX")).hasMessage("nkeys: invalid encoded key");
        assertThatThrownBy(() -> sender.seal(user.publicKey(), MESSAGE))
                .hasMessage("nkeys: not a valid recipient public curve key");
        assertThatThrownBy(() -> recipient.open(user.publicKey(), SEALED))
                .hasMessage("nkeys: not a valid sender public curve key");
    }

    /** Points of order 1, 2, 4 and 8: with them every secret would be zero. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"
            })
    void publicKeysOfSmallOrderAreRefused(String point) {
        NKey weak = NKey.of(KeyType.CURVE, hex(point));

        assertThatThrownBy(() -> sender.seal(weak, MESSAGE))
                .hasMessage("nkeys: not a valid recipient public curve key");
        assertThatThrownBy(() -> sender.open(weak, SEALED)).hasMessage("nkeys: not a valid sender public curve key");
    }

    @Test
    void aWipedKeyKeepsOnlyItsPublicKey() throws NKeyException {
        KeyPair pair = KeyPair.fromSeed(SENDER);
        XKey key = XKey.of(pair);

        key.wipe();

        assertThatThrownBy(key::seed).hasMessage("nkeys: no seed or private key available");
        assertThatThrownBy(pair::seed).hasMessage("nkeys: no seed or private key available");
        assertThatThrownBy(() -> key.seal(recipient.publicKey(), MESSAGE))
                .hasMessage("nkeys: no seed or private key available");
        assertThatThrownBy(() -> key.open(recipient.publicKey(), SEALED))
                .hasMessage("nkeys: no seed or private key available");
        assertThat(key.publicKey()).isEqualTo(sender.publicKey());
    }

    @Test
    void aCreatedKeySurvivesItsText() throws NKeyException {
        XKey key = XKey.create();
        String seed = new String(key.seed());

        assertThat(seed).startsWith("SX").hasSize(58);
        assertThat(XKey.fromSeed(seed.getBytes(US_ASCII)).publicKey()).isEqualTo(key.publicKey());
        assertThat(key.toString()).startsWith("X").doesNotContain(seed);
    }

    private static byte[] rawSeed(String seed) throws NKeyException {
        return KeyPair.fromSeed(seed).rawSeed();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
