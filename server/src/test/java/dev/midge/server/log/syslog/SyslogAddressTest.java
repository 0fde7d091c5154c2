package dev.midge.server.log.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyslogAddressTest {

    @ParameterizedTest
    @CsvSource({
        "udp://127.0.0.1:514, UDP, 127.0.0.1, 514",
        "TCP://logs.example:601/ignored?a#b, TCP, logs.example, 601",
        "udp://me:secret@[::1]:5, UDP, ::1, 5",
        "udp://:5140, UDP, '', 5140",
        "udp://host:, UDP, host, ''",
        "tcp://[::1], TCP, ::1,",
        "udp:127.0.0.1:1, UDP, '',"
    })
    void aHostAndAPort(String url, Network network, String host, String port) throws IOException {
        SyslogAddress address = SyslogAddress.parse(url);

        assertThat(address.network()).isEqualTo(network);
        assertThat(address.host()).isEqualTo(host);
        assertThat(address.port()).isEqualTo(port);
    }

    @Test
    void aPathMayBeEscaped() throws IOException {
        SyslogAddress address = SyslogAddress.parse("unix:///run/a%20b%C3%A4?x");

        assertThat(address.network()).isEqualTo(Network.UNIX);
        assertThat(address.target()).isEqualTo("/run/a bä");
    }

    /** What nats-server says of each. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "syslog://x:1 | error invalid network type: \"syslog\"",
                "unixgram:///dev/log | error invalid network type: \"unixgram\"",
                "udp6://[::1]:3 | error invalid network type: \"udp6\"",
                "localhost:514 | error invalid network type: \"localhost\"",
                "/dev/log | error invalid network type: \"\"",
                "127.0.0.1:514 | parse \"127.0.0.1:514\": first path segment in URL cannot contain colon",
                "a\"b://x | parse \"a\\\"b://x\": first path segment in URL cannot contain colon",
                "://x | parse \"://x\": missing protocol scheme",
                "%zz | parse \"%zz\": invalid URL escape \"%zz\"",
                "udp://h:abc | parse \"udp://h:abc\": invalid port \":abc\" after host",
                "udp://[::1:5 | parse \"udp://[::1:5\": missing ']' in host",
                "udp://a b:5 | parse \"udp://a b:5\": invalid character \" \" in host name"
            })
    void whatIsNoAddressIsRefused(String url, String refusal) {
        assertThatThrownBy(() -> SyslogAddress.parse(url))
                .isInstanceOf(IOException.class)
                .hasMessage(refusal);
    }

    @Test
    void aControlCharacterIsRefused() {
        assertThatThrownBy(() -> SyslogAddress.parse("udp://h\n:5"))
                .hasMessage("parse \"udp://h\\n:5\": net/url: invalid control character in URL");
    }
}
