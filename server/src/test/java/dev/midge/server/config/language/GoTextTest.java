package dev.midge.server.config.language;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoTextTest {
    @Test
    void quotesAsGo() {
        assertThat(GoText.quote("a\"b\\c\n\t\u0001\u007f é \u00a0\u2028\ufeff\uD83D\uDE00"))
                .isEqualTo("\"a\\\"b\\\\c\\n\\t\\x01\\x7f é \\u00a0\\u2028\\ufeff\uD83D\uDE00\"");
    }
}
