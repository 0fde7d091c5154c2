package dev.midge.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracedPayloadTest {

    private static final String HEADERS = "NATS/1.0\r\nA: b\r\n\r\n";

    private static @Nullable String shown(TracedPayload shown, String text, int headerSize) {
        byte[] array = ("<" + text + ">").getBytes(StandardCharsets.ISO_8859_1);
        return shown.shown(array, 1, 1 + text.length(), headerSize);
    }

    @Test
    void everythingIsShownQuoted() {
        TracedPayload all = new TracedPayload(0, false);

        assertThat(shown(all, "a\"b\u00ff", -1)).isEqualTo("\"a\\\"b\\xff\"");
        assertThat(shown(all, HEADERS + "x", HEADERS.length())).isEqualTo("\"NATS/1.0\\r\\nA: b\\r\\n\\r\\nx\"");
        assertThat(shown(all, "", -1)).isNull();
    }

    @Test
    void aLongMessageIsCut() {
        TracedPayload five = new TracedPayload(5, false);

        assertThat(shown(five, "12345", -1)).isEqualTo("\"12345\"");
        assertThat(shown(five, "123456", -1)).isEqualTo("\"12345...\"");
        assertThat(shown(five, "1234\n6", -1)).isEqualTo("\"1234\\n...\"");
    }

    @Test
    void theHeadersMayBeAllThatIsShown() {
        TracedPayload headers = new TracedPayload(0, true);

        assertThat(shown(headers, HEADERS + "x", HEADERS.length())).isEqualTo("\"NATS/1.0\\r\\nA: b\"");
        assertThat(shown(headers, "hello", -1)).isNull();
        assertThat(shown(headers, "hello", 0)).isNull();
        assertThat(shown(headers, "hello", 3)).isNull();
        assertThat(shown(new TracedPayload(4, true), HEADERS, HEADERS.length())).isEqualTo("\"NATS...\"");
    }
}
