package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.midge.auth.Password;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineOverridesTest {
    @ParameterizedTest
    @CsvSource({"4222, 4222", "-1, -1", "+5, 5", "0x10, 16", "0b11, 3", "0o17, 15", "017, 15", "1_000, 1000", "0_1, 1"})
    void integersAreReadAsGoDoes(String text, int port) throws ConfigException {
        assertThat(with(Options.PORT, text).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, parse error",
        "'', parse error",
        "1.5, parse error",
        "--1, parse error",
        "0x, parse error",
        "0x-1, parse error",
        "08, parse error",
        "1__0, parse error",
        "_1, parse error",
        "9223372036854775808, value out of range",
    })
    void whatIsNoIntegerIsRefusedAsByGo(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommandLineOverrides().setFromFlag(Options.PORT, text))
                .withMessage(message);
    }

    @Test
    void booleansAreReadAsGoDoes() throws ConfigException {
        for (String yes : new String[] {"1", "t", "T", "true", "TRUE", "True"}) {
            assertThat(with(Options.DEBUG, yes).debug()).isTrue();
        }
        for (String no : new String[] {"0", "f", "F", "false", "FALSE", "False"}) {
            assertThat(with(Options.LOGTIME, no).logtime()).isFalse();
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommandLineOverrides().setFromFlag(Options.DEBUG, "maybe"))
                .withMessage("parse error");
    }

    @Test
    void otherKindsAreReadToo() throws ConfigException {
        assertThat(with(Options.HOST, "::1").host()).isEqualTo("::1");
        assertThat(with(Options.MAX_PAYLOAD, "100").maxPayload()).isEqualTo(100);
        assertThat(with(Options.AUTH_TIMEOUT, "2.5").authTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(with(Options.AUTH_TIMEOUT, "1m").authTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommandLineOverrides().setFromFlag(Options.LISTEN, "x:1"))
                .withMessage("listen cannot be given by a flag");
    }

    @Test
    void rowsMayBeNamedByTheirKey() throws ConfigException {
        ServerOptions options = Configuration.none()
                .options(new CommandLineOverrides()
                        .setFromFlag("port", "5")
                        .setFromFlag("authorization.user", "a")
                        .setFromFlag("authorization.password", "b"));

        assertThat(options.port()).isEqualTo(5);
        assertThat(options.auth().singleUser().password()).isEqualTo(Password.of("b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CommandLineOverrides().setFromFlag("bogus", "1"))
                .withMessage("there is no option bogus");
    }

    @Test
    void portZeroIsTheDefaultPort() throws ConfigException {
        assertThat(with(Options.PORT, "0").port()).isEqualTo(4222);
    }

    @Test
    void credentialsMayBeGiven() throws ConfigException {
        ServerOptions options = Configuration.none()
                .options(new CommandLineOverrides().user("a").password("b").token("t"));

        assertThat(options.auth().singleUser().name()).isEqualTo("a");
        assertThat(options.auth().singleUser().password()).isEqualTo(Password.of("b"));
        assertThat(options.auth().token()).isEqualTo(Password.of("t"));
    }

    private static ServerOptions with(Option<?> option, String text) throws ConfigException {
        return Configuration.none().options(new CommandLineOverrides().setFromFlag(option, text));
    }
}
