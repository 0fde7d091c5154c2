package dev.midge.server.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a listener could not be bound, in the words of Go. */
class ListenAddressTest {

    @Test
    void aHostThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ListenAddress.of("no-such-host.invalid", 4222))
                .isInstanceOf(IOException.class)
                .hasMessage("listen tcp: lookup no-such-host.invalid: no such host");
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 65_536})
    void aPortThatIsNoneIsNamed(int port) {
        assertThatThrownBy(() -> ListenAddress.of("127.0.0.1", port))
                .isInstanceOf(IOException.class)
                .hasMessage("listen tcp: address " + port + ": invalid port");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void anyPortIsMeantByThese(int port) throws IOException {
        InetSocketAddress address = ListenAddress.of("127.0.0.1", port);

        assertThat(address.getHostString()).isEqualTo("127.0.0.1");
        assertThat(address.getPort()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, bind(..) failed with error(-98): Address already in use, 127.0.0.1:4222: bind: address already in use",
        "::1, Cannot assign requested address, [::1]:4222: bind: cannot assign requested address"
    })
    void aRefusalOfTheSystemIsWordedAsGoDoes(String host, String message, String end) throws IOException {
        InetSocketAddress address = ListenAddress.of(host, 4222);

        assertThat(ListenAddress.refusal(address, new IOException(message))).isEqualTo("listen tcp " + end);
    }
}
