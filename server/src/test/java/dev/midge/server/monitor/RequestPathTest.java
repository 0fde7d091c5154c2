package dev.midge.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestPathTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/varz, /varz",
        "/varz/, /varz/",
        "//varz, /varz",
        "/./varz, /varz",
        "/a/../varz, /varz",
        "/../../varz, /varz",
        "/a//b/./c/../, /a/b/",
        "/.., /",
        "/..varz, /..varz"
    })
    void emptyAndDottedPartsGo(String path, String clean) {
        assertThat(RequestPath.clean(path)).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "/, ''", "nats, /nats", "/nats, /nats", "/nats/, /nats", "a/../nats//b, /nats/b", "., ''"})
    void theBasePathStandsInFrontOfEveryPath(String setting, String base) {
        assertThat(RequestPath.base(setting)).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource({"/varz?x=1, /varz", "/%76arz, /varz", "http://host/varz, /varz", "http://host, ''"})
    void thePathOfARequestIsDecoded(String uri, String path) {
        assertThat(RequestPath.of(URI.create(uri))).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"/varz, /varz", "/a b, /a%20b", "/é, /%C3%A9"})
    void aPathInAHeaderIsEncoded(String path, String encoded) {
        assertThat(RequestPath.encoded(path)).isEqualTo(encoded);
        assertThat(RequestPath.encoded("/a\r\nb: c")).isEqualTo("/a%0D%0Ab:%20c");
    }
}
