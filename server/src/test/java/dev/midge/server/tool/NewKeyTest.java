package dev.midge.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midge.auth.nkey.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewKeyTest {

    private final Captured out = new Captured();
    private final Captured err = new Captured();
    private final NewKey newKey = new NewKey(out.stream(), err.stream());

    @ParameterizedTest
    @CsvSource({
        "user, User, U",
        "USER, User, U",
        "Account, Account, A",
        "operator, Operator, O",
        "server, Server, N",
        "cluster, Cluster, C",
        "curve, Curve, X"
    })
    void aPairIsShownInTwoLines(String name, String title, String letter) throws Exception {
        assertThat(newKey.run(name)).isZero();

        List<String> lines = out.take().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith(title + " public key: " + letter);
        assertThat(lines.get(1)).startsWith(title + " private key: S" + letter);
        String seed = lines.get(1).substring(lines.get(1).lastIndexOf(' ') + 1);
        assertThat(lines.get(0)).endsWith(" " + KeyPair.fromSeed(seed).publicKey());
        assertThat(err.take()).isEmpty();
    }

    @Test
    void everyPairIsNew() {
        newKey.run("user");
        String first = out.take();
        newKey.run("user");

        assertThat(out.take()).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x25519", "users", "u"})
    void anotherTypeIsRefused(String name) {
        assertThat(newKey.run(name)).isEqualTo(1);
        assertThat(out.take()).isEmpty();
        assertThat(err.take())
                .isEqualTo("nats-server: unknown key type \"" + name
                        + "\" (expected: user, account, operator, server, cluster or curve)\n");
    }
}
