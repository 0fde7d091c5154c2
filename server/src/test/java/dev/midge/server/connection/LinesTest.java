package dev.midge.server.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts made for the wire and the log: the no-responders notice and the CONNECT without its secrets. */
class LinesTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theNoticeNamesTheSubjectThatNobodyTook() {
        byte[] notice = NoRespondersNotice.of(bytes("r"), bytes("9 "), bytes("nobody"));

        assertThat(new String(notice, StandardCharsets.ISO_8859_1))
                .isEqualTo("HMSG r 9 38 38\r\nNATS/1.0 503\r\nNats-Subject: nobody\r\n\r\n\r\n");
    }

    @Test
    void theNoticeCountsBytesAndPassesThemOn() {
        byte[] notice = NoRespondersNotice.of(bytes("r\u00ff"), bytes("\u00fe "), bytes("\u00e9\u0000"));

        assertThat(new String(notice, StandardCharsets.ISO_8859_1))
                .isEqualTo("HMSG r\u00ff \u00fe 34 34\r\nNATS/1.0 503\r\nNats-Subject: \u00e9\u0000\r\n\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"user\":\"a\",\"pass\":\"hush\"} ; {\"user\":\"a\",\"pass\":\"[REDACTED]\"}",
                "{\"password\" : \"hush\" ,\"x\":1} ; {\"password\" : \"[REDACTED]\" ,\"x\":1}",
                "{\"auth_token\":\"hu\\\"sh,\\\\\"} ; {\"auth_token\":\"[REDACTED]\"}",
                "{\"pass\":\"hu}sh\",\"name\":\"n\"} ; {\"pass\":\"[REDACTED]\",\"name\":\"n\"}",
                "{\"sig\":\"hush\",\"nkey\":\"hush\",\"proxy_sig\":\"hush\"}"
                        + " ; {\"sig\":\"[REDACTED]\",\"nkey\":\"[REDACTED]\",\"proxy_sig\":\"[REDACTED]\"}",
                "{\"jwt\":\"eyJ0.eyJq.hush\",\"name\":\"n\"} ; {\"jwt\":\"eyJ0.eyJq.[REDACTED]\",\"name\":\"n\"}",
                "{\"JWT\" : \"eyJ0.eyJq.hu.sh\"} ; {\"JWT\" : \"eyJ0.eyJq.[REDACTED]\"}",
                "{\"jwt\":\"eyJ0.eyJq\\u002ehush\"} ; {\"jwt\":\"[REDACTED]\"}",
                "{\"jwt\":\"ey\",\"x\":\"a.b.c\"} ; {\"jwt\":\"ey\",\"x\":\"a.b.c\"}",
                "{\"jwt\":\"\",\"y\":null} ; {\"jwt\":\"\",\"y\":null}",
                "{\"jwt\":null} ; {\"jwt\":null}",
                "{\"pass\":12345,\"name\":\"n\"} ; {\"pass\":[REDACTED],\"name\":\"n\"}",
                "{\"pass\":12345} ; {\"pass\":[REDACTED]}",
                "{\"PASS\":\"hush\"} ; {\"PASS\":\"[REDACTED]\"}",
                "{\"name\":\"pass\",\"lang\":\"sig\"} ; {\"name\":\"pass\",\"lang\":\"sig\"}",
                "{\"user\":\"a\",\"verbose\":true} ; {\"user\":\"a\",\"verbose\":true}",
                "{\"signature\":\"x\",\"user\":\"nkey\"} ; {\"signature\":\"x\",\"user\":\"nkey\"}"
            })
    void credentialsAreHidden(String json, String hidden) {
        assertThat(Redaction.connect(json)).isEqualTo(hidden);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"pass\":\"hush", "{\"pass\":\"hush\\", "{\"pass\": hush", "{\"pass\"\t:\n\"hush\""})
    void brokenJsonShowsNoCredentialsEither(String json) {
        assertThat(Redaction.connect(json)).contains("[REDACTED]").doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "\"", "{\"", "{\"pass", "{\"pass\"", "{\"pass\":", "\\", "null"})
    void anyTextCanBeRedacted(String json) {
        assertThat(Redaction.connect(json)).startsWith(json);
    }

    @Test
    void aKeyWrittenWithEscapesIsHiddenToo() {
        assertThat(Redaction.connect("{\"p\\u0061ss\":\"hush\"}")).doesNotContain("hush");
        assertThat(Redaction.connect("{\"pa\u017f\u017f\":\"hush\",\"n\u212aey\":\"hush\"}"))
                .doesNotContain("hush");
    }
}
