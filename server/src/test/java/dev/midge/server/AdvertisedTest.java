package dev.midge.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The address in INFO, and the words in which Go refuses one. */
class AdvertisedTest {

    @ParameterizedTest
    @CsvSource({
        "example.org, example.org, 4222",
        "example.org:7777, example.org, 7777",
        "example.org:0, example.org, 4222",
        "example.org:-1, example.org, 4222",
        "'example.org: 99 ', example.org, 99",
        "':99', '', 99",
        "[::1], ::1, 4222",
        "[::1]:99, ::1, 99"
    })
    void isTakenFromTheSetting(String setting, String host, int port) throws ServerStartException {
        assertThat(Advertised.of(setting, "0.0.0.0", 4222)).isEqualTo(new Advertised(host, port));
    }

    @Test
    void isTheListenerWithoutASetting() throws ServerStartException {
        assertThat(Advertised.of(null, "0.0.0.0", 4222)).isEqualTo(new Advertised("0.0.0.0", 4222));
        assertThat(Advertised.of("", "0.0.0.0", 4222)).isEqualTo(new Advertised("0.0.0.0", 4222));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a:b | strconv.Atoi: parsing \"b\": invalid syntax",
                "a: | strconv.Atoi: parsing \"\": invalid syntax",
                "a:99999999999999999999 | strconv.Atoi: parsing \"99999999999999999999\": value out of range",
                "a:b:c | address a:b:c: too many colons in address",
                "::1 | address ::1: too many colons in address",
                "[::1 | address [::1: missing ']' in address",
                "[::1]x | address [::1]x:4222: missing port in address",
                "a[b:1 | address a[b:1: unexpected '[' in address"
            })
    void isRefusedInTheWordsOfGo(String setting, String cause) {
        assertThatThrownBy(() -> Advertised.of(setting, "0.0.0.0", 4222))
                .isInstanceOf(ServerStartException.class)
                .hasMessage("Error setting server INFO with ClientAdvertise value of " + setting + ", err=" + cause);
    }
}
