package dev.midge.server.config.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The digests were printed by nats-server 2.15.2. */
class ConfDigestTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                           | ca3d163bab055381827226140568f3bef7eaac187cebd76878e0b63e9e442356",
                "port: 4222                   | 797533ebd0dfba7d34a0f9337ecf147e442871f48ddfd07ed751575a5737267e",
                "{\"port\":4222}              | 797533ebd0dfba7d34a0f9337ecf147e442871f48ddfd07ed751575a5737267e",
                "debug: true\\nb: \"x\"       | 4cf1ff9afd61a7705e61b81a1dfe29facef98ce8da50105080f3f1cdec0edfac",
                "a: 1.5\\nb: 1.0              | d181797655f9318d843edc60b40b7335534d93ad936b76ece06bd837a5340cf3",
                "n { b: [x, y], a: {} }       | 3fa36f4ead662699050c500f3a2817abeb9b3ad3f0d84b8403059f8b4341ae30",
                "t: 2020-01-01T00:00:00Z      | f095d03e1566ad9c651605e8979b66e2a1765ade602109812e86a1a1b7bffb0a",
                "s: \"<a>&b é \\\"q\\\" \\t\" | af0c22ed815f5e5e2074bb87041c379449d3f4bc7d621788a91da17d505e8f0a",
            })
    void digestIsThatOfNatsServer(String text, String digest) throws ConfReadException {
        assertThat(digest(text.replace("\\n", "\n"))).isEqualTo("sha256:" + digest);
    }

    @Test
    void orderOfKeysDoesNotMatter() throws ConfReadException {
        assertThat(digest("b: 1, a { d: 2, c: 3 }")).isEqualTo(digest("a { c: 3, d: 2 }\nb: 1"));
    }

    @Test
    void kindsMatter() throws ConfReadException {
        assertThat(digest("a: 1")).isNotEqualTo(digest("a: \"1\""));
    }

    private static String digest(String text) throws ConfReadException {
        return ConfDigest.of(ConfParser.parseText(text, Map.of()));
    }
}
