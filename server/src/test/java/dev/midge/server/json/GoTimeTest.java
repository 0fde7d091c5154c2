package dev.midge.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTimeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "120000000, 1970-01-01T00:00:00.12Z",
        "100000000, 1970-01-01T00:00:00.1Z",
        "1000, 1970-01-01T00:00:00.000001Z",
        "1795567668010000010, 2026-11-25T00:47:48.01000001Z",
        "10000000000, 1970-01-01T00:00:10Z"
    })
    void noDigitMoreThanNeeded(long epochNanos, String text) {
        assertThat(GoTime.text(epochNanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "999, 999ns",
        "1000, 1µs",
        "477999, 477µs",
        "1200000, 1.2ms",
        "2345678, 2.345678ms",
        "1500000000, 1.5s",
        "61000000000, 1m1s"
    })
    void roundTripsBelowAMillisecondAreWholeMicroseconds(long nanos, String text) {
        assertThat(GoTime.roundTrip(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "1999999999, 1s", "76000000000, 1m16s", "7203000000000, 2h0m3s", "93784000000000, 1d2h3m4s"})
    void spansAreWholeSeconds(long nanos, String text) {
        assertThat(GoTime.span(nanos)).isEqualTo(text);
    }
}
