package dev.midge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Go's {@code strconv.Quote} prints for the same bytes. */
class GoQuoteTest {

    /** Two hexadecimal digits for each byte. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "``                  | \"\"",
                "666f6f2e2a          | \"foo.*\"",
                "612262              | \"a\\\"b\"",
                "615c62              | \"a\\\\b\"",
                "27                  | \"'\"",
                "07080c0a0d090b      | \"\\a\\b\\f\\n\\r\\t\\v\"",
                "00011f7f            | \"\\x00\\x01\\x1f\\x7f\"",
                "ff                  | \"\\xff\"",
                "80c0afc1bf          | \"\\x80\\xc0\\xaf\\xc1\\xbf\"",
                "c3a9                | \"\u00e9\"",
                "c3                  | \"\\xc3\"",
                "c341                | \"\\xc3A\"",
                "c280                | \"\\u0080\"",
                "c2a0                | \"\\u00a0\"",
                "c2ad                | \"\\u00ad\"",
                "e282ac              | \"\u20ac\"",
                "e282                | \"\\xe2\\x82\"",
                "e28241              | \"\\xe2\\x82A\"",
                "e0809f              | \"\\xe0\\x80\\x9f\"",
                "e2808b              | \"\\u200b\"",
                "e280a8              | \"\\u2028\"",
                "eda080              | \"\\xed\\xa0\\x80\"",
                "ee8080              | \"\\ue000\"",
                "efbbbf              | \"\\ufeff\"",
                "efbfbd              | \"\ufffd\"",
                "f09f9880            | \"\uD83D\uDE00\"",
                "f09f98              | \"\\xf0\\x9f\\x98\"",
                "f48fbfbf            | \"\\U0010ffff\"",
                "f4908080            | \"\\xf4\\x90\\x80\\x80\"",
                "f5808080            | \"\\xf5\\x80\\x80\\x80\"",
                "f3a08081            | \"\\U000e0001\""
            })
    void quotesAsGoDoes(String hex, String quoted) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);

        assertThat(GoQuote.text(bytes)).isEqualTo(quoted);
        assertThat(GoQuote.quote(bytes)).isEqualTo(quoted.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everySingleByteIsQuoted() {
        for (int b = 0; b < 256; b++) {
            String quoted = GoQuote.text(new byte[] {(byte) b});
            assertThat(quoted).startsWith("\"").endsWith("\"").isPrintable();
        }
    }
}
