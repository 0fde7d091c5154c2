package dev.midge.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hashes are those of Openwall's crypt_blowfish. */
class BcryptTest {

    private static final String HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
    private static final String LONG = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    @ParameterizedTest
    @CsvSource({
        "U*U, $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U*, $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "U*U*U, $2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
        "'', $2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy"
    })
    void vectorsMatchTheirPasswordOnly(String password, String hash) {
        assertThat(matches(hash, password)).isTrue();
        assertThat(matches(hash, password + "x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "x", "y"})
    void allLettersAreTheSameAlgorithm(String letter) {
        assertThat(matches(HASH.replace("$2a$", "$2" + letter + "$"), "U*U")).isTrue();
    }

    @Test
    void onlyTheFirst72BytesCount() {
        String hash = "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui";

        assertThat(LONG).hasSize(72);
        assertThat(matches(hash, LONG)).isTrue();
        assertThat(matches(hash, LONG + "chars after 72 are ignored")).isTrue();
        assertThat(matches(hash, LONG.substring(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"4, $2a$04$", "5, $2a$05$", "10, $2a$10$"})
    void aNewHashMatchesItsPasswordOnlyAndHasASaltOfItsOwn(int cost, String prefix) {
        String first = Bcrypt.hash("pässwörd".getBytes(UTF_8), cost, new SecureRandom());
        String second = Bcrypt.hash("pässwörd".getBytes(UTF_8), cost, new SecureRandom());

        assertThat(first).startsWith(prefix).hasSize(60).isNotEqualTo(second);
        assertThat(Password.of(first).isMalformedHash()).isFalse();
        assertThat(matches(first, "pässwörd")).isTrue();
        assertThat(matches(first, "passwörd")).isFalse();
        assertThat(OpenBSDBCrypt.checkPassword(first, "pässwörd".getBytes(UTF_8)))
                .isTrue();
    }

    @Test
    void ofANewHashTooOnlyTheFirst72BytesCount() {
        String hash = Bcrypt.hash(LONG.getBytes(UTF_8), 4, new SecureRandom());

        assertThat(matches(hash, LONG + "more")).isTrue();
        assertThat(matches(hash, LONG.substring(1))).isFalse();
    }

    @Test
    void passwordsAreTakenAsUtf8() {
        String hash = OpenBSDBCrypt.generate("2b", "pässwörd".getBytes(UTF_8), new byte[16], 4);

        assertThat(matches(hash, "pässwörd")).isTrue();
        assertThat(matches(hash, "passwörd")).isFalse();
    }

    @Test
    void saltsWithStrayLastBitsMatchAsInTheReference() {
        assertThat(matches(HASH.replace("CC.E5", "CC/E5"), "U*U")).isTrue();
    }

    @Test
    void theHashItselfIsNotThePassword() {
        assertThat(matches(HASH, HASH)).isFalse();
    }

    @Test
    void spendingTheRestCostsAsMuchAsTheDearerCheck() {
        long dear = cpuNanos(() -> Bcrypt.spend(9, 10));
        long padded = cpuNanos(() -> Bcrypt.spend(4, 9));

        // 2^4 + ... + 2^8 rounds is just below 2^9: half of what 2^9 itself takes would be a wrong sum.
        assertThat((double) padded / dear).isBetween(0.6, 1.5);
    }

    @Test
    void aSetUpCostsAsMuchAsWhatAComputationTakesBesideItsRounds() {
        double both = cpuNanos(() -> repeat(200, () -> Bcrypt.spend(4, 5))) / 200.0;
        // 2^7 - 2^4 of them.
        double rounds = cpuNanos(() -> repeat(50, () -> Bcrypt.spend(7, 8))) / 50.0 - both;
        double setUp = cpuNanos(() -> Bcrypt.spendSetUps(2_000)) / 2_000.0;

        // A round is two key schedules of 521 encryptions each; a set-up is one, and 192 encryptions.
        assertThat(setUp / (rounds / 112)).isBetween(0.3, 1.5);
    }

    private static void repeat(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }

    private static long cpuNanos(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            least = Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
        }
        return least;
    }

    private static boolean matches(String hash, String password) {
        return Bcrypt.matches(Password.of(hash), password.getBytes(UTF_8));
    }
}
