package dev.midge.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Run on nats-server 2.15.2. */
class ClusterUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nats://127.0.0.1:-1",
                "nats://u:p@127.0.0.1:-1",
                "nats://u:@127.0.0.1:-1",
                "nats://[::1]:-1",
                "nats://:5"
            })
    void isTaken(String text) {
        assertThat(ClusterUrl.fault(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "nats://u@h:1        | expected cluster password to be set",
                "foo                 | missing port in address",
                "h:1                 | missing port in address",
                "nats://h            | address h: missing port in address",
                "nats://[::1]        | address [::1]: missing port in address",
                "nats://a:1:2        | address a:1:2: too many colons in address",
                "nats://h:           | EOF",
                ":-1                 | parse \":0\": missing protocol scheme",
                "127.0.0.1:-1        | parse \"127.0.0.1:0\": first path segment in URL cannot contain colon",
                "nats://127.0.0.1:x  | parse \"nats://127.0.0.1:x\": invalid port \":x\" after host",
                "nats://h:99999999999999999999 | strconv.ParseInt: parsing \"99999999999999999999\": value out of range"
            })
    void isRefused(String text, String fault) {
        assertThat(ClusterUrl.fault(text)).isEqualTo(fault);
    }
}
