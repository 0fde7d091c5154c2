package dev.midge.server.config.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Go 1.26, net/url. */
class GoUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nats://a:1",
                "nats://u:p@a:1",
                "NATS://[::1]:4222",
                "a:1",
                "localhost:4222",
                "host/a:b",
                "//host:1/x",
                "nats://a,b:1",
                "nats://a:1/%20?x=%zz",
                "tls://%C3%BC:1"
            })
    void whatGoTakesForAUrl(String text) {
        assertThat(GoUrl.fault(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "://x               | missing protocol scheme",
                "127.0.0.1:4222     | first path segment in URL cannot contain colon",
                "nats://a:b         | invalid port \":b\" after host",
                "nats://a b:1       | invalid character \" \" in host name",
                "nats://[::1:4222   | missing ']' in host",
                "nats://a[::1]      | invalid IP-literal",
                "nats://u p@a:1     | net/url: invalid userinfo",
                "nats://a:1/%zz     | invalid URL escape \"%zz\"",
                "nats://u%2:p@a:1   | invalid URL escape \"%2\"",
                "http://a:1:2       | invalid port \":1:2\" after host",
            })
    void whatGoDoesNotTakeForAUrl(String text, String fault) {
        assertThat(GoUrl.fault(text)).isEqualTo(fault);
    }

    @Test
    void schemeAndHostAreToldApart() {
        assertThat(GoUrl.parse("HTTP://u:p@Host:1/x")).isEqualTo(new GoUrl("http", "u:p", "Host:1", "/x"));
        assertThat(GoUrl.parse("host:4222")).isEqualTo(new GoUrl("host", null, "", ""));
    }

    @Test
    void thePasswordIsNotShown() {
        assertThat(GoUrl.redact("nats://u:p@a:1")).isEqualTo("nats://u:xxxxx@a:1");
        assertThat(GoUrl.redact("nats://u@a:1")).isEqualTo("nats://u@a:1");
        assertThat(GoUrl.redact("nats://a:1")).isEqualTo("nats://a:1");
    }
}
