package dev.midge.server.config.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "foo = 1         | foo | 1:0",
                "\\nfoo = 1       | foo | 2:1",
                "~  foo = 1~      | foo | 1:2",
                "\\n  foo = 1     | foo | 2:3",
                "\"foo\" = 1      | foo | 1:1",
                "\\n\"foo\" = 1    | foo | 2:2",
                "a = 1, b = 2    | b   | 1:7",
                "\\na = 1, b = 2  | b   | 2:8",
                "~\tfoo = 1~      | foo | 1:1",
                "é = 1, foo = 2  | foo | 1:8",
                "foo\\n\\n= 1       | foo | 1:0",
            })
    void keyStandsWhereItsFirstByteIs(String text, String key, String position) throws ConfReadException {
        ConfNode node = parse(text.replace("\\n", "\n")).get(key);

        assertThat(node.position()).hasToString(":" + position);
    }

    @Test
    void elementsOfAListHaveTheirOwnPositions() throws ConfReadException {
        assertThat(parse("a = [x, 'y']").get("a").asList())
                .extracting(node -> node.position().toString())
                .containsExactly(":1:5", ":1:9");
    }

    @Test
    void mapInAListStandsBehindItsClosingBrace() throws ConfReadException {
        ConfNode user =
                parse("u = [\n  {\n    user: x\n  }\n]").get("u").asList().get(0);

        assertThat(user.position()).hasToString(":4:4");
        assertThat(user.asMap().get("user").position()).hasToString(":3:5");
    }

    @Test
    void valueOfAVariableStandsWhereItIsUsed() throws ConfReadException {
        Map<String, ConfNode> map = parse("p = [1]\nq = $p");

        assertThat(map.get("q").position()).hasToString(":2:1");
        assertThat(map.get("p").isUsed()).isTrue();
        assertThat(map.get("q").isUsed()).isFalse();
    }

    @Test
    void valuesOfTheEnvironmentHaveNoPositionInside() throws ConfReadException {
        ConfNode list =
                ConfParser.parseText("q = $V", Map.of("V", "[x, {a: 1}]")).get("q");

        assertThat(list.position()).hasToString(":1:0");
        assertThat(list.asList()).extracting(node -> node.position().prefix()).containsOnly("");
        assertThat(list.asList().get(1).asMap().get("a").position().prefix()).isEmpty();
    }

    @Test
    void anEscapedNulBesideOtherLettersStaysInTheText() throws ConfReadException {
        assertThat(parse("s = \"é\\x00z\"").get("s").asText()).isEqualTo("é\u0000z");
        assertThat(parse("s = \"a\\x00z\"").get("s").asText()).isEqualTo("a\u0000z");
    }

    @Test
    void hexadecimalEscapesMakeBytesOfOneCharacter() throws ConfReadException {
        assertThat(parse("s = \"\\xc3\\xa9\"").get("s").asText()).isEqualTo("é");
    }

    @Test
    void byteThatIsNotUtf8BecomesAReplacementCharacter() throws ConfReadException {
        assertThat(parse("s = \"a\\xffb\\xed\\xa0\\x80\"").get("s").asText()).isEqualTo("a\uFFFDb\uFFFD\uFFFD\uFFFD");
    }

    @Test
    void keysAreReadInTheOrderInWhichTheyWereLastGiven() throws ConfReadException {
        assertThat(parse("a: 1, b: 2, c: 3, a: 4").keySet()).containsExactly("b", "c", "a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,2]     | [int 1, int 2]",
                "[7]       | [int 7]",
                "[-7]      | [int -7]",
                "[7k]      | [str \"7k\"]",
                "[[7],[8]] | [[int 7], [int 8]]",
            })
    void numbersMayEndAList(String text, String list) throws ConfReadException {
        assertThat(ConfText.of(parse("l = " + text).get("l"))).isEqualTo(list);
    }

    @Test
    void numberBeforeABracketOutsideAListIsAText() throws ConfReadException {
        assertThat(ConfText.of(parse("k = 12]"))).isEqualTo("{k=str \"12]\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a { b: 1kbb }            | :1:4: invalid size suffix in \"1kbb\"",
                "a { b: }                 | :1:4: missing value for \"b\"",
                "a { b }                  | :1:4: missing value for \"b\"",
                "a: 10000000000g           | integer '10000000000g' is out of the range",
                "a: -9223372036854775809  | integer '-9223372036854775809' is out of the range",
                "l = [\"                  | config is invalid (:1:6)",
            })
    void whatNatsServerMangledIsRefused(String text, String error) {
        assertThat(failure(text).text()).isEqualTo(error);
    }

    @Test
    void smallestAndLargestIntegersAreRead() throws ConfReadException {
        Map<String, ConfNode> map = parse("a: 9223372036854775807, b: -9223372036854775808");

        assertThat(map.get("a").asInteger()).isEqualTo(Long.MAX_VALUE);
        assertThat(map.get("b").asInteger()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void nulIsRefused() {
        assertThat(failure("a: 1\nb\0: 2").text()).isEqualTo("Parse error on line 2: 'Unexpected EOF.'");
    }

    @Test
    void byteOrderMarkIsPartOfTheFirstKey() throws ConfReadException {
        assertThat(parse("\uFEFFport: 1").keySet()).containsExactly("\uFEFFport");
    }

    @Test
    void blockStringAtTheVeryEndKeepsItsBracket() throws ConfReadException {
        assertThat(parse("s = (\nfoo\n)").get("s").asText()).isEqualTo("\nfoo\n)");
    }

    @Test
    void strayQuoteAtTheEndIsIgnored() throws ConfReadException {
        assertThat(ConfText.of(parse("a: 1\n\""))).isEqualTo("{a=int 1}");
    }

    @Test
    void deepNestingIsRefusedAndNotAStackOverflow() {
        assertThat(failure("{".repeat(100_000)).text())
                .isEqualTo("Parse error on line 1: 'Nested deeper than 256 levels'");
        assertThat(failure("k = " + "[".repeat(100_000)).text())
                .isEqualTo("Parse error on line 1: 'Nested deeper than 256 levels'");
        assertThat(failure("a { ".repeat(100_000)).text())
                .isEqualTo("Parse error on line 1: 'Nested deeper than 256 levels'");
    }

    @Test
    void reasonableNestingIsRead() throws ConfReadException {
        assertThat(parse("k = " + "[".repeat(200) + "]".repeat(200))).containsOnlyKeys("k");
    }

    @Test
    void syntaxErrorTellsFileLineAndColumnApartFromItsText() {
        assertThat(failure("a: 1\nb: x y").detail()).isEqualTo(":2:7");
    }

    @Test
    void everyPrefixOfAFileIsReadOrRefusedInOrder() {
        byte[] text = """
                # é
                port: 4222, "host" = '0.0.0.0'; { debug: on }
                a { b: [1, -2kb, 1.5, "x\\ty\\x41", {c: 2020-01-01T00:00:00Z}], d: $port } // end
                s = (
                block
                )
                include_me: 10.0.0.1:4222
                """.getBytes(StandardCharsets.UTF_8);
        for (int end = 0; end <= text.length; end++) {
            String prefix = new String(text, 0, end, StandardCharsets.ISO_8859_1);
            try {
                assertThat(parse(prefix)).isNotNull();
            } catch (ConfReadException e) {
                assertThat(e.text()).isNotEmpty();
            }
        }
    }

    private static Map<String, ConfNode> parse(String text) throws ConfReadException {
        return ConfParser.parseText(text, Map.of());
    }

    private static ConfReadException failure(String text) {
        return catchThrowableOfType(ConfReadException.class, () -> parse(text));
    }
}
