package dev.midge.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CONNECT's JSON by the rules of Go's {@code encoding/json}. */
class ConnectOptionsTest {

    private final ConnectOptions options = new ConnectOptions();

    /** Between other bytes, which must not matter. */
    private boolean merge(String json) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] array = new byte[text.length + 4];
        java.util.Arrays.fill(array, (byte) '}');
        System.arraycopy(text, 0, array, 2, text.length);
        return options.merge(array, 2, 2 + text.length);
    }

    @Test
    void withoutKeysAConnectionIsVerboseAndPedantic() {
        assertThat(merge("{}")).isTrue();

        assertThat(options.verbose()).isTrue();
        assertThat(options.pedantic()).isTrue();
        assertThat(options.echo()).isTrue();
        assertThat(options.headers()).isFalse();
        assertThat(options.noResponders()).isFalse();
        assertThat(options.newAccount()).isFalse();
        assertThat(options.protocol()).isZero();
        assertThat(options.user()).isEmpty();
        assertThat(options.account()).isEmpty();
    }

    @Test
    void everyKeyIsTaken() {
        assertThat(merge("""
                {"verbose":false,"pedantic":false,"echo":false,"headers":true,"no_responders":true,"new_account":true,
                 "tls_required":true,"protocol":1,"name":"n","lang":"l","version":"v","user":"u","pass":"p",
                 "auth_token":"t","nkey":"k","sig":"s","jwt":"j","proxy_sig":"x","account":"a"}""")).isTrue();

        assertThat(options.verbose()).isFalse();
        assertThat(options.pedantic()).isFalse();
        assertThat(options.echo()).isFalse();
        assertThat(options.headers()).isTrue();
        assertThat(options.noResponders()).isTrue();
        assertThat(options.newAccount()).isTrue();
        assertThat(options.protocol()).isEqualTo(1);
        assertThat(options.name()).isEqualTo("n");
        assertThat(options.lang()).isEqualTo("l");
        assertThat(options.version()).isEqualTo("v");
        assertThat(options.user()).isEqualTo("u");
        assertThat(options.pass()).isEqualTo("p");
        assertThat(options.authToken()).isEqualTo("t");
        assertThat(options.nkey()).isEqualTo("k");
        assertThat(options.sig()).isEqualTo("s");
        assertThat(options.jwt()).isEqualTo("j");
        assertThat(options.proxySig()).isEqualTo("x");
        assertThat(options.account()).isEqualTo("a");
    }

    @Test
    void keysMatchInAnyCase() {
        assertThat(merge("{\"VERBOSE\":false,\"Auth_Token\":\"t\",\"us\\u0065r\":\"u\"}"))
                .isTrue();

        assertThat(options.verbose()).isFalse();
        assertThat(options.authToken()).isEqualTo("t");
        assertThat(options.user()).isEqualTo("u");
    }

    @Test
    void theKelvinSignIsAKAndTheLongSAnS() {
        assertThat(merge("{\"verbo\u017fe\":false,\"AUTH_TO\u212aEN\":\"t\",\"pa\\u017f\u017f\":\"p\"}"))
                .isTrue();

        assertThat(options.verbose()).isFalse();
        assertThat(options.authToken()).isEqualTo("t");
        assertThat(options.pass()).isEqualTo("p");
    }

    @Test
    void theLastOfTwoEqualKeysWins() {
        assertThat(merge("{\"user\":\"a\",\"User\":\"b\",\"protocol\":1,\"protocol\":0}"))
                .isTrue();

        assertThat(options.user()).isEqualTo("b");
        assertThat(options.protocol()).isZero();
    }

    @Test
    void nullLeavesTheValueAsItWas() {
        assertThat(merge("{\"user\":\"a\",\"protocol\":1,\"verbose\":false}")).isTrue();
        assertThat(merge("{\"user\":null,\"protocol\":null,\"verbose\":null,\"tls_required\":null}"))
                .isTrue();

        assertThat(options.user()).isEqualTo("a");
        assertThat(options.protocol()).isEqualTo(1);
        assertThat(options.verbose()).isFalse();
    }

    @Test
    void aSecondConnectIsLaidOverTheFirst() {
        assertThat(merge("{\"user\":\"a\",\"pass\":\"p\",\"verbose\":false,\"echo\":false}"))
                .isTrue();
        assertThat(merge("{\"user\":\"b\",\"verbose\":true}")).isTrue();

        assertThat(options.user()).isEqualTo("b");
        assertThat(options.pass()).isEqualTo("p");
        assertThat(options.verbose()).isTrue();
        assertThat(options.echo()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                " null ",
                "  {}\t\r\n ",
                "{\"unknown\":[1,{\"a\":[],\"b\":{}},\"x\",true,false,null,-0.5e+10]}",
                "{\"x\":{},\"y\":[],\"z\":\"}\",\"\":0}",
                "{ \"user\" : \"a\" , \"echo\" : true }",
                "{\"protocol\":-0}",
                "{\"x\":0,\"y\":-1,\"z\":1E5}",
                "{\"user\":\"\"}",
                "{\"import\":{\"a\":[]},\"export\":null}",
                "{\"import\":{\"allow\":[\"a\",null],\"deny\":null,\"x\":5},\"export\":{\"allow\":[]}}",
                "{\"remote_account\":null}"
            })
    void isValid(String json) {
        assertThat(merge(json)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "{",
                "}",
                "{bad",
                "[]",
                "[{}]",
                "\"user\"",
                "1",
                "true",
                "nul",
                "nullx",
                "null null",
                "{} x",
                "{}{}",
                "{},",
                "{,}",
                "{\"user\"}",
                "{\"user\":}",
                "{\"user\" \"a\"}",
                "{\"user\":\"a\",}",
                "{\"user\":\"a\" \"pass\":\"b\"}",
                "{user:\"a\"}",
                "{'user':'a'}",
                "{null:1}",
                "{1:1}",
                "{\"user\":\"a}",
                "{\"user\":\"a",
                "{\"user\":\"a\\",
                "{\"user\":\"a\\\"}",
                // Wrong types of known keys.
                "{\"protocol\":\"1\"}",
                "{\"protocol\":1.5}",
                "{\"protocol\":1.0}",
                "{\"protocol\":1e0}",
                "{\"protocol\":true}",
                "{\"protocol\":[]}",
                "{\"protocol\":99999999999999999999}",
                "{\"verbose\":\"true\"}",
                "{\"verbose\":1}",
                "{\"verbose\":TRUE}",
                "{\"verbose\":truefalse}",
                "{\"tls_required\":\"x\"}",
                "{\"user\":1}",
                "{\"user\":true}",
                "{\"user\":{}}",
                "{\"user\":[\"a\"]}",
                "{\"import\":[]}",
                "{\"export\":1}",
                // Numbers, strings and containers that are none, of unknown keys too.
                "{\"x\":01}",
                "{\"x\":-}",
                "{\"x\":+1}",
                "{\"x\":.5}",
                "{\"x\":1.}",
                "{\"x\":1e}",
                "{\"x\":1e+}",
                "{\"x\":0x1}",
                "{\"x\":NaN}",
                "{\"x\":\"\\x\"}",
                "{\"x\":\"\\u12\"}",
                "{\"x\":\"\\u12g4\"}",
                "{\"x\":\"\\u-123\"}",
                "{\"x\":\"a\tb\"}",
                "{\"x\":\"a\nb\"}",
                "{\"x\":\"\\\n\"}",
                "{\"x\":[1,]}",
                "{\"x\":[1}",
                "{\"x\":[}",
                "{\"x\":[,]}",
                "{\"x\":{\"a\"}}",
                "{\"x\":{\"a\":1]}",
                "{\"x\":{1:1}}",
                "{\"x\":[[[]]}",
                "{\"x\":1}\u0000",
                "\ufeff{}"
            })
    void isInvalid(String json) {
        assertThat(merge(json)).isFalse();
    }

    @Test
    void escapesAreResolved() {
        assertThat(merge("{\"user\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\uD83D\\ude00z\"}"))
                .isTrue();

        assertThat(options.user()).isEqualTo("\"\\/\b\f\n\r\tA\u00e9\uD83D\uDE00z");
    }

    @Test
    void bytesThatAreNoUtf8AreReplaced() {
        byte[] json = "{\"user\":\"a?b\"}".getBytes(StandardCharsets.US_ASCII);
        json[10] = (byte) 0xff;

        assertThat(options.merge(json, 0, json.length)).isTrue();
        assertThat(options.user()).isEqualTo("a\ufffdb");
    }

    @Test
    void halfASurrogatePairIsReplaced() {
        assertThat(merge("{\"user\":\"a\\ud800b\",\"pass\":\"\\ude00\\ud83d\",\"name\":\"\\ud83d\\ud83d\\ude00\"}"))
                .isTrue();

        assertThat(options.user()).isEqualTo("a\ufffdb");
        assertThat(options.pass()).isEqualTo("\ufffd\ufffd");
        assertThat(options.name()).isEqualTo("\ufffd\uD83D\uDE00");
    }

    @Test
    void aProtocolOutOfRangeIsANumberAllTheSame() {
        assertThat(merge("{\"protocol\":3000000000}")).isTrue();
        assertThat(options.protocol()).isGreaterThan(1);

        assertThat(merge("{\"protocol\":-9223372036854775808}")).isTrue();
        assertThat(options.protocol()).isNegative();
    }

    @Test
    void deepNestingIsReadWithoutRecursion() {
        int deep = 9_000;

        assertThat(merge("{\"x\":" + "[".repeat(deep) + "]".repeat(deep) + "}")).isTrue();
        assertThat(merge("{\"x\":" + "{\"a\":".repeat(deep) + "1" + "}".repeat(deep) + "}"))
                .isTrue();
        assertThat(merge("{\"x\":" + "[".repeat(deep) + "}".repeat(deep) + "}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"remote_account\":5}",
                "{\"import\":{\"allow\":\"a\"}}",
                "{\"export\":{\"ALLOW\":5}}",
                "{\"import\":{\"deny\":[1]}}",
                "{\"import\":{\"deny\":[[\"a\"]]}}",
                "{\"import\":{\"deny\":[\"a\",]}}",
                "{\"import\":{\"deny\":[\"a\""
            })
    void whatOnlyOtherPeersSendMustBeOfTheRightTypeToo(String json) {
        assertThat(merge(json)).isFalse();
    }

    @Test
    void nestingMayBeTenThousandDeep() {
        int most = 10_000 - 1;

        assertThat(merge("{\"x\":" + "[".repeat(most) + "]".repeat(most) + "}")).isTrue();
        assertThat(merge("{\"x\":[" + "[".repeat(most) + "]".repeat(most) + "]}"))
                .isFalse();
        assertThat(merge("{\"x\":" + "{\"a\":".repeat(most) + "1" + "}".repeat(most) + "}"))
                .isTrue();
        assertThat(merge("{\"x\":[" + "{\"a\":".repeat(most) + "1" + "}".repeat(most) + "]}"))
                .isFalse();
    }

    @Test
    void absurdNestingIsRefused() {
        int tooDeep = 20_000;

        assertThat(merge("{\"x\":" + "[".repeat(tooDeep) + "]".repeat(tooDeep) + "}"))
                .isFalse();
        assertThat(merge("{\"x\":" + "[".repeat(100_000))).isFalse();
    }

    @Test
    void everyPrefixOfAValidTextIsInvalid() {
        String json = "{\"user\":\"a\\u0041\",\"x\":[1.5e3,{\"b\":null}],\"verbose\":true}";
        for (int length = 0; length < json.length(); length++) {
            assertThat(merge(json.substring(0, length))).as("%s bytes", length).isFalse();
        }
        assertThat(merge(json)).isTrue();
    }

    @Test
    void noSecretIsPrinted() {
        assertThat(merge("{\"name\":\"n\",\"user\":\"u\",\"pass\":\"hush\",\"auth_token\":\"hush\",\"jwt\":\"hush\","
                        + "\"sig\":\"hush\",\"nkey\":\"hush\"}"))
                .isTrue();

        assertThat(options.toString()).contains("n").doesNotContain("hush");
    }
}
