package dev.midge.server.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoDurationTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "5s, 5000000000",
        "1h30m, 5400000000000",
        "1m0s, 60000000000",
        "1.5h, 5400000000000",
        ".5s, 500000000",
        "1.s, 1000000000",
        "-1.5s, -1500000000",
        "+1ms, 1000000",
        "1µs, 1000",
        "1μs, 1000",
        "1us1ns, 1001",
        "0.3333333333333333333h, 1200000000000",
        "0.100000000000000000000h, 360000000000",
        "9223372036854775807ns, 9223372036854775807",
        "39h9m14.425s, 140954425000000",
    })
    void parsesAsGo(String text, long nanos) {
        assertThat(GoDuration.parse(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | time: invalid duration \"\"",
                "- | time: invalid duration \"-\"",
                "x | time: invalid duration \"x\"",
                ". | time: invalid duration \".\"",
                ".s | time: invalid duration \".s\"",
                "~1\n\"é\\~ | time: unknown unit \"\\x0a\\\"\\xc3\\xa9\\\\\" in duration \"1\\x0a\\\"\\xc3\\xa9\\\\\"",
                "5 | time: missing unit in duration \"5\"",
                "1.5 | time: missing unit in duration \"1.5\"",
                "5d | time: unknown unit \"d\" in duration \"5d\"",
                "1h 5m | time: unknown unit \"h \" in duration \"1h 5m\"",
                "9223372036854775808ns | time: invalid duration \"9223372036854775808ns\"",
                "2562048h | time: invalid duration \"2562048h\"",
                "9223372036s854775808ns | time: invalid duration \"9223372036s854775808ns\"",
            })
    void refusesWithTheTextOfGo(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoDuration.parse(text))
                .withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ns",
        "1100, 1.1µs",
        "2200000, 2.2ms",
        "100000000, 100ms",
        "1500000000, 1.5s",
        "30000000000, 30s",
        "120000000000, 2m0s",
        "3600000000000, 1h0m0s",
        "5400000000001, 1h30m0.000000001s",
        "-1500000000, -1.5s",
    })
    void formatsAsGo(long nanos, String text) {
        assertThat(GoDuration.format(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
